import type { HostState } from './host-state.ts';
import type { HostRun } from './host-run.ts';
import { createRest, type RestParts, wornOut } from './rest.ts';
import type { RunEnd } from './run-end.ts';
import { createSuccession } from './succession.ts';

/**
 * The processes of a worker: the current one, kept warm for a while; the next one, which gets ready while a worn current one
 * still takes the calls, so that none waits for a start; and those that are coming to their end.
 */
export type Runs = {
  /** As the current one, or as the next while the current one takes calls. */
  begin: (run: HostRun) => void;
  /** One that takes no calls but its own. */
  beginAside: (run: HostRun) => void;
  /** It takes calls now, and has those that waited for it. Whom it follows ends as soon as it is idle. */
  begun: (run: HostRun) => void;
  /** The current one, if it takes calls; it is not idle any more. */
  take: () => HostRun | undefined;
  /** Of the current one, if there is one. */
  state: () => HostState | undefined;
  /** The current one takes calls, has done its part, and nothing is there yet to follow it. */
  wantsNext: () => boolean;
  /** It has one more call: who is worn by it wants the next. */
  wearOut: () => void;
  isNext: (run: HostRun) => boolean;
  rest: (run: HostRun) => void;
  /** The current one ends as soon as it is idle; resolves when none is left. */
  retire: (reason: string) => Promise<void>;
  /** True when it was the current one, and never became ready. */
  remove: (run: HostRun) => boolean;
  closeAll: (end: RunEnd) => Promise<void>;
};

export function createRuns(parts: RestParts): Runs {
  const all = createRunSet();
  const line = createSuccession();
  const resting = createRest({ ...parts, onWorn: () => line.hasNext() || parts.onWorn() });
  let retired: string | undefined;

  function rest(run: HostRun): void {
    if (retired !== undefined) run.stop(retired);
    else if (run === line.current()) resting.begin(run);
    else run.stop(wornOut(run, parts.settings()) ?? 'a fresh process took its place');
  }

  function wantsNext(): boolean {
    const current = line.current();
    if (!current?.isAccepting() || line.hasNext()) return false;
    return wornOut(current, parts.settings()) !== undefined;
  }

  return {
    beginAside: all.add,
    begin(run) {
      all.add(run);
      line.begin(run);
    },
    begun(run) {
      const old = line.begun(run);
      if (old) resting.end();
      if (old?.isIdle()) rest(old);
      if (run.isIdle()) rest(run); // all who waited have gone, or could not be sent
    },
    take() {
      resting.end();
      return line.take();
    },
    state: () => line.current()?.state(),
    wantsNext,
    wearOut: () => void (wantsNext() && parts.onWorn()),
    isNext: line.isNext,
    rest,
    retire(reason) {
      retired = reason;
      const current = line.current();
      if (current?.isIdle()) current.stop(reason);
      return all.untilEmpty();
    },
    remove(run) {
      all.remove(run);
      if (run === line.current()) resting.end();
      return line.remove(run);
    },
    closeAll(end) {
      resting.end();
      all.closeAll(end);
      return all.untilEmpty();
    },
  };
}

/** Those that have not come to their end. */
function createRunSet() {
  const runs = new Set<HostRun>();
  let whenEmpty = Promise.withResolvers<void>();
  return {
    add(run: HostRun): void {
      if (runs.size === 0) whenEmpty = Promise.withResolvers();
      runs.add(run);
    },
    remove(run: HostRun): void {
      runs.delete(run);
      if (runs.size === 0) whenEmpty.resolve();
    },
    closeAll(end: RunEnd): void {
      for (const run of runs) run.close(end);
    },
    untilEmpty: (): Promise<void> => (runs.size === 0 ? Promise.resolve() : whenEmpty.promise),
  };
}
