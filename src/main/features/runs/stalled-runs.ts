import type { Failure } from '../../../contract/errors.ts';
import { afterDelay } from '../../orchestrator/waits/timer.ts';

/** Runs that stand still because nothing can be written down. Each is tried again by itself, ever less often. */
export type StalledRuns = {
  /** `goOn` is called after a while; where that is in vain again, the run is added again. */
  add(runId: string, error: Failure, goOn: () => void): void;
  /** Something else takes it up; no more is tried. */
  takeOver(runId: string): void;
  /** It got on. */
  recovered(runId: string): void;
  error(runId: string): Failure | undefined;
  stop(): void;
};

const firstMs = 500;
const longestMs = 30_000;

type Stalled = { error: Failure; tries: number; cancel: () => void };

/** `tell` is called once for each time a run comes to stand still. */
export function createStalledRuns(tell: (runId: string, error: Failure) => void): StalledRuns {
  const stalled = new Map<string, Stalled>();

  return {
    add: (runId, error, goOn) => {
      const before = stalled.get(runId);
      before?.cancel();
      const tries = (before?.tries ?? 0) + 1;
      const cancel = afterDelay(Math.min(longestMs, firstMs * 2 ** (tries - 1)), goOn);
      stalled.set(runId, { error, tries, cancel });
      if (!before) tell(runId, error);
    },
    takeOver: (runId) => stalled.get(runId)?.cancel(),
    recovered: (runId) => {
      stalled.get(runId)?.cancel();
      stalled.delete(runId);
    },
    error: (runId) => stalled.get(runId)?.error,
    stop: () => {
      for (const { cancel } of stalled.values()) cancel();
    },
  };
}
