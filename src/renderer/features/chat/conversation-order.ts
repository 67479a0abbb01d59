import type { Conversation } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';

/** What one event changes in the list of conversations; the one spoken in last comes first. */
export function applyToList(list: Conversation[], event: AnyEvent): Conversation[] {
  const id = event.scope.conversationId;
  switch (event.type) {
    case 'conversation.created': {
      const { conversation } = event.payload;
      return list.some((one) => one.id === conversation.id) ? list : sorted([conversation, ...list]);
    }
    case 'conversation.renamed':
      return list.map((one) => (one.id === id ? { ...one, title: event.payload.title } : one));
    case 'conversation.deleted':
      return list.filter((one) => one.id !== id);
    case 'message.added':
      return sorted(
        list.map((one) => (one.id === id ? { ...one, updatedAt: Math.max(one.updatedAt, event.at) } : one)),
      );
    default:
      return list;
  }
}

export function sorted(list: Conversation[]): Conversation[] {
  return list.toSorted((a, b) => b.updatedAt - a.updatedAt);
}

export type DayGroup = { heading: string; conversations: Conversation[] };

/** Today, Yesterday, the last week, earlier: by when a conversation was last spoken in. */
export function groupByDay(list: Conversation[], now: number): DayGroup[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const day = 86_400_000;
  const headingOf = ({ updatedAt }: Conversation): string => {
    if (updatedAt >= midnight) return 'Today';
    if (updatedAt >= midnight - day) return 'Yesterday';
    return updatedAt >= midnight - 6 * day ? 'Last 7 days' : 'Earlier';
  };
  return [...Map.groupBy(list, headingOf)].map(([heading, conversations]) => ({ heading, conversations }));
}
