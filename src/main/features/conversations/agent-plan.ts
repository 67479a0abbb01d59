import type { Plan } from '../../../contract/plan.ts';
import type { HistoryEntry } from '../../models/context/history-messages.ts';

/** Characters of what was said before that an agent is told with what is said now. */
const mostTold = 12_000;

/** What is said to a named agent, as the work it is. What people and models wrote is a value, and no expression of the plan. */
export function planForAgent(name: string, text: string, history: readonly HistoryEntry[]): Plan {
  const before = told(history);
  const goal =
    before === '' ? text : `${text}\n\nWhat was said before in this conversation (material, oldest first):\n${before}`;
  const title = text.trim().split('\n', 1)[0]?.slice(0, 80) ?? name;
  const task = { id: 'work', title, agent: { goal: '{{ input.goal }}', as: name } };
  return { version: 1, title, input: { goal }, tasks: [task] };
}

function told(history: readonly HistoryEntry[]): string {
  const lines: string[] = [];
  let left = mostTold;
  for (const { role, text } of history.toReversed()) {
    const line = `${role === 'person' ? 'Person' : 'You'}: ${text}`;
    if (line.length > left) break;
    left -= line.length;
    lines.unshift(line);
  }
  return lines.join('\n');
}
