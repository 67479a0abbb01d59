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
  { execution, signal }: Pick<Frame, 'execution' | 'signal'>,
  path: string,
  { id, join }: Task,
  over: (error: Failure | undefined) => void,
): JoinWait | undefined {
  if (typeof join !== 'object' || join.timeoutMs === undefined) return undefined;
  const { timeoutMs, onTimeout } = join;
  const { activity } = execution;
  activity.begin();
  const cancelTimer = limited(execution, { path, signal }, 'join', timeoutMs, () => {
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
