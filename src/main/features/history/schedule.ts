import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';

export type ScheduleParts = {
  logger: Logger;
  isBusy: () => boolean;
  run: () => Promise<void>;
  /** Milliseconds to the first look, from one to the next, and to the next while runs are busy. */
  times?: { first: number; usual: number; busy: number };
};

const usualTimes = { first: 120_000, usual: 3_600_000, busy: 300_000 };

/** Looks at the policy now and then, when nobody works. It keeps no process alive. */
export function createSchedule({ logger, isBusy, run, times = usualTimes }: ScheduleParts) {
  let timer: NodeJS.Timeout | undefined;

  function after(ms: number): void {
    timer = setTimeout(look, ms).unref();
  }

  function look(): void {
    if (isBusy()) return after(times.busy);
    run()
      .catch((error: unknown) => logger.warn('Old history could not be removed', toFailure(error)))
      .finally(() => {
        if (timer) after(times.usual);
      });
  }

  return {
    start: (): void => after(times.first),
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
