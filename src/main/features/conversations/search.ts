import type { Excerpt, FoundConversation } from '../../../contract/conversations.ts';
import { plainText } from '../../../contract/plain-text.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { IndexedMessage, MessageIndex } from './message-index.ts';
import type { ConversationStore } from './store.ts';

/** Characters shown on each side of what was found. */
const around = 48;
const mostExcerpts = 3;
const mostConversations = 100;

type SearchParts = { store: ConversationStore; index: MessageIndex; clean: ScrubText };

/** Conversations that have every word in their title, or in one of their messages; the last used first. */
export function searchConversations({ store, index, clean }: SearchParts, query: string): FoundConversation[] {
  const words = query.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const messages = Map.groupBy(index.find(words), ({ conversationId }) => conversationId);
  return store
    .list()
    .flatMap((conversation): FoundConversation[] => {
      const found = messages.get(conversation.id) ?? [];
      if (found.length === 0 && !hasAll(conversation.title, words)) return [];
      return [
        { conversation, excerpts: found.slice(0, mostExcerpts).map((message) => excerptOf(message, words, clean)) },
      ];
    })
    .slice(0, mostConversations);
}

function hasAll(text: string, words: string[]): boolean {
  const folded = text.toLowerCase();
  return words.every((word) => folded.includes(word.toLowerCase()));
}

/** Something may have been said before it was known to be a secret, or with marks in it: what is shown is cleaned as it stood, and as it is shown. */
function excerptOf({ text, messageId, role, at }: IndexedMessage, words: string[], clean: ScrubText): Excerpt {
  const line = clean(plainText(clean(text)))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const folded = line.toLowerCase();
  const places = words.map((word) => ({ start: folded.indexOf(word.toLowerCase()), length: word.length }));
  const first = places.filter(({ start }) => start >= 0).toSorted((a, b) => a.start - b.start)[0];
  const { start, length } = first ?? { start: 0, length: 0 };
  return {
    ...{ messageId, role, at },
    before: cutBefore(line.slice(0, start)),
    found: line.slice(start, start + length),
    after: cutAfter(line.slice(start + length)),
  };
}

/** Both cut between words. */
function cutBefore(text: string): string {
  if (text.length <= around) return text;
  const piece = text.slice(-around);
  return `…${piece.slice(Math.max(0, piece.indexOf(' ') + 1))}`;
}

function cutAfter(text: string): string {
  if (text.length <= around) return text;
  const piece = text.slice(0, around);
  const end = piece.lastIndexOf(' ');
  return `${end > 0 ? piece.slice(0, end) : piece}…`;
}
