import type { Thinking } from '../../../contract/thinking.ts';
import type { EventLog } from '../../base/event-log.ts';
import { joinThinking } from '../../models/thinking.ts';

type Answered = { runId: string; conversationId: string; questionId: string | undefined };

/** What models thought before the answer to a run: who made its plan, and its agents. What those gave to others is on the timeline. */
export function thoughtBefore(log: EventLog, { runId, conversationId, questionId }: Answered): Thinking | undefined {
  const steps = log.list({ types: ['task.modelAnswered'], scope: { runId } }).map(({ type, scope, payload }) => {
    const isOfRun = (scope.taskId ?? '').split('/').length <= 2;
    return type === 'task.modelAnswered' && isOfRun ? payload.thinking : undefined;
  });
  return joinThinking([plannerThought(log, conversationId, questionId), ...steps]);
}

function plannerThought(log: EventLog, conversationId: string, questionId: string | undefined): Thinking | undefined {
  if (questionId === undefined) return undefined;
  const proposed = log.list({ types: ['plan.proposed'], scope: { conversationId } });
  const own = proposed.findLast(({ causedBy }) => causedBy === questionId);
  return own?.type === 'plan.proposed' ? own.payload.thinking : undefined;
}
