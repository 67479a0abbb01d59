import type { HostRun } from './host-run.ts';

/** Which process of a worker takes its calls, and which will. */
export type Succession = {
  current: () => HostRun | undefined;
  hasNext: () => boolean;
  isNext: (run: HostRun) => boolean;
  /** As the current one, or as the next while the current one takes calls. */
  begin: (run: HostRun) => void;
  /** It takes calls now; gives the one it follows. */
  begun: (run: HostRun) => HostRun | undefined;
  /** The current one, if it takes calls; if not, calls wait for the next. */
  take: () => HostRun | undefined;
  /** True when it was the current one, and never became ready. */
  remove: (run: HostRun) => boolean;
};

export function createSuccession(): Succession {
  let current: HostRun | undefined;
  let next: HostRun | undefined;
  let isBeginning = false;

  /** The one before ended sooner: calls wait for this one as for any that begins. */
  function promote(): void {
    if (!next) return;
    current = next;
    next = undefined;
    isBeginning = true;
  }

  return {
    current: () => current,
    hasNext: () => next !== undefined,
    isNext: (run) => run === next,
    begin(run) {
      if (current?.isAccepting()) return void (next = run);
      current = run;
      isBeginning = true;
    },
    begun(run) {
      const old = run === next ? current : undefined;
      if (old) promote();
      isBeginning = false;
      return old;
    },
    take() {
      if (current?.isAccepting()) return current;
      promote();
      return undefined;
    },
    remove(run) {
      if (run === next) next = undefined;
      if (run !== current) return false;
      const neverBegan = isBeginning;
      current = undefined;
      isBeginning = false;
      promote();
      return neverBegan;
    },
  };
}
