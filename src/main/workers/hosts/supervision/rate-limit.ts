import type { Clock } from '../../../base/clock.ts';

export type RateLimit = {
  /** False when there have been too many in this window. */
  allows: () => boolean;
};

/** `onSpill` hears at the start of the next window how many were turned away in the last. */
export function createRateLimit(parts: {
  most: number;
  windowMs: number;
  clock: Clock;
  onSpill?: (count: number) => void;
}): RateLimit {
  const { most, windowMs, clock, onSpill } = parts;
  let windowEnds = 0;
  let used = 0;
  return {
    allows() {
      const now = clock();
      if (now >= windowEnds) {
        if (used > most) onSpill?.(used - most);
        windowEnds = now + windowMs;
        used = 0;
      }
      used += 1;
      return used <= most;
    },
  };
}
