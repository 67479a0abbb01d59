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
  /** Undefined while it has not crashed since it last succeeded. */
  state: () => BackOffState | undefined;
};

/** `startsAgainAt` in milliseconds since 1970. */
export type BackOffState = { crashes: number; most: number; startsAgainAt: number };

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
    state: () => (crashes === 0 ? undefined : { crashes, most: mostCrashes, startsAgainAt }),
  };
}
