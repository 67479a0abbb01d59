import type { Failure } from '../../../contract/errors.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Frame } from '../frame.ts';
import { limited } from './limit.ts';

/** How many of the tasks before it must have ended. */
export function joinCount({ join = 'all' }: Task, before: number): number {
  const count = typeof join === 'object' ? join.count : join;
  if (count === 'all') return before;
  return Math.min(before, count === 'any' ? 1 : count);
}

export type JoinWait = { cancel: () => void };

/** Calls back when a task has waited long enough for those before it; with an error where that makes it fail. */
export function awaitJoin(
  frame: Pick<Frame, 'execution' | 'signal' | 'path' | 'isFresh'>,
  path: string,
  { id, join }: Task,
  over: (error: Failure | undefined) => void,
): JoinWait | undefined {
  if (typeof join !== 'object' || join.timeoutMs === undefined) return undefined;
  const { timeoutMs, onTimeout } = join;
  const { execution, signal } = frame;
  const { activity } = execution;
  activity.begin();
  const leftMs = Math.max(0, timeoutMs - passedIn(frame));
  const cancelTimer = limited(execution, { path, signal }, 'join', leftMs, () => {
    const message = `${id}: the tasks it waits for did not end within ${timeoutMs} ms`;
    over(onTimeout === 'continue' ? undefined : { code: 'timeout', message });
    activity.end();
  });
  return {
    cancel: () => {
      if (cancelTimer()) activity.end();
    },
  };
}

/** How long a group has gone on: it may have begun under an engine that ended, or in the future of a clock that was set back. */
function passedIn({ execution, path, isFresh }: Pick<Frame, 'execution' | 'path' | 'isFresh'>): number {
  if (isFresh) return 0;
  const { items, runId, clock } = execution;
  const now = clock();
  return Math.max(0, now - (items.begunAt(runId, path) ?? now));
}
