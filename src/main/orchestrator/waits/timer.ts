import type { Limit } from '../../../contract/plan-events.ts';
import { onAbort } from '../../base/on-abort.ts';

/** Node's timers hold no more than this. */
const mostMs = 2_147_483_647;

/** Calls back once, however long it takes; gives what stops it and says whether it was still to come. */
export function afterDelay(delayMs: number, callback: () => void): () => boolean {
  let left = Math.max(0, delayMs);
  let timer: NodeJS.Timeout;
  let isPending = true;
  const next = (): void => {
    const step = Math.min(left, mostMs);
    left -= step;
    timer = setTimeout(() => {
      if (left > 0) return next();
      isPending = false;
      callback();
    }, step);
  };
  next();
  return () => {
    clearTimeout(timer);
    const wasPending = isPending;
    isPending = false;
    return wasPending;
  };
}

/** Resolves after the delay; rejects when the signal is aborted. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = afterDelay(delayMs, () => {
      forget();
      resolve();
    });
    const forget = onAbort(signal, () => {
      stop();
      reject(signal.reason as Error);
    });
  });
}

/** The timers of a run. What each is for is said, so that a replay can let them go off when they did. */
export type Timers = {
  /** As `afterDelay`, for a limit of the task at the path, or of the run for an empty one. */
  after(path: string, limit: Limit, delayMs: number, callback: () => void): () => boolean;
  pause(path: string, delayMs: number, signal: AbortSignal): Promise<void>;
};

export const systemTimers: Timers = {
  after: (_path, _limit, delayMs, callback) => afterDelay(delayMs, callback),
  pause: (_path, delayMs, signal) => pause(delayMs, signal),
};
