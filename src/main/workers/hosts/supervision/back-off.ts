import type { Clock } from '../../../base/clock.ts';

const firstDelayMs = 250;
const longestDelayMs = 30_000;
const mostCrashes = 5;

/** How long a worker that crashes must wait, and when it has crashed too often. */
export type BackOff = {
  crashed: () => void;
  succeeded: () => void;
  /** Milliseconds until the next start. */
  delayMs: () => number;
  hasGivenUp: () => boolean;
};

export function createBackOff(clock: Clock): BackOff {
  let crashes = 0;
  let startsAgainAt = 0;
  return {
    crashed() {
      startsAgainAt = clock() + Math.min(firstDelayMs * 2 ** crashes, longestDelayMs);
      crashes += 1;
    },
    succeeded() {
      crashes = 0;
      startsAgainAt = 0;
    },
    delayMs: () => Math.max(0, startsAgainAt - clock()),
    hasGivenUp: () => crashes >= mostCrashes,
  };
}
