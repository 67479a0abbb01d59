import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** What a conversation is told of those before it in its folder. */
export const FolderSummary = strictObject(() => ({
  /** Markdown; empty where nothing could be summed up. */
  text: z.string(),
  /** Which model wrote it. */
  model: z.string().optional(),
  /** Why there is none, or why it lacks what was said last. */
  because: z.string().optional(),
  at: z.int(),
}));
export type FolderSummary = z.infer<typeof FolderSummary>;

export const FolderName = z.string().trim().min(1).max(60);

/** A conversation is told what was said before it in its folder. */
export const conversationGiven = defineEvent('conversation.given', () => z.strictObject({ given: FolderSummary }));

/** Where what is said in a folder goes on. */
export const LastInFolder = strictObject(() => ({
  conversationId: ConversationId,
  title: z.string(),
  /** What a model would be shown of it, by Heron's estimate. */
  tokens: z.int(),
  /** Since something was said there. */
  hours: z.number(),
  /** Why a new one begins; absent: it goes on there. */
  because: z.enum(['long', 'old']).optional(),
}));
export type LastInFolder = z.infer<typeof LastInFolder>;

export const FolderState = strictObject(() => ({
  /** The conversation spoken in last; absent: there is none. */
  last: LastInFolder.optional(),
  /** Of what was said before the last conversation that began anew. */
  summary: FolderSummary.optional(),
}));
export type FolderState = z.infer<typeof FolderState>;

export const folders = {
  read: oc
    .route({
      method: 'GET',
      path: '/folders/{folder}',
      summary: 'Where what is said in a folder of conversations goes on, and what is known of it',
    })
    .input(strictObject(() => ({ folder: FolderName })))
    .output(FolderState),
};
