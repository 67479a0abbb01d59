/** The host of a worker of the node tier: a process of its own under Node's permission model. Entry point. */
import { registerHooks } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createActionHost, readActions } from '../../../../worker-kit/host-side/action-host.ts';
import type { HostPlatform } from '../../../../worker-kit/host-side/call-context.ts';
import { createLifeCycle, type LifeCycle } from '../../../../worker-kit/host-side/life-cycle.ts';
import type { CallTraffic, LoadMessage, Packet } from '../../../../worker-kit/host-side/messages.ts';
import { openEngineLink } from '../wire/engine-link.ts';
import { reasonOf } from '../reason-of.ts';
import { webTextCodec } from './web-text-codec.ts';

const longestWaitMs = 2 ** 31 - 1;

let deliver: ((packet: Packet<CallTraffic>) => void) | undefined;
let lifeCycle: LifeCycle | undefined;

const engine = openEngineLink({
  onPacket({ message, bytes }) {
    if (message.type === 'load') void load(message);
    else if (message.type === 'stop') void stop();
    else if (message.type === 'ping') engine.add({ message: { type: 'pong' } });
    else deliver?.({ message, bytes });
  },
});

// A promise nobody waits for, often a request given up when its call was cancelled, is no reason to end other calls.
process.on('unhandledRejection', (reason) => {
  engine.add({
    message: { type: 'log', level: 'warn', message: `A promise was rejected unheard: ${reasonOf(reason)}` },
  });
});

async function load(message: LoadMessage): Promise<void> {
  try {
    const kit = pathToFileURL(message.kit).href;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'heron/worker-kit' ? { url: kit, shortCircuit: true } : next(specifier, context),
    });
    const { default: definition } = (await import(pathToFileURL(message.entry).href)) as { default?: unknown };
    const actions = readActions(definition);
    const platform: HostPlatform = {
      send: (packet) => engine.add(packet),
      now: () => Date.now(),
      // A timer that is given more rings at once.
      wait: (ms) => wait(Math.min(ms, longestWaitMs)),
      text: webTextCodec,
    };
    deliver = createActionHost(actions, platform);
    lifeCycle = createLifeCycle(definition as object, platform);
    const { phases } = lifeCycle;
    await lifeCycle.begin();
    engine.add({ message: { type: 'ready', actions: [...actions.keys()], phases } });
  } catch (error) {
    engine.add({ message: { type: 'unusable', message: reasonOf(error, message.folder) } });
  }
}

async function stop(): Promise<void> {
  await lifeCycle?.end();
  engine.add({ message: { type: 'stopped' } });
}
