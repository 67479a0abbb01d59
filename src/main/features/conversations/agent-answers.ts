import { AgentOutput } from '../../../contract/agents.ts';
import type { Message } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Run } from '../../../contract/runs.ts';
import type { EventDraft } from '../../base/event-log.ts';

/** The agent that answered, where it is one with a name. */
export function namedIn({ plan, tasks }: Run): string | undefined {
  for (const { id, agent } of plan.tasks.toReversed()) {
    const output = agent && AgentOutput.safeParse(tasks[id]?.output).data;
    if (output) return output.by;
  }
  return undefined;
}

/** What the run that spawned this one is told, in the commit in which the conversation is. */
export function reportOf(
  { id, spawnedBy }: Run,
  { id: messageId, text, from }: Pick<Message, 'id' | 'text' | 'from'>,
): EventDraft[] {
  if (!spawnedBy) return [];
  const { runId, path } = spawnedBy;
  const payload = { runId: id, messageId, text, ...(from === undefined ? {} : { by: from }) };
  return [{ type: 'agent.reported', scope: { runId, taskId: path }, payload }];
}

/** What was shown of an answer that was stopped stays, and is marked as that. */
export function withPartial(text: string, { status }: Run, partial: string): string {
  if (status !== 'cancelled' || partial.trim() === '') return text;
  return `${partial.trimEnd()} …\n\n*${text}*`;
}

/** What the models of agents have written of answers that are not whole. */
export function createHalfWritten() {
  const runs = new Map<string, Map<string, string>>();
  return {
    heed(event: AnyEvent): void {
      const { runId = '', taskId = '' } = event.scope;
      if (event.type === 'agent.wrote') {
        const { text, isThinking } = event.payload;
        if (isThinking || event.scope.conversationId === undefined) return;
        const steps = runs.get(runId) ?? new Map<string, string>();
        steps.set(taskId, (steps.get(taskId) ?? '') + text);
        runs.set(runId, steps);
      } else if (event.type === 'task.modelAnswered') runs.get(runId)?.delete(taskId);
    },
    /** Of what works for nobody but the run itself; it is forgotten with that. */
    take(runId: string): string {
      const steps = [...(runs.get(runId) ?? [])].filter(([path]) => path.split('/').length <= 2);
      runs.delete(runId);
      return steps.map(([, text]) => text).join('\n\n');
    },
  };
}
