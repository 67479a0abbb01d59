import type { Limits } from '../../../../contract/manifest.ts';
import { HeronError } from '../../../base/errors.ts';

/** What a worker is held to: limits of its manifest, and of one call. */
export type LimitName = Extract<keyof Limits, 'memoryMb' | 'cpuMs' | 'messagesPerSecond'> | 'timeoutMs';

/** What somebody is told who is over a limit: what happened, with and without a measure of it, and in what the limit is told. */
const words: Record<LimitName, { used: (used: number) => string; over: string; unit: string }> = {
  memoryMb: { used: (mb) => `used ${mb} MB of memory`, over: 'ran out of memory', unit: 'MB' },
  cpuMs: { used: (ms) => `used ${ms} ms of processor time`, over: 'used too much processor time', unit: 'ms' },
  timeoutMs: { used: (ms) => `was not done after ${ms} ms`, over: 'was not done in time', unit: 'ms' },
  messagesPerSecond: {
    used: (count) => `sent ${count} messages at once`,
    over: 'sent far more messages than it may',
    unit: 'a second',
  },
};

/** `used` is left out where nobody measured. Person and model read the same: the limit, its value, what was used. */
export function overLimit(who: string, excess: { limit: LimitName; value: number; used?: number }): HeronError {
  const { limit, value, used } = excess;
  const { over, unit, ...told } = words[limit];
  const what = used === undefined ? over : told.used(used);
  const details = { limit, value, ...(used === undefined ? {} : { used }) };
  const code = limit === 'timeoutMs' ? 'timeout' : 'limit-exceeded';
  return new HeronError(code, `${who} ${what}, its limit ${limit} is ${value} ${unit}`, details);
}
