import type { HostState } from './host-state.ts';
import type { HostRun } from './host-run.ts';
import { createRest, type RestParts, wornOut } from './rest.ts';
import type { RunEnd } from './run-end.ts';

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
  isNext: (run: HostRun) => boolean;
  rest: (run: HostRun) => void;
  /** The current one ends as soon as it is idle; resolves when none is left. */
  retire: (reason: string) => Promise<void>;
  /** True when it was the current one, and never became ready. */
  remove: (run: HostRun) => boolean;
  closeAll: (end: RunEnd) => Promise<void>;
};

export function createRuns(parts: RestParts): Runs {
  const runs = new Set<HostRun>();
  const resting = createRest({ ...parts, onWorn: () => next !== undefined || parts.onWorn() });
  let current: HostRun | undefined;
  let next: HostRun | undefined;
  let isBeginning = false;
  let retired: string | undefined;
  let whenEmpty = Promise.withResolvers<void>();

  function rest(run: HostRun): void {
    if (retired !== undefined) run.stop(retired);
    else if (run !== current) follow(run);
    else resting.begin(run);
  }

  function follow(old: HostRun): void {
    old.stop(wornOut(old, parts.settings()) ?? 'a fresh process took its place');
  }

  function untilEmpty(): Promise<void> {
    if (runs.size === 0) return Promise.resolve();
    return whenEmpty.promise;
  }

  function beginAside(run: HostRun): void {
    if (runs.size === 0) whenEmpty = Promise.withResolvers();
    runs.add(run);
  }

  /** The one before ended sooner: calls wait for this one as for any that begins. */
  function promote(): void {
    if (!next) return;
    current = next;
    next = undefined;
    isBeginning = true;
  }

  return {
    beginAside,
    begin(run) {
      beginAside(run);
      if (current?.isAccepting()) return void (next = run);
      current = run;
      isBeginning = true;
    },
    begun(run) {
      const old = run === next ? current : undefined;
      if (run === next) promote();
      isBeginning = false;
      if (old) resting.end();
      if (old?.isIdle()) rest(old);
      if (run.isIdle()) rest(run); // all who waited have gone, or could not be sent
    },
    take() {
      resting.end();
      if (current?.isAccepting()) return current;
      promote();
      return undefined;
    },
    state: () => current?.state(),
    wantsNext: () =>
      current !== undefined && !next && current.isAccepting() && wornOut(current, parts.settings()) !== undefined,
    isNext: (run) => run === next,
    rest,
    retire(reason) {
      retired = reason;
      if (current?.isIdle()) current.stop(reason);
      return untilEmpty();
    },
    remove(run) {
      runs.delete(run);
      if (runs.size === 0) whenEmpty.resolve();
      if (run === next) next = undefined;
      if (run !== current) return false;
      resting.end();
      const neverBegan = isBeginning;
      current = undefined;
      isBeginning = false;
      promote();
      return neverBegan;
    },
    closeAll(end) {
      resting.end();
      for (const run of runs) run.close(end);
      return untilEmpty();
    },
  };
}
