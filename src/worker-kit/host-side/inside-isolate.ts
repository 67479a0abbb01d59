import { createActionHost, readActions } from './action-host.ts';
import type { HostPlatform } from './call-context.ts';
import { createLifeCycle, type LifeCycle } from './life-cycle.ts';
import type { CallTraffic, Packet } from './messages.ts';
import { toJson } from './packet-json.ts';
import { plainTextCodec } from './plain-text-codec.ts';

/** The process's functions: all an isolate is given of the world. */
export type IsolateBridge = {
  /** Hands a message on, as JSON; `endedCall` lets the process count the calls of each isolate. */
  send(json: string, bytes: Uint8Array | undefined, endedCall: number | undefined): void;
  /** Calls `wake` with the number when the time has passed. */
  wakeAfter(ms: number, sleeper: number): void;
};

let deliver: ((packet: Packet<CallTraffic>) => void) | undefined;
let lifeCycle: LifeCycle | undefined;

const sleepers = new Map<number, () => void>();
let lastSleeper = 0;

/** Starts the worker inside its isolate and gives the names of its actions and of its life-cycle's functions, as JSON. */
export function start(definition: unknown, bridge: IsolateBridge): string {
  const actions = readActions(definition);
  const platform: HostPlatform = {
    send(packet) {
      const { message, bytes } = packet;
      const json = toJson(packet);
      // A view would be carried with all of the buffer it looks at.
      const whole = bytes && bytes.byteLength < bytes.buffer.byteLength ? bytes.slice() : bytes;
      bridge.send(json, whole, message.type === 'result' || message.type === 'error' ? message.call : undefined);
    },
    now: () => Date.now(),
    wait: (ms) =>
      new Promise((resolve) => {
        lastSleeper += 1;
        sleepers.set(lastSleeper, resolve);
        bridge.wakeAfter(ms, lastSleeper);
      }),
    text: plainTextCodec,
  };
  deliver = createActionHost(actions, platform);
  lifeCycle = createLifeCycle(definition as object, platform);
  return JSON.stringify({ actions: [...actions.keys()], phases: lifeCycle.phases });
}

export async function begin(): Promise<void> {
  await lifeCycle?.begin();
}

export async function end(): Promise<void> {
  await lifeCycle?.end();
}

/** Takes messages from the engine: JSON of a list, and the bytes of those that have a length, one after the other. */
export function receive(json: string, body: Uint8Array | undefined): void {
  let at = 0;
  for (const message of JSON.parse(json) as (CallTraffic & { bytes?: number })[]) {
    const length = message.bytes ?? 0;
    const bytes = message.bytes === undefined ? undefined : body?.subarray(at, at + length);
    at += length;
    deliver?.({ message, bytes });
  }
}

export function wake(sleeper: number): void {
  sleepers.get(sleeper)?.();
  sleepers.delete(sleeper);
}
