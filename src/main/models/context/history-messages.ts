import type { ModelMessage } from '../model-client.ts';
import { trimText } from './trim-text.ts';

/** What was said in a conversation. `isOpen`: it was asked for, and nothing has come of it yet. */
export type HistoryEntry = { id?: string; role: 'person' | 'assistant'; text: string; isOpen?: true };

/** An answer can be the text of a whole file. */
const mostOfAnswer = 2000;

/** A conversation as a model is shown it. */
export function historyMessages(history: readonly HistoryEntry[]): ModelMessage[] {
  return history.map(({ id, role, text, isOpen }): ModelMessage => {
    const about = { ...(id === undefined ? {} : { mark: id }), ...(isOpen ? { isPinned: true as const } : {}) };
    if (role === 'person') return { role: 'user', content: text, ...about };
    return { role: 'assistant', text: trimText(text, mostOfAnswer), ...about };
  });
}
