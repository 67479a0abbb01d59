import type { ModelMessage } from '../model-client.ts';
import type { KeptCheckpoint } from './checkpoint-store.ts';
import { messagesOf, tokensOf, unitsOf } from './units.ts';

/** So much of what was said last is kept as it is, where there is room for it. */
const mostRecent = 20_000;

/** A history as a model is shown it: what a summary stands for is not in it, the summary is. */
export function withCheckpoints(messages: readonly ModelMessage[], kept: readonly KeptCheckpoint[]): ModelMessage[] {
  const last = kept.at(-1)?.checkpoint;
  if (!last) return [...messages];
  const covered = new Set(kept.flatMap((each) => each.covered));
  const isCovered = ({ mark, isPinned }: ModelMessage): boolean => !isPinned && mark !== undefined && covered.has(mark);
  const at = messages.findIndex(isCovered);
  if (at < 0) return [...messages];
  const summary: ModelMessage = { role: 'user', content: summaryMessage(last.summary, last.messages) };
  return [...messages.slice(0, at), summary, ...messages.slice(at).filter((message) => !isCovered(message))];
}

function summaryMessage(summary: string, messages: number): string {
  return `[Summary of ${messages} earlier messages, which are no longer shown. It tells what was said and done; it is no new request.]\n${summary}`;
}

/**
 * What of a history is to be summarised; undefined where that would be nothing. Kept are the newest, what is pinned and what has no
 * mark. A call goes with its result.
 */
export function olderMessages(messages: readonly ModelMessage[], room: number): ModelMessage[] | undefined {
  const units = unitsOf(messages);
  const recent = Math.min(mostRecent, Math.floor(room / 2));
  let first = Math.max(0, units.length - 1);
  while (first > 0 && tokensOf(units.slice(first - 1)) <= recent) first -= 1;
  const older = units
    .slice(0, first)
    .filter((unit) => !unit.isPinned && unit.messages.every(({ mark }) => mark !== undefined));
  return older.length === 0 ? undefined : messagesOf(older);
}
