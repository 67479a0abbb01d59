import type { ModelMessage } from '../model-client.ts';
import { countMessages } from './count-tokens.ts';

/** What belongs together: a message, or an answer with what came of its calls. It is kept or left out as a whole. */
export type Unit = { messages: ModelMessage[]; tokens: number; isPinned: boolean };

export function unitsOf(messages: readonly ModelMessage[]): Unit[] {
  const groups: ModelMessage[][] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.role === 'tool' && last) last.push(message);
    else groups.push([message]);
  }
  return groups.map((group) => ({
    messages: group,
    tokens: countMessages(group),
    isPinned: group.some(({ isPinned }) => isPinned === true),
  }));
}

export function tokensOf(units: readonly Unit[]): number {
  return units.reduce((total, { tokens }) => total + tokens, 0);
}

export function messagesOf(units: readonly Unit[]): ModelMessage[] {
  return units.flatMap(({ messages }) => messages);
}
