import type { EventLog } from '../../base/event-log.ts';
import type { HistoryEntry } from '../../models/context/history-messages.ts';
import { readMessages } from './read-messages.ts';

/** What was said in a conversation, before a message or in all. */
export function readHistory(log: EventLog, conversationId: string, before?: string): HistoryEntry[] {
  const { inOrder } = readMessages(log, conversationId);
  const end = before === undefined ? inOrder.length : inOrder.findIndex(({ id }) => id === before);
  const said = inOrder.slice(0, end);
  return said.map(({ id, role, text }, index) => {
    const isOpen = role === 'person' && said[index + 1]?.role !== 'assistant';
    return { id, role, text, ...(isOpen ? { isOpen } : {}) };
  });
}
