import type { Conversation } from '../../../contract/conversations.ts';
import type { MemoryScope } from '../../../contract/memory.ts';

/**
 * Whose memory a conversation is of, and the only rule there is: what is said in it is remembered there, and nobody else is told. A
 * group is itself alone, for who listens in it is not who speaks to Heron elsewhere.
 */
export function scopeIn({ id, channel }: Pick<Conversation, 'id' | 'channel'>): MemoryScope {
  if (!channel) return 'own';
  const { name, chatType, sender } = channel;
  return chatType === 'direct' && sender !== undefined ? { channel: name, sender } : { conversationId: id };
}

/** Of one that is deleted nothing is known, so it is itself alone. */
export function scopeOf(
  find: (conversationId: string) => Conversation | undefined,
  conversationId: string | undefined,
): MemoryScope {
  if (conversationId === undefined) return 'own';
  const conversation = find(conversationId);
  return conversation ? scopeIn(conversation) : { conversationId };
}

/** As it stands beside a note: nothing for one's own, `slack/ada`, `cnv_…`. */
export function scopeText(scope: MemoryScope): string {
  if (scope === 'own') return '';
  return 'channel' in scope ? `${scope.channel}/${encodeURIComponent(scope.sender)}` : scope.conversationId;
}
