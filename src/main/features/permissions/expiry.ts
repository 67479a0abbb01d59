import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';

export type Expiry = {
  /** Something that expires has come or gone. */
  plan: () => void;
  /** Ends what is over by the clock. */
  sweep: () => Promise<void>;
  /** Waits for the sweep under way; nothing is ended after it. */
  close: () => Promise<void>;
};

/** A timer stands still while the machine sleeps, so the clock is looked at again at least so often. */
const lookEveryMs = 5000;

/** Ends what is over, soon after its time: also what was over before the engine began, and while the machine slept. */
export function createExpiry(parts: {
  clock: Clock;
  logger: Logger;
  nextEnd: () => number | undefined;
  end: () => Promise<void>;
}): Expiry {
  const logger = parts.logger.from('permissions');
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let isClosed = false;

  function plan(): void {
    clearTimeout(timer);
    const next = parts.nextEnd();
    if (next === undefined || isClosed) return;
    const waitMs = Math.min(Math.max(next - parts.clock(), 0), lookEveryMs);
    timer = setTimeout(() => {
      sweep().catch((error: unknown) => logger.error('What has expired could not be ended', toFailure(error)));
    }, waitMs).unref();
  }

  function sweep(): Promise<void> {
    if (isClosed) return sweeping;
    const done = sweeping.then(parts.end);
    sweeping = done.catch(() => {});
    return done.finally(plan);
  }

  return {
    plan,
    sweep,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}
