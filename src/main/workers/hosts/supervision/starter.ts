import { priorities, type Priority } from '../../../base/priority.ts';
import { outsideTrace } from '../../../base/trace-context.ts';
import type { Pool } from '../pool.ts';
import { createSingleTimer } from './single-timer.ts';

/** Wants a process started, once: when the back-off allows it and the pool has a place. */
export type Starter = {
  /** Again for a more urgent call, it moves up. */
  want: (priority: Priority) => void;
  isWanted: () => boolean;
  cancel: () => void;
};

export function createStarter(parts: { pool: Pool; delayMs: () => number; start: () => void }): Starter {
  const timer = createSingleTimer();
  let wanted: Priority | undefined;
  let takeBack: (() => void) | undefined;

  function request(priority: Priority): void {
    takeBack?.();
    let hasBegun = false;
    const cancel = parts.pool.request(priority, () => {
      hasBegun = true;
      wanted = undefined;
      takeBack = undefined;
      // Its process goes on with other calls.
      outsideTrace(parts.start);
    });
    if (!hasBegun) takeBack = cancel;
  }

  return {
    want(priority) {
      const isFirst = wanted === undefined;
      if (wanted !== undefined && rank(wanted) <= rank(priority)) return;
      wanted = priority;
      if (isFirst) timer.set(parts.delayMs(), () => wanted && request(wanted));
      else if (takeBack) request(priority);
    },
    isWanted: () => wanted !== undefined,
    cancel() {
      timer.clear();
      takeBack?.();
      takeBack = undefined;
      wanted = undefined;
    },
  };
}

function rank(priority: Priority): number {
  return priorities.indexOf(priority);
}
