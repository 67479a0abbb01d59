import { z } from 'zod';
import { defineEvent } from './event.ts';
import { MessageId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** What a model thought before it answered, kept only where `agents.showThinking` is on. */
export const Thinking = strictObject(() => ({
  /** The model's words; of more than `mostThinking` characters their head and tail. */
  text: z.string().min(1),
  /** How long there was nothing but thinking. */
  tookMs: z.int().min(0),
}));
export type Thinking = z.infer<typeof Thinking>;

/** Characters of thinking that are kept with an answer, besides the line about the gap. */
export const mostThinking = 20_000;

/** Ephemeral: a piece of what a model thinks before an answer, while that is shown; the message of that id has the whole. */
export const messageThought = defineEvent(
  'message.thought',
  () => z.strictObject({ messageId: MessageId, text: z.string() }),
  { ephemeral: true },
);
