import type { Clock } from './clock.ts';

/** Calls back once, unless what it gives is called before. */
export type After = (delayMs: number, callback: () => void) => () => void;

/**
 * Wakes at moments of the clock on the wall. A timer of the machine stands still while that sleeps and knows nothing of a
 * clock that is set; so none is longer than this, and each time the clock is asked again.
 */
const longestSleepMs = 30_000;

export type Timekeeper = {
  /** Wakes next at the moment, and before that whenever it has slept as long as it does. */
  wakeAt(moment: number): void;
  stop(): void;
};

export type TimekeeperParts = {
  clock: Clock;
  onWake: () => void;
  after?: After | undefined;
  sleepMs?: number | undefined;
};

export function createTimekeeper({
  clock,
  onWake,
  after = afterUnheld,
  sleepMs = longestSleepMs,
}: TimekeeperParts): Timekeeper {
  let cancel = (): void => undefined;
  let isStopped = false;

  return {
    wakeAt: (moment) => {
      cancel();
      if (isStopped) return;
      cancel = after(Math.min(sleepMs, Math.max(0, moment - clock())), onWake);
    },
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

/** It keeps no process alive. */
function afterUnheld(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs).unref();
  return () => clearTimeout(timer);
}
