import { z } from 'zod';
import { Conversation, Message } from './conversations.ts';
import { strictObject } from './strict-object.ts';

/** A conversation as a file of its own. A released version is never changed: the next one is added, with the way to it. */
export const ConversationEnvelope = strictObject(() => ({
  format: z.literal('heron-conversation'),
  version: z.literal(2),
  conversation: Conversation,
  messages: z.array(Message).max(100_000),
}));
export type ConversationEnvelope = z.infer<typeof ConversationEnvelope>;
