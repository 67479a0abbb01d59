/**
 * The host of a worker of the isolate tier: a process of its own with an isolate or two, which run on threads of isolated-vm's.
 * This thread only passes messages on. Entry point.
 */
import type { CallTraffic, LoadMessage, Packet } from '../../../../worker-kit/host-side/messages.ts';
import { openEngineLink } from '../wire/engine-link.ts';
import { reasonOf } from '../reason-of.ts';
import { type Cell, createIsolateRouter, type IsolateRouter } from './isolate-router.ts';
import { openIsolate } from './open-isolate.ts';

let router: IsolateRouter | undefined;

const engine = openEngineLink({
  onPacket(packet, alone) {
    const { message } = packet;
    if (message.type === 'load') router = load(message);
    else if (message.type === 'stop') router?.end();
    else if (message.type === 'ping') engine.add({ message: { type: 'pong' } });
    else router?.route(packet as Packet<CallTraffic>, alone);
  },
  // Nobody else has these bytes, and until V8 thinks of collecting them there can be very many.
  onSent(bytes) {
    if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength) bytes.buffer.transfer(0);
  },
});

function load(message: LoadMessage): IsolateRouter {
  let isReady = false;

  function open(): void {
    const isolate = openIsolate(message, {
      ready({ actions, phases }) {
        cells.ready(cell, phases.length > 0);
        if (!isReady) engine.add({ message: { type: 'ready', actions, phases } });
        isReady = true;
      },
      unusable: (reason) => engine.add({ message: { type: 'unusable', message: reason } }),
      exhausted: () => engine.add({ message: { type: 'exhausted' } }),
      stopped: () => engine.add({ message: { type: 'stopped' } }),
      said(json, bytes, endedCall) {
        if (endedCall !== undefined) cells.ended(cell, endedCall);
        engine.addJson(json, bytes);
      },
    });
    const cell: Cell = { ...isolate, calls: 0, pending: [] };
  }

  const cells = createIsolateRouter({
    most: message.isolates,
    open() {
      try {
        open();
      } catch (error) {
        engine.add({ message: { type: 'unusable', message: reasonOf(error) } });
      }
    },
  });
  return cells;
}
