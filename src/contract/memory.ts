import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId, MessageId } from './ids.ts';
import { ChannelName } from './lanes.ts';
import { strictObject } from './strict-object.ts';

/** What Heron notes for later by itself, and how long a conversation of a folder goes on. */
export const MemorySettings = strictObject(() => ({
  /** Before older messages go into a summary, a model is asked what has to outlast them, and that is noted. */
  flush: z.boolean(),
  /** Days whose notes models are told, the newest first. */
  shownDays: z.int().min(0).max(365),
  /** What is said in a folder goes on in its last conversation while a model would be shown fewer tokens of that … */
  continueTokens: z.int().min(1000).max(10_000_000),
  /** … and so many hours have not passed since something was said there; else a new one begins. */
  continueHours: z.int().min(1).max(8760),
}));
export type MemorySettings = z.infer<typeof MemorySettings>;

export const usualMemory: MemorySettings = { flush: true, shownDays: 7, continueTokens: 150_000, continueHours: 24 };

/** A model was asked what has to outlast older messages, once for each summary. Nothing is said of it in the conversation. */
export const memoryNoted = defineEvent('memory.noted', () =>
  z.strictObject({
    /** Of an agent: the path of its task. */
    path: z.string().optional(),
    /** The summary before, after which it was asked; absent: there was none. */
    after: z.string().optional(),
    /** What was noted; empty: there was nothing. */
    text: z.string(),
    /** Why nobody could be asked, or nothing be written. */
    because: z.string().optional(),
  }),
);

/** Who sends messages by a channel, as the channel names them. */
export const SenderName = z.string().trim().min(1).max(200);

/**
 * Whose memory is meant. `own`: what was said with Heron itself, and the person's own files. With a channel: what that sender said
 * there alone, and was told. With a conversation: that one and nothing else.
 */
export const MemoryScope = z.union([
  z.literal('own'),
  strictObject(() => ({ channel: ChannelName, sender: SenderName })),
  strictObject(() => ({ conversationId: ConversationId })),
]);
export type MemoryScope = z.infer<typeof MemoryScope>;

export const mostRemembered = { usual: 10, most: 50 };

export const MemoryQuery = z
  .string()
  .trim()
  .min(2)
  .max(500)
  .regex(/[\p{L}\p{N}]/u, 'expected words to look for');

/** A piece of what is remembered. */
export const Remembered = strictObject(() => ({
  /** `note`: what Heron noted; `message`: what was said; `file`: what the person wrote for every model. */
  kind: z.enum(['note', 'message', 'file']),
  /** Around the words that were looked for. */
  text: z.string(),
  /** When it was said or noted. */
  at: z.int().optional(),
  role: z.enum(['person', 'assistant']).optional(),
  conversationId: ConversationId.optional(),
  /** Of the conversation. */
  title: z.string().optional(),
  messageId: MessageId.optional(),
  /** Where it stands: `USER.md`, `memory/2026-11-26.md`. */
  file: z.string().optional(),
  /** What a stranger may have written that had been read when it was. */
  labels: z.array(z.string()),
}));
export type Remembered = z.infer<typeof Remembered>;

const Asked = strictObject(() => ({
  query: MemoryQuery,
  scope: MemoryScope,
  limit: z.int().min(1).max(mostRemembered.most).default(mostRemembered.usual),
}));

export const memory = {
  /** Errors: `not-found` for a conversation that is not there. */
  search: oc
    .route({ method: 'POST', path: '/memory/search', summary: 'Find what is remembered, the best first' })
    .input(Asked)
    .output(strictObject(() => ({ found: z.array(Remembered) }))),
  /** Nothing is asked where nothing is found. Errors: as `search`; `unsupported` without a model, and those of the model. */
  summarize: oc
    .route({ method: 'POST', path: '/memory/summarize', summary: 'Have a model sum up what is remembered' })
    .input(Asked)
    .output(strictObject(() => ({ text: z.string(), model: z.string().optional(), found: z.array(Remembered) }))),
  /** Channels and senders of whom something is remembered. */
  scopes: oc
    .route({ method: 'GET', path: '/memory/scopes', summary: 'Whose memory there is besides your own' })
    .input(strictObject(() => ({})))
    .output(z.array(strictObject(() => ({ channel: ChannelName, sender: SenderName, conversations: z.int() })))),
};
