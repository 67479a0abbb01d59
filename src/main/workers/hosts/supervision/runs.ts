import type { HostState } from './host-state.ts';
import type { WorkerSettings } from '../../worker-settings.ts';
import type { HostRun } from './host-run.ts';
import { createRest } from './rest.ts';
import type { RunEnd } from './run-end.ts';

/** The processes of a worker: the current one, kept warm for a while, and those that are coming to their end. */
export type Runs = {
  begin: (run: HostRun) => void;
  /** One that takes no calls but its own. */
  beginAside: (run: HostRun) => void;
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
  const resting = createRest(parts);
  let current: HostRun | undefined;
  let isBeginning = false;
  let retired: string | undefined;
  let whenEmpty = Promise.withResolvers<void>();

  function rest(run: HostRun): void {
    if (retired !== undefined) run.stop(retired);
    else resting.begin(run);
  }

  function untilEmpty(): Promise<void> {
    if (runs.size === 0) return Promise.resolve();
    return whenEmpty.promise;
  }

  function beginAside(run: HostRun): void {
    if (runs.size === 0) whenEmpty = Promise.withResolvers();
    runs.add(run);
  }

  return {
    beginAside,
    begin(run) {
      beginAside(run);
      current = run;
      isBeginning = true;
    },
    begun(run) {
      isBeginning = false;
      if (run.isIdle()) rest(run); // all who waited have gone, or could not be sent
    },
    take() {
      resting.end();
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
      resting.end();
      const neverBegan = isBeginning;
      current = undefined;
      isBeginning = false;
      return neverBegan;
    },
    closeAll(end) {
      resting.end();
      for (const run of runs) run.close(end);
      return untilEmpty();
    },
  };
}
