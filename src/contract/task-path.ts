import { z } from 'zod';

/**
 * Where a task stands in its run: `pack` for a task of the plan, `resize/12/copy` for one inside of others: the task around it,
 * the number of the item, iteration or case, then the id in the group. A segment with a colon is one that no id can be:
 * `/:recover/`, `/:fallback/`, `/:otherwise/`, and `/:2/` for the second attempt at a group.
 */
export const TaskPath = z
  .string()
  .max(1000)
  .regex(
    /^(:fallback|[a-z][a-z0-9_]{0,63})(\/:?[a-z0-9_]{1,64})*$/,
    'expected a task id, or a path like resize/12/copy',
  );

/** The id of the plan's own task that a path lies in. */
export function topTask(path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? path : path.slice(0, end);
}

/** The path around a path: `resize/12` of `resize/12/copy`; empty for a task of the plan. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The path of the task that a path lies in: its parent, whatever attempt at it this is. */
export function aroundPath(path: string): string {
  return parentPath(path).replace(/\/:\d+$/, '');
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
