import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../catalogue.ts';

/** Why what is inside is done more than once: the modifier of a task around it, or of itself. */
export type Again = 'retry' | 'repeat' | undefined;

export function againWithin({ retry, repeat }: Task, around: Again): Again {
  if (repeat && repeat.max > 1) return 'repeat';
  return retry && retry.attempts > 1 ? 'retry' : around;
}

/** An effect that must not happen twice, in a task that is done more than once. */
export function repeatIssues(task: Task, again: Again, catalogue: Catalogue): PlanIssue[] {
  const entry = task.action === undefined ? undefined : catalogue.action(task.action);
  if (!entry || !again || entry.action.repeatable || entry.action.risk === 'read') return [];
  if (task.idempotencyKey !== undefined) return [];
  return [
    {
      path: 'action',
      message: `${entry.ref} has an effect that must not happen twice: within ${again} it needs an idempotencyKey`,
    },
  ];
}
