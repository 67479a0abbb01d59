import type { Ask, Asks } from '../wire.ts';

/** A question while it is worked on. */
export type OpenAsk = {
  signal: AbortSignal;
  /** Tells what there is so far. */
  part(part: Asks[keyof Asks]['part']): void;
  /** What follows the question, until it ends or nobody wants the answer any more. */
  sound(): AsyncIterable<Int16Array>;
  cancel(): void;
  /** undefined: no more of it follows. */
  take(audio: Int16Array | undefined): void;
};

export type Answer = (ask: Ask, asked: OpenAsk) => Promise<Asks[keyof Asks]['answer']>;
