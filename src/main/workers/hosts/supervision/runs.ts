import type { HostState } from './host-state.ts';
import type { WorkerSettings } from '../../worker-settings.ts';
import type { HostRun } from './host-run.ts';
import type { RunEnd } from './run-end.ts';
import { createSingleTimer } from './single-timer.ts';

/** The processes of a worker: the current one, kept warm for a while, and those that are coming to their end. */
export type Runs = {
  begin: (run: HostRun) => void;
  /** It takes calls now, and has those that waited for it. */
  begun: (run: HostRun) => void;
  /** The current one, if it takes calls; it is not idle any more. */
  take: () => HostRun | undefined;
  /** Of the current one, if there is one. */
  state: () => HostState | undefined;
  rest: (run: HostRun) => void;
  /** The current one ends as soon as it is idle; resolves when none is left. */
  retire: (reason: string) => Promise<void>;
  /** True when it never became ready. */
  remove: (run: HostRun) => boolean;
  closeAll: (end: RunEnd) => Promise<void>;
};

export function createRuns(parts: { settings: () => WorkerSettings; onRested: (run: HostRun) => void }): Runs {
  const runs = new Set<HostRun>();
  const pauseTimer = createSingleTimer();
  const idleTimer = createSingleTimer();
  let current: HostRun | undefined;
  let isBeginning = false;
  let retired: string | undefined;
  let whenEmpty = Promise.withResolvers<void>();

  function stopTimers(): void {
    pauseTimer.clear();
    idleTimer.clear();
  }

  function rest(run: HostRun): void {
    const settings = parts.settings();
    const reason = retired ?? wornOut(run, settings);
    if (reason !== undefined) return run.stop(reason);
    const { workerPauseMs, workerIdleMs } = settings;
    idleTimer.set(workerIdleMs, () => run.isIdle() && run.stop('idle'));
    if (workerPauseMs < workerIdleMs) pauseTimer.set(workerPauseMs, run.pause);
    parts.onRested(run);
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
    take() {
      stopTimers();
      return current?.isAccepting() ? current : undefined;
    },
    state: () => current?.state(),
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
      stopTimers();
      const neverBegan = isBeginning;
      current = undefined;
      isBeginning = false;
      return neverBegan;
    },
    closeAll(end) {
      stopTimers();
      for (const run of runs) run.close(end);
      return untilEmpty();
    },
  };
}

/** Why an idle process should make way for a fresh one. */
function wornOut(run: HostRun, settings: WorkerSettings): string | undefined {
  const { calls, memoryPercent } = run.wear();
  const { workerRecycleCalls, workerRecycleMemoryPercent } = settings;
  if (workerRecycleCalls > 0 && calls >= workerRecycleCalls) return `recycled after ${calls} calls`;
  if (workerRecycleMemoryPercent < 100 && memoryPercent >= workerRecycleMemoryPercent) {
    return `recycled at ${Math.round(memoryPercent)} % of its memory`;
  }
  return undefined;
}
