import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { CheckpointId, ConversationId, MessageId, RunId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** `full`: it no longer fitted; `overflow`: the model's server said so; `asked`: by the person. */
export const compactionReasons = ['full', 'overflow', 'asked'] as const;

/** What older messages were put into, so that a model is shown this instead of them. The messages are all still there. */
export const Checkpoint = strictObject(() => ({
  id: CheckpointId,
  conversationId: ConversationId.optional(),
  /** Of an agent: its run, and the path of its task. */
  runId: RunId.optional(),
  path: z.string().optional(),
  /** Of everything that is summarised up to here, Markdown. */
  summary: z.string(),
  /** How many messages it stands for, those of the summaries before it among them. */
  messages: z.int(),
  /** The last of them, in a conversation. */
  lastMessageId: MessageId.optional(),
  /** What a model was shown of the history before, and after; by Heron's estimate. */
  tokens: z.int(),
  tokensAfter: z.int(),
  because: z.enum(compactionReasons),
  /** Which model wrote it. */
  model: z.string(),
  at: z.int(),
}));
export type Checkpoint = z.infer<typeof Checkpoint>;

export const contextCompacted = defineEvent('context.compacted', () => z.strictObject({ checkpoint: Checkpoint }));
/** These summaries hold no longer: the messages themselves are shown again. */
export const contextRestored = defineEvent('context.restored', () =>
  z.strictObject({ checkpointIds: z.array(CheckpointId).min(1) }),
);
/** Messages were left out of a request that had no room for them and were not summarised. */
export const contextCut = defineEvent('context.cut', () =>
  z.strictObject({ messages: z.int(), model: z.string(), because: z.string() }),
);

const One = strictObject(() => ({ conversationId: ConversationId }));

export const context = {
  checkpoints: oc
    .route({
      method: 'GET',
      path: '/conversations/{conversationId}/checkpoints',
      summary: 'The summaries that stand for older messages, oldest first',
    })
    .input(One)
    .output(z.array(Checkpoint)),
  /** Nothing when there is too little to summarise, or a hook minds: then `because` says so. */
  compact: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/compact',
      summary: 'Put older messages into a summary now',
    })
    .input(One)
    .output(strictObject(() => ({ checkpoint: Checkpoint.optional(), because: z.string().optional() }))),
  /** With it go the summaries made after it. Errors: `not-found`. */
  restore: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/checkpoints/{checkpointId}/restore',
      summary: 'Have the messages themselves shown to models again, instead of their summary',
    })
    .input(One.extend({ checkpointId: CheckpointId }))
    .output(strictObject(() => ({ checkpointIds: z.array(CheckpointId) }))),
};
