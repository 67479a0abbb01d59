/**
 * The host of a worker of the isolate tier: a process of its own whose threads hold one isolate each. This thread
 * only passes messages on, so it hears the engine however busy the isolates are. Entry point.
 */
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { LoadMessage } from '../../../../worker-kit/host-side/messages.ts';
import { openEngineLink } from '../wire/engine-link.ts';
import { reasonOf } from '../reason-of.ts';
import type { MessageFromThread, MessageToThread, ThreadTask } from './thread-messages.ts';
import { createThreadRouter, type Thread, type ThreadRouter } from './thread-router.ts';

let router: ThreadRouter | undefined;

const engine = openEngineLink({
  onPacket({ message, bytes }) {
    if (message.type === 'load') router = load(message);
    else if (message.type === 'stop') router?.end();
    else router?.route({ message, bytes });
  },
  // Nobody else has these bytes, and until V8 thinks of collecting them there can be very many.
  onSent(bytes) {
    if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength) bytes.buffer.transfer(0);
  },
});

function load(message: LoadMessage): ThreadRouter {
  // A task lasts as long as its thread, so the pool is full of them and nothing ever waits for it.
  const pool = new Piscina({
    filename: message.thread,
    name: 'serve',
    minThreads: 1,
    maxThreads: message.threads,
    atomics: 'disabled',
    recordTiming: false,
  });
  let isReady = false;

  function open(): void {
    const { port1, port2 } = new MessageChannel();
    const post = (handed: MessageToThread): void =>
      port1.postMessage(handed, handed !== 'end' && handed.body ? [handed.body.buffer] : []);
    const thread: Thread = { calls: 0, pending: [], post };
    port1.on('message', (report: MessageFromThread) => receive(thread, report));
    const task: ThreadTask = { port: port2, load: message };
    pool.run(task, { transferList: [port2] }).catch((error: unknown) => {
      engine.add({ message: { type: 'unusable', message: reasonOf(error) } });
    });
  }

  function receive(thread: Thread, report: MessageFromThread): void {
    if (report.type === 'packets') {
      for (const { json, bytes, endedCall } of report.packets) {
        if (endedCall !== undefined) threads.ended(thread, endedCall);
        engine.addJson(json, bytes);
      }
      return;
    }
    if (report.type === 'ready') threads.ready(thread, report.phases.length > 0);
    if (report.type !== 'ready' || !isReady) engine.add({ message: report });
    isReady = true;
  }

  const threads = createThreadRouter({ most: message.threads, open });
  return threads;
}
