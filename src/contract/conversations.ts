import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId, MessageId, ProcessId, RunId } from './ids.ts';
import { ElevatedMode } from './policy.ts';

export const Message = z.strictObject({
  id: MessageId,
  conversationId: ConversationId,
  role: z.enum(['person', 'assistant']),
  /** Markdown. */
  text: z.string(),
  /** The run this message asked for or reports on. */
  runId: RunId.optional(),
  /** The background process whose end this message tells. */
  processId: ProcessId.optional(),
  /** Sentences the person may have meant, when nobody understood. */
  nearPhrases: z.array(z.string()).optional(),
  at: z.int(),
});
export type Message = z.infer<typeof Message>;

export const Conversation = z.strictObject({
  id: ConversationId,
  title: z.string(),
  createdAt: z.int(),
  updatedAt: z.int(),
});
export type Conversation = z.infer<typeof Conversation>;

/** What was said while a run of its conversation was under way. It goes by itself, as the message of the same id. */
export const QueuedMessage = z.strictObject({
  id: MessageId,
  conversationId: ConversationId,
  text: z.string(),
  baseFolder: z.string().optional(),
  elevated: ElevatedMode.optional(),
  at: z.int(),
});
export type QueuedMessage = z.infer<typeof QueuedMessage>;

export const conversationCreated = defineEvent('conversation.created', z.strictObject({ conversation: Conversation }));
export const conversationRenamed = defineEvent('conversation.renamed', z.strictObject({ title: z.string() }));
export const conversationDeleted = defineEvent('conversation.deleted', z.strictObject({}));
export const messageAdded = defineEvent('message.added', z.strictObject({ message: Message }));
export const messageQueued = defineEvent('message.queued', z.strictObject({ queued: QueuedMessage }));
export const messageReworded = defineEvent(
  'message.reworded',
  z.strictObject({ messageId: MessageId, text: z.string() }),
);
export const messageWithdrawn = defineEvent('message.withdrawn', z.strictObject({ messageId: MessageId }));
/** A piece of an answer that is still being made; the whole arrives as `message.added` with the same id. */
export const messageDelta = defineEvent(
  'message.delta',
  z.strictObject({ messageId: MessageId, runId: RunId.optional(), text: z.string() }),
  { ephemeral: true },
);

const One = z.strictObject({ conversationId: ConversationId });
const OneQueued = One.extend({ messageId: MessageId });
const Words = z.string().min(1).max(10_000);

export const conversations = {
  list: oc
    .route({ method: 'GET', path: '/conversations', summary: 'List conversations, newest first' })
    .input(z.strictObject({ query: z.string().optional() }))
    .output(z.array(Conversation)),
  get: oc
    .route({ method: 'GET', path: '/conversations/{conversationId}', summary: 'Read a conversation' })
    .input(One)
    .output(z.strictObject({ conversation: Conversation, messages: z.array(Message), queued: z.array(QueuedMessage) })),
  /** Adds the person's message, plans, and starts the run if there is a plan. Without an id a conversation is begun. */
  send: oc
    .route({ method: 'POST', path: '/conversations/send', summary: 'Say something' })
    .input(
      z.strictObject({
        conversationId: ConversationId.optional(),
        text: Words,
        baseFolder: z.string().optional(),
        /** For the run of this message alone. */
        elevated: ElevatedMode.optional(),
        /** While a run of the conversation is under way: `now` (the default) beside it, `queue` after it. */
        whenBusy: z.enum(['now', 'queue']).optional(),
      }),
    )
    .output(
      z.strictObject({
        conversationId: ConversationId,
        messageId: MessageId,
        runId: RunId.optional(),
        /** It waits for its turn. */
        isQueued: z.literal(true).optional(),
      }),
    ),
  rewordQueued: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/queue/{messageId}/reword',
      summary: 'Change a message that waits',
    })
    .input(OneQueued.extend({ text: Words }))
    .output(QueuedMessage),
  withdrawQueued: oc
    .route({
      method: 'DELETE',
      path: '/conversations/{conversationId}/queue/{messageId}',
      summary: 'Take back a message that waits',
    })
    .input(OneQueued)
    .output(z.strictObject({})),
  sendQueued: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/queue/{messageId}/send',
      summary: 'Send a message that waits now, beside what is under way',
    })
    .input(OneQueued)
    .output(z.strictObject({ runId: RunId.optional() })),
  rename: oc
    .route({ method: 'POST', path: '/conversations/{conversationId}/rename', summary: 'Rename a conversation' })
    .input(One.extend({ title: z.string().min(1).max(200) }))
    .output(Conversation),
  remove: oc
    .route({
      method: 'DELETE',
      path: '/conversations/{conversationId}',
      summary: 'Delete a conversation; its runs stay on the timeline',
    })
    .input(One)
    .output(z.strictObject({})),
};
