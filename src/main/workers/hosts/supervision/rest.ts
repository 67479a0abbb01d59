import type { WorkerSettings } from '../../worker-settings.ts';
import type { HostRun } from './host-run.ts';
import { createSingleTimer } from './single-timer.ts';

/** What becomes of a process that has nothing to do: it is frozen after a while, and ended after a longer one. */
export type Rest = {
  /** Ends it at once when it is worn out. */
  begin: (run: HostRun) => void;
  /** It has something to do again, or is gone. */
  end: () => void;
};

export function createRest(parts: { settings: () => WorkerSettings; onRested: (run: HostRun) => void }): Rest {
  const pauseTimer = createSingleTimer();
  const idleTimer = createSingleTimer();
  return {
    begin(run) {
      const settings = parts.settings();
      const reason = wornOut(run, settings);
      if (reason !== undefined) return run.stop(reason);
      const { workerPauseMs, workerIdleMs } = settings;
      idleTimer.set(workerIdleMs, () => run.isIdle() && run.stop('idle'));
      if (workerPauseMs < workerIdleMs) pauseTimer.set(workerPauseMs, run.pause);
      parts.onRested(run);
    },
    end() {
      pauseTimer.clear();
      idleTimer.clear();
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
