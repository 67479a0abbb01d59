import { HeronError } from '../../base/errors.ts';
import { onAbort } from '../../base/on-abort.ts';

/** Calls that wait for what others come to. */
export type WaitingRoom = {
  /** Until everybody is woken, but no longer than so long. Errors: `cancelled`. */
  wait: (mostMs: number, signal: AbortSignal) => Promise<void>;
  wake: () => void;
};

export function createWaitingRoom(): WaitingRoom {
  const waiting = new Set<() => void>();
  return {
    wait: (mostMs, signal) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer);
          waiting.delete(end);
          forget();
          if (signal.aborted) reject(new HeronError('cancelled', 'The call was cancelled before it began'));
          else resolve();
        };
        const timer = setTimeout(end, Math.max(1, mostMs));
        waiting.add(end);
        const forget = onAbort(signal, end);
        if (signal.aborted) end();
      }),
    wake() {
      for (const end of waiting) end();
    },
  };
}
