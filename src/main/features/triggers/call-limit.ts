import type { Clock } from '../../base/clock.ts';

/** Lets so many through in any minute; gives in how many milliseconds the next may come, 0 for now. */
export type CallLimit = { take(perMinute: number): number };

const minuteMs = 60_000;

/** Room grows evenly, up to a minute's worth. */
export function createCallLimit(clock: Clock): CallLimit {
  let used = 0;
  let at = clock();
  return {
    take: (perMinute) => {
      const now = clock();
      const perMs = perMinute / minuteMs;
      used = Math.max(0, used - Math.max(0, now - at) * perMs);
      at = now;
      if (used + 1 > perMinute) return Math.ceil((used + 1 - perMinute) / perMs);
      used += 1;
      return 0;
    },
  };
}
