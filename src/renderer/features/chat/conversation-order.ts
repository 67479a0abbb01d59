import type { Conversation } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { t } from '../../../words/words.ts';

/** What one event changes in the list of conversations; the one spoken in last comes first. */
export function applyToList(list: Conversation[], event: AnyEvent): Conversation[] {
  const id = event.scope.conversationId;
  const change = (step: (conversation: Conversation) => Conversation): Conversation[] =>
    list.map((one) => (one.id === id ? step(one) : one));
  switch (event.type) {
    case 'conversation.created':
    case 'conversation.branched':
    case 'conversation.restored': {
      const { conversation } = event.payload;
      return list.some((one) => one.id === conversation.id) ? list : sorted([conversation, ...list]);
    }
    case 'conversation.renamed':
      return change((one) => ({ ...one, title: event.payload.title }));
    case 'conversation.pinned':
      return change(({ isPinned: _, ...one }) => (event.payload.isPinned ? { ...one, isPinned: true } : one));
    case 'conversation.filed':
      return change(({ folder: _, ...one }) => ({ ...one, ...event.payload }));
    case 'conversation.modelChosen':
      return change(({ model: _, ...one }) => ({ ...one, ...event.payload }));
    case 'conversation.deleted':
      return list.filter((one) => one.id !== id);
    case 'message.added':
      return sorted(change((one) => ({ ...one, updatedAt: Math.max(one.updatedAt, event.at) })));
    default:
      return list;
  }
}

export function sorted(list: Conversation[]): Conversation[] {
  return list.toSorted((a, b) => b.updatedAt - a.updatedAt);
}

export type ConversationGroup = { key: string; heading: string; isFolder: boolean; conversations: Conversation[] };

/** What is pinned, the folders by name, and the rest by when it was last spoken in: today, yesterday, this week, earlier. */
export function groupConversations(list: Conversation[], now: number): ConversationGroup[] {
  const pinned = list.filter(({ isPinned }) => isPinned);
  const unpinned = list.filter(({ isPinned }) => !isPinned);
  const folders = Map.groupBy(unpinned, ({ folder }) => folder);
  const filed = foldersOf(unpinned).map((name) => ({
    ...{ key: `folder ${name}`, heading: name, isFolder: true },
    conversations: folders.get(name) ?? [],
  }));
  const days = [...Map.groupBy(folders.get(undefined) ?? [], ({ updatedAt }) => dayHeading(updatedAt, now))];
  return [
    ...(pinned.length > 0 ? [{ key: 'pinned', heading: t('Pinned'), isFolder: false, conversations: pinned }] : []),
    ...filed,
    ...days.map(([heading, conversations]) => ({ key: heading, heading, isFolder: false, conversations })),
  ];
}

/** The folders there are: one is there as long as something is in it. */
export function foldersOf(list: Conversation[]): string[] {
  return [...new Set(list.flatMap(({ folder }) => folder ?? []))].toSorted((a, b) => a.localeCompare(b));
}

const day = 86_400_000;

function dayHeading(updatedAt: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (updatedAt >= midnight) return t('Today');
  if (updatedAt >= midnight - day) return t('Yesterday');
  return updatedAt >= midnight - 6 * day ? t('Last 7 days') : t('Earlier');
}
