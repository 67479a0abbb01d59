import type { WorkerSettings } from '../../worker-settings.ts';
import type { HostRun } from './host-run.ts';
import { createSingleTimer } from './single-timer.ts';

/** What becomes of a process that has nothing to do: it is frozen after a while, and ended after a longer one. */
export type Rest = {
  /** Ends it at once when it is worn out and no fresh one is on its way to take its place. */
  begin: (run: HostRun) => void;
  /** It has something to do again, or is gone. */
  end: () => void;
};

export type RestParts = {
  settings: () => WorkerSettings;
  onRested: (run: HostRun) => void;
  /** False when there will be no fresh one before it is gone. */
  onWorn: () => boolean;
};

export function createRest(parts: RestParts): Rest {
  const pauseTimer = createSingleTimer();
  const idleTimer = createSingleTimer();
  return {
    begin(run) {
      const settings = parts.settings();
      const reason = wornOut(run, settings);
      if (reason !== undefined && !parts.onWorn()) return run.stop(reason);
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

/** Why a process should make way for a fresh one. One that has done nothing yet is as fresh as any. */
export function wornOut(run: HostRun, settings: WorkerSettings): string | undefined {
  const { calls, memoryPercent } = run.wear();
  if (calls === 0) return undefined;
  const { workerRecycleCalls, workerRecycleMemoryPercent } = settings;
  if (workerRecycleCalls > 0 && calls >= workerRecycleCalls) return `recycled after ${calls} calls`;
  if (workerRecycleMemoryPercent < 100 && memoryPercent >= workerRecycleMemoryPercent) {
    return `recycled at ${Math.round(memoryPercent)} % of its memory`;
  }
  return undefined;
}
