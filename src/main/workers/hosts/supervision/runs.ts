import type { HostRun } from './host-run.ts';
import type { RunEnd } from './run-end.ts';
import { createSingleTimer } from './single-timer.ts';

/** The processes of a worker: the current one, kept warm for a while, and those that are coming to their end. */
export type Runs = {
  begin: (run: HostRun) => void;
  /** It takes calls now, and has those that waited for it. */
  begun: (run: HostRun) => void;
  isBeginning: () => boolean;
  /** The current one, if it takes calls; it is not idle any more. */
  take: () => HostRun | undefined;
  isRunning: () => boolean;
  rest: (run: HostRun) => void;
  /** The current one ends as soon as it is idle; resolves when none is left. */
  retire: (reason: string) => Promise<void>;
  /** True when it never became ready. */
  remove: (run: HostRun) => boolean;
  killAll: (end: RunEnd) => Promise<void>;
};

export function createRuns(parts: { idleMs: () => number }): Runs {
  const runs = new Set<HostRun>();
  const idleTimer = createSingleTimer();
  let current: HostRun | undefined;
  let isBeginning = false;
  let retired: string | undefined;
  let whenEmpty = Promise.withResolvers<void>();

  function rest(run: HostRun): void {
    if (retired !== undefined) return run.stop(retired);
    idleTimer.set(parts.idleMs(), () => run.isIdle() && run.stop('idle'));
  }

  function untilEmpty(): Promise<void> {
    if (runs.size === 0) return Promise.resolve();
    return whenEmpty.promise;
  }

  return {
    begin(run) {
      if (runs.size === 0) whenEmpty = Promise.withResolvers();
      runs.add(run);
      current = run;
      isBeginning = true;
    },
    begun(run) {
      isBeginning = false;
      if (run.isIdle()) rest(run); // all who waited have gone, or could not be sent
    },
    isBeginning: () => isBeginning,
    take() {
      idleTimer.clear();
      return current?.isAccepting() ? current : undefined;
    },
    isRunning: () => current?.isAccepting() ?? false,
    rest,
    retire(reason) {
      retired = reason;
      if (current?.isIdle()) current.stop(reason);
      return untilEmpty();
    },
    remove(run) {
      runs.delete(run);
      if (runs.size === 0) whenEmpty.resolve();
      if (run !== current) return false;
      const neverBegan = isBeginning;
      current = undefined;
      isBeginning = false;
      return neverBegan;
    },
    killAll(end) {
      idleTimer.clear();
      for (const run of runs) run.kill(end);
      return untilEmpty();
    },
  };
}
