export type SentenceQueue = AsyncIterable<string> & { add(sentence: string): void; end(): void };

/** Sentences in the order in which they are added, for one who takes them as they come. */
export function createSentenceQueue(): SentenceQueue {
  const waiting: string[] = [];
  let news = Promise.withResolvers<void>();
  let hasEnded = false;
  const wake = (): void => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  return {
    add(sentence) {
      waiting.push(sentence);
      wake();
    },
    end() {
      hasEnded = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const { promise } = news;
        yield* waiting.splice(0);
        if (waiting.length > 0) continue;
        if (hasEnded) return;
        await promise;
      }
    },
  };
}
