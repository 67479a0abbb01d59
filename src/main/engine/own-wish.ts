import type { EventLog } from '../base/event-log.ts';

/** Whether a task stands in a plan that a person put together, by the rules or by hand: what a model came up with does not. */
export function isOwnWish(
  events: Pick<EventLog, 'last'>,
  { runId, taskId }: { runId: string; taskId: string },
): boolean {
  const created = events.last('run.created', { runId })?.payload;
  const isOfPlan = created?.plan.tasks.some(({ id }) => id === taskId) ?? false;
  return isOfPlan && ['rules', 'person'].includes(created?.source ?? 'agent');
}
