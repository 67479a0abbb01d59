import type { AnyEvent } from '../../../contract/events.ts';
import type { Moment } from '../../../contract/timeline.ts';

/** What happens rarely and matters: where a person who goes back in time wants to stop. */
export const worthStopping = [
  'run.created',
  'run.started',
  'run.resumed',
  'run.parked',
  'run.completed',
  'run.failed',
  'run.cancelled',
  'run.undone',
  'run.overBudget',
  'run.tainted',
  'task.failed',
  'task.retried',
  'task.caught',
  'task.blocked',
  'task.answered',
  'task.uncertain',
  'task.resolved',
  'task.parked',
  'task.woken',
  'task.overBudget',
  'permission.requested',
  'permission.denied',
] as const satisfies AnyEvent['type'][];

export function toMoment({ seq = 0, at, type, scope, payload }: AnyEvent): Moment {
  const text = textOf(payload);
  return {
    ...{ seq, at, type },
    ...(scope.taskId === undefined ? {} : { path: scope.taskId }),
    ...(text === undefined ? {} : { text: text.slice(0, 300) }),
  };
}

function textOf(payload: AnyEvent['payload']): string | undefined {
  if ('error' in payload && payload.error) return payload.error.message;
  if ('question' in payload) return payload.question.text;
  if ('answer' in payload && typeof payload.answer === 'string') return payload.answer;
  if ('says' in payload) return payload.says;
  if ('request' in payload && 'need' in payload.request) return payload.request.need.target;
  return 'reason' in payload ? payload.reason : undefined;
}
