import type { Telling } from './speech.ts';
import { createSentenceReader, sentencesToSpeak } from './spoken-text.ts';

/** Says an answer while it is still being written. */
export type ReadAlong = {
  hear(text: string): void;
  /** Nothing is added for now: what there is is said to its end, and something else may be said after it. */
  pause(): void;
  /** The whole answer: what of it was not said yet is. */
  finish(markdown: string): Promise<void>;
};

export function createReadAlong(begin: () => Telling): ReadAlong {
  const told = new Set<string>();
  let reader = createSentenceReader();
  let telling: Telling | undefined;

  function tell(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      if (told.has(sentence)) continue;
      told.add(sentence);
      telling ??= begin();
      telling.add(sentence);
    }
  }

  async function end(): Promise<void> {
    const ending = telling;
    telling = undefined;
    reader = createSentenceReader();
    await ending?.end();
  }

  return {
    hear: (text) => tell(reader.add(text)),
    pause() {
      tell(reader.end());
      void end();
    },
    async finish(markdown) {
      tell(sentencesToSpeak(markdown));
      await end();
    },
  };
}
