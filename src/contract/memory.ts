import { z } from 'zod';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

/** What Heron notes for later by itself. */
export const MemorySettings = strictObject(() => ({
  /** Before older messages go into a summary, a model is asked what has to outlast them, and that is noted. */
  flush: z.boolean(),
  /** Days whose notes models are told, the newest first. */
  shownDays: z.int().min(0).max(365),
}));
export type MemorySettings = z.infer<typeof MemorySettings>;

export const usualMemory: MemorySettings = { flush: true, shownDays: 7 };

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
