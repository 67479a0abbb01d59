import { createHash } from 'node:crypto';
import { HeronError, NotCalled } from '../base/errors.ts';
import type { WorkerCall } from './worker-call.ts';

/** Makes a share of the calls of workers fail, to see that everything bears it. For tests and trials; off unless it is asked for. */
export type Chaos = {
  /** In words, for the log and for the health of the engine. */
  text: string;
  /**
   * Makes the call, or not. Errors: `worker-unavailable`, transient: before the call, and of an action that may be repeated
   * also after it, as if its answer had been lost.
   */
  around: <Output>(
    call: Pick<WorkerCall, 'workerId' | 'action' | 'scope'>,
    isRepeatable: boolean,
    make: () => Promise<Output>,
  ) => Promise<Output>;
};

export const chaosVariable = 'HERON_CHAOS';

const fields: Record<string, { least: number; most: number; isWhole?: boolean; usual?: number }> = {
  rate: { least: 0, most: 1 },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true, usual: 1 },
  after: { least: 0, most: 1, usual: 0 },
};

/** Reads `rate=0.05,seed=7,after=0.5`. Errors: `invalid-input`. */
export function readChaos(text: string | undefined): Chaos | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const given = new Map(text.split(',').map((part) => readField(part.trim())));
  const [rate, seed, after] = ['rate', 'seed', 'after'].map((name) => given.get(name) ?? fields[name]?.usual);
  if (rate === undefined || seed === undefined || after === undefined) {
    throw new HeronError('invalid-input', `${chaosVariable}: it must say which share of the calls fails: rate=0.05`);
  }
  return createChaos(rate, seed, after);
}

function readField(part: string): [string, number] {
  const [name = '', value = ''] = part.split('=').map((each) => each.trim());
  const field = fields[name];
  if (!field) {
    throw new HeronError(
      'invalid-input',
      `${chaosVariable}: there is no ${JSON.stringify(name)}; it can say rate, seed, after`,
    );
  }
  const number = value === '' ? NaN : Number(value);
  const isRight = number >= field.least && number <= field.most && (!field.isWhole || Number.isInteger(number));
  if (isRight) return [name, number];
  const wanted = field.isWhole ? 'a whole number' : `a number from ${field.least} to ${field.most}`;
  throw new HeronError('invalid-input', `${chaosVariable}: ${name}: expected ${wanted}, got ${JSON.stringify(value)}`);
}

function createChaos(rate: number, seed: number, after: number): Chaos {
  const percent = (share: number): string => `${Math.round(share * 10_000) / 100} %`;
  const later = after > 0 ? `, ${percent(after)} of those after their effect where they may be repeated` : '';
  return {
    text: `Chaos mode: ${percent(rate)} of all calls of workers fail on purpose (seed ${seed}${later}). Unset ${chaosVariable} and start Heron again to end it`,
    async around(call, isRepeatable, make) {
      const { scope, workerId, action } = call;
      const [fate = 1, moment = 1] = drawn(`${seed} ${workerId}.${action} ${scope.taskId} ${scope.attempt}`);
      if (fate >= rate) return make();
      const name = `${workerId}.${action}`;
      if (!isRepeatable || moment >= after) {
        throw new NotCalled('worker-unavailable', `Chaos mode: ${name} was not called`, { transient: true });
      }
      await make();
      throw new HeronError('worker-unavailable', `Chaos mode: the answer of ${name} was lost`, { transient: true });
    },
  };
}

/** Two numbers from 0 up to 1. They depend on nothing but the text: whatever runs in parallel, the same attempts fail. */
function drawn(text: string): number[] {
  const bytes = createHash('sha256').update(text).digest();
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)].map((number) => number / 2 ** 32);
}
