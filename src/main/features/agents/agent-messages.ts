import { type AgentCall, givingAway } from '../../../contract/agents.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { ModelMessage, ToolCall } from '../../models/model-client.ts';
import type { AgentQuestion, AgentStep } from '../../orchestrator/execution.ts';
import { toolName } from './tool-offers.ts';

/** The goal, and everything that was answered and came of it so far. */
export function agentMessages({ goal, steps, nudge }: Pick<AgentQuestion, 'goal' | 'steps' | 'nudge'>): ModelMessage[] {
  return [
    { role: 'user', content: goal, isPinned: true },
    ...steps.flatMap((step, index): ModelMessage[] => [
      ...marked(messagesOf(step), String(index)),
      ...marked(
        step.heard.map(({ text }) => ({ role: 'user', content: text })),
        `${index} heard`,
      ),
      ...(nudge?.after === index + 1 ? marked([{ role: 'user', content: nudge.text }], `${index} nudge`) : []),
    ]),
  ];
}

/** Steps are never taken back, so their numbers are names for what was said in them. */
function marked(messages: readonly ModelMessage[], name: string): ModelMessage[] {
  return messages.map((message, index) => ({ ...message, mark: `${name}.${index}` }));
}

function messagesOf({ answered, results, heard }: AgentStep): ModelMessage[] {
  const { text, calls, isCut } = answered;
  const made = calls.map(madeCall);
  const said: ModelMessage = { role: 'assistant', text, ...(made.length > 0 ? { calls: made } : {}) };
  const told = results.map(({ call, shown, isOk }, index): ModelMessage => ({
    role: 'tool',
    callId: call.callId,
    name: made[index]?.name ?? call.name,
    output: withRepairs(shown, call.repairs),
    ...(isOk ? {} : { isError: true as const }),
  }));
  if (calls.length > 0) return [said, ...told];
  if (heard.length > 0 && text.trim() !== '' && !isCut) return [said];
  return [said, { role: 'user', content: isCut ? cutText : emptyText }];
}

function madeCall({ callId, name, action, input = {} }: AgentCall): ToolCall {
  if (action !== givingAway.spawn) return { id: callId, name: action ? toolName(action) : name, input };
  const { goal = '', as } = input['agent'] as JsonObject;
  return { id: callId, name: 'sessions_spawn', input: { goal, ...(as === undefined ? {} : { agent: as }) } };
}

const cutText = 'That answer was cut off at its length limit. Say it again, shorter.';
const emptyText = 'That answer is empty. Call something, or say in words what you found.';

/** Who is told what was mended writes the next call better. */
function withRepairs(shown: string, repairs: readonly string[] | undefined): string {
  return repairs ? `${shown}\n(Your call was mended: ${repairs.join('; ')})` : shown;
}
