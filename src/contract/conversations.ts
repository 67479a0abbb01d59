import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentName } from './agent-name.ts';
import { Attachment, mostAttachments } from './blobs.ts';
import { defineEvent } from './event.ts';
import { FolderName, FolderSummary } from './folders.ts';
import { HeldPlan } from './held-plans.ts';
import { BlobId, ConversationId, EventId, MessageId, ProcessId, RunId } from './ids.ts';
import { ChannelName, ChatType, QueueMode, queueModes } from './lanes.ts';
import { SenderName } from './memory.ts';
import { Plan } from './plan.ts';
import { ElevatedMode } from './policy.ts';
import { PackId } from './prompts.ts';
import { strictObject } from './strict-object.ts';
import { Thinking } from './thinking.ts';

export const Message = strictObject(() => ({
  id: MessageId,
  conversationId: ConversationId,
  role: z.enum(['person', 'assistant']),
  /** Markdown. */
  text: z.string(),
  /** Files the person attached. */
  attachments: z.array(Attachment).min(1).optional(),
  /** The run this message asked for or reports on. */
  runId: RunId.optional(),
  /** The background process whose end this message tells. */
  processId: ProcessId.optional(),
  /** What models thought before it. */
  thinking: Thinking.optional(),
  /** How it was said; absent: written. */
  origin: z.literal('voice').optional(),
  /** Sentences the person may have meant, when nobody understood. */
  nearPhrases: z.array(z.string()).optional(),
  /** Messages that waited and are said as this one. */
  merged: z.array(MessageId).min(1).optional(),
  /** A line of each message that gave way because too many waited. */
  dropped: z.array(z.string()).min(1).optional(),
  /** The agent that says it, if it has a name. */
  from: z.string().optional(),
  /** It was said to the agents of this run while they worked. */
  steers: RunId.optional(),
  /** The policy about replies keeps it from being sent to the channel of its conversation. */
  isHeldBack: z.literal(true).optional(),
  at: z.int(),
}));
export type Message = z.infer<typeof Message>;

export const Conversation = strictObject(() => ({
  id: ConversationId,
  title: z.string(),
  createdAt: z.int(),
  updatedAt: z.int(),
  isPinned: z.literal(true).optional(),
  folder: z.string().optional(),
  /** What answers in it; absent: what is meant for each purpose. */
  model: z.string().optional(),
  /** The prompt pack that holds in it; absent: that of the settings. */
  pack: PackId.optional(),
  /** Where it is held; absent: with Heron itself. */
  channel: z.strictObject({ name: ChannelName, chatType: ChatType, sender: SenderName.optional() }).optional(),
  /** Whether replies are sent, whatever the rules say. */
  replies: z.enum(['send', 'hold']).optional(),
  /** The conversation it branched from, and the first message it does not share. */
  origin: z.strictObject({ conversationId: ConversationId, messageId: MessageId }).optional(),
  /** The conversation of its folder that it goes on from, and what models are told of those before; absent until they are. */
  follows: z.strictObject({ conversationId: ConversationId, given: FolderSummary.optional() }).optional(),
  /** The named agent that works on all that is said in it; absent: the planner decides. */
  agent: AgentName.optional(),
}));
export type Conversation = z.infer<typeof Conversation>;

/** What was said while its conversation was worked on. It goes by itself, as the message of the same id or as part of one before it. */
export const QueuedMessage = strictObject(() => ({
  id: MessageId,
  conversationId: ConversationId,
  text: z.string(),
  attachments: z.array(Attachment).min(1).optional(),
  baseFolder: z.string().optional(),
  elevated: ElevatedMode.optional(),
  /** Absent in what an earlier Heron wrote: `followup`. */
  mode: QueueMode.optional(),
  origin: z.literal('voice').optional(),
  at: z.int(),
}));
export type QueuedMessage = z.infer<typeof QueuedMessage>;

export const conversationCreated = defineEvent('conversation.created', () =>
  z.strictObject({ conversation: Conversation }),
);
export const conversationRenamed = defineEvent('conversation.renamed', () =>
  /** Without `by` a person gave it. */
  z.strictObject({ title: z.string(), by: z.literal('model').optional() }),
);
export const conversationDeleted = defineEvent('conversation.deleted', () => z.strictObject({}));
export const conversationRestored = defineEvent('conversation.restored', () =>
  z.strictObject({ conversation: Conversation }),
);
export const conversationPinned = defineEvent('conversation.pinned', () => z.strictObject({ isPinned: z.boolean() }));
/** Put into a folder, or with none taken out of it. */
export const conversationFiled = defineEvent('conversation.filed', () =>
  z.strictObject({ folder: z.string().optional() }),
);
/** What a branch took over from its origin, or was read from a file: the messages are its own from then on. */
export const conversationBranched = defineEvent('conversation.branched', () =>
  z.strictObject({ conversation: Conversation, messages: z.array(Message) }),
);
/** What answers in it from now on; with none, what is meant for each purpose. */
export const conversationModelChosen = defineEvent('conversation.modelChosen', () =>
  z.strictObject({ model: z.string().optional() }),
);
/** The prompt pack that holds in it from now on; with none, that of the settings. */
export const conversationPackChosen = defineEvent('conversation.packChosen', () =>
  z.strictObject({ pack: PackId.optional() }),
);
/** Whether replies are sent from now on; with none, what the rules say. */
export const conversationRepliesSet = defineEvent('conversation.repliesSet', () =>
  z.strictObject({ replies: z.enum(['send', 'hold']).optional() }),
);
export const messageAdded = defineEvent('message.added', () => z.strictObject({ message: Message }));
export const messageQueued = defineEvent('message.queued', () => z.strictObject({ queued: QueuedMessage }));
export const messageReworded = defineEvent('message.reworded', () =>
  z.strictObject({ messageId: MessageId, text: z.string() }),
);
export const messageWithdrawn = defineEvent('message.withdrawn', () => z.strictObject({ messageId: MessageId }));
/** A piece of an answer that is still being made; the whole arrives as `message.added` with the same id. */
export const messageDelta = defineEvent(
  'message.delta',
  () => z.strictObject({ messageId: MessageId, runId: RunId.optional(), text: z.string() }),
  { ephemeral: true },
);

const One = strictObject(() => ({ conversationId: ConversationId }));
const OneQueued = One.extend({ messageId: MessageId });
const Words = z.string().min(1).max(10_000);

/** Some words of a message around what was looked for. */
export const Excerpt = strictObject(() => ({
  messageId: MessageId,
  role: Message.shape.role,
  at: z.int(),
  before: z.string(),
  found: z.string(),
  after: z.string(),
}));
export type Excerpt = z.infer<typeof Excerpt>;

export const FoundConversation = strictObject(() => ({
  conversation: Conversation,
  /** The newest first, and not all of them. */
  excerpts: z.array(Excerpt),
}));
export type FoundConversation = z.infer<typeof FoundConversation>;

export const exportForms = ['markdown', 'json'] as const;
export type ExportForm = (typeof exportForms)[number];

export const conversations = {
  list: oc
    .route({ method: 'GET', path: '/conversations', summary: 'List conversations, newest first' })
    .input(strictObject(() => ({})))
    .output(z.array(Conversation)),
  /** Every word has to occur, as a part of a word too, in the title or in one message. */
  search: oc
    .route({ method: 'GET', path: '/conversations/search', summary: 'Find conversations by what was said' })
    .input(strictObject(() => ({ query: z.string().min(1).max(200) })))
    .output(z.array(FoundConversation)),
  get: oc
    .route({ method: 'GET', path: '/conversations/{conversationId}', summary: 'Read a conversation' })
    .input(One)
    .output(
      strictObject(() => ({
        conversation: Conversation,
        messages: z.array(Message),
        queued: z.array(QueuedMessage),
        /** What waits for a word of the person. */
        held: HeldPlan.optional(),
      })),
    ),
  /**
   * Changes a plan that was shown and has not run. It is checked, shown again with what is different, and runs when the person says
   * so. Errors: `invalid-input` with `details.issues`; `conflict` when another plan, or none, waits by now.
   */
  revisePlan: oc
    .route({
      method: 'PUT',
      path: '/conversations/{conversationId}/plan',
      summary: 'Change a plan that was shown and has not run',
    })
    .input(One.extend({ proposalId: EventId, plan: Plan }))
    .output(HeldPlan),
  /** Ends the answer that is being made; what there is of it stays. Nothing when there is none. */
  stopAnswer: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/stop',
      summary: 'Stop the answer that is being made',
    })
    .input(One)
    .output(strictObject(() => ({ isStopped: z.boolean() }))),
  /** Adds the person's message, plans, and starts the run if there is a plan. Without an id a conversation is begun. */
  send: oc
    .route({ method: 'POST', path: '/conversations/send', summary: 'Say something' })
    .input(
      strictObject(() => ({
        conversationId: ConversationId.optional(),
        /** Of the conversation that begins with it: who makes the id can follow what happens there from the first. */
        newConversationId: ConversationId.optional(),
        text: Words,
        /** Blobs that were handed in at `POST /blobs`. */
        attachments: z.array(BlobId).min(1).max(mostAttachments).optional(),
        baseFolder: z.string().optional(),
        /** For the run of this message alone. */
        elevated: ElevatedMode.optional(),
        /** Of a conversation that begins with it: what answers there. */
        model: z.string().min(1).max(200).optional(),
        /** Said by voice: sentences that need no model are planned without one. */
        origin: z.literal('voice').optional(),
        /**
         * While the conversation is worked on: `now` beside that; `queue` (the default) as the settings say; or in one of their modes.
         * "btw …" steers, "todo …" follows, "stop" alone stops what is under way.
         */
        whenBusy: z.enum(['now', 'queue', ...queueModes]).optional(),
        /** Of a conversation that begins with it. */
        channel: Conversation.shape.channel,
        /** Without a conversation: goes on in the last one of this folder while that is short and fresh, else begins one there. */
        folder: FolderName.optional(),
        /** A new one begins in the folder, however short and fresh the last one is. */
        beginsAnew: z.literal(true).optional(),
        /** Of a conversation that begins with it: the named agent that works on all that is said there. */
        agent: AgentName.optional(),
      })),
    )
    .output(
      strictObject(() => ({
        conversationId: ConversationId,
        messageId: MessageId,
        runId: RunId.optional(),
        /** It waits for its turn. */
        isQueued: z.literal(true).optional(),
        queued: QueuedMessage.optional(),
      })),
    ),
  rewordQueued: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/queue/{messageId}/reword',
      summary: 'Change a message that waits',
    })
    .input(OneQueued.extend({ text: Words }))
    .output(QueuedMessage),
  changeQueuedMode: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/queue/{messageId}/mode',
      summary: 'Have a message wait in another way',
    })
    .input(OneQueued.extend({ mode: QueueMode }))
    .output(QueuedMessage),
  withdrawQueued: oc
    .route({
      method: 'DELETE',
      path: '/conversations/{conversationId}/queue/{messageId}',
      summary: 'Take back a message that waits',
    })
    .input(OneQueued)
    .output(strictObject(() => ({}))),
  sendQueued: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/queue/{messageId}/send',
      summary: 'Send a message that waits now, beside what is under way',
    })
    .input(OneQueued)
    .output(strictObject(() => ({ runId: RunId.optional() }))),
  create: oc
    .route({ method: 'POST', path: '/conversations', summary: 'Begin a conversation in which nothing is said yet' })
    .input(strictObject(() => ({ title: z.string().min(1).max(200) })))
    .output(Conversation),
  setReplies: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/replies',
      summary: 'Send replies to the channel of a conversation, hold them back, or do as the rules say',
    })
    .input(One.extend({ replies: z.enum(['send', 'hold']).optional() }))
    .output(Conversation),
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
    .output(strictObject(() => ({}))),
  restore: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/restore',
      summary: 'Take back that a conversation was deleted, within a day',
    })
    .input(One)
    .output(Conversation),
  pin: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/pin',
      summary: 'Keep a conversation at the top of the list, or no longer',
    })
    .input(One.extend({ isPinned: z.boolean() }))
    .output(Conversation),
  file: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/file',
      summary: 'Put a conversation into a folder, or take it out',
    })
    .input(One.extend({ folder: z.string().min(1).max(60).optional() }))
    .output(Conversation),
  chooseModel: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/model',
      summary: 'Have one model answer in a conversation, or none in particular',
    })
    .input(One.extend({ model: z.string().min(1).max(200).optional() }))
    .output(Conversation),
  /** Errors: `not-found`, `invalid-input` for a pack that cannot be used. */
  choosePack: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/pack',
      summary: 'Have one prompt pack hold in a conversation, or that of the settings',
    })
    .input(One.extend({ pack: PackId.optional() }))
    .output(Conversation),
  branch: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/branch',
      summary: 'Begin a conversation with what was said before a message',
    })
    .input(One.extend({ messageId: MessageId }))
    .output(Conversation),
  import: oc
    .route({ method: 'POST', path: '/conversations/import', summary: 'Begin a conversation with what a file holds' })
    .input(strictObject(() => ({ text: z.string().min(2).max(20_000_000) })))
    .output(Conversation),
  export: oc
    .route({
      method: 'GET',
      path: '/conversations/{conversationId}/export',
      summary: 'A conversation as one text',
    })
    .input(One.extend({ form: z.enum(exportForms) }))
    .output(strictObject(() => ({ name: z.string(), text: z.string() }))),
};
