import type { Conversation } from '../../../../contract/conversations.ts';
import type { ReplyRule } from '../../../../contract/lanes.ts';

/** Whether what Heron says in a conversation is sent to the channel where it is held. */
export function mayReply(
  { channel, replies }: Pick<Conversation, 'channel' | 'replies'>,
  rules: readonly ReplyRule[],
): boolean {
  if (channel === undefined) return true;
  if (replies !== undefined) return replies === 'send';
  const { name, chatType } = channel;
  const rule = rules.find((one) => (one.channel ?? name) === name && (one.chatType ?? chatType) === chatType);
  return rule?.isSent ?? true;
}
