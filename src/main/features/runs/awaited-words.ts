import { HeronError } from '../../base/errors.ts';

/** Tasks that wait for a person's word, by run and task. */
export type AwaitedWords<Word> = {
  wait(runId: string, taskId: string, signal: AbortSignal): Promise<Word>;
  /** Errors: `not-found` when nothing waits there. */
  give(runId: string, taskId: string, word: Word): void;
  isAwaited(runId: string, taskId: string): boolean;
};

/** `what` is named in errors: "a decision", "an answer". */
export function createAwaitedWords<Word>(what: string): AwaitedWords<Word> {
  const waiting = new Map<string, (word: Word) => void>();
  return {
    wait: (runId, taskId, signal) =>
      new Promise((resolve, reject) => {
        const key = `${runId}/${taskId}`;
        const stop = (): void => {
          waiting.delete(key);
          reject(signal.reason as Error);
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        waiting.set(key, (word) => {
          waiting.delete(key);
          signal.removeEventListener('abort', stop);
          resolve(word);
        });
      }),
    isAwaited: (runId, taskId) => waiting.has(`${runId}/${taskId}`),
    give: (runId, taskId, word) => {
      const go = waiting.get(`${runId}/${taskId}`);
      if (!go) throw new HeronError('not-found', `No task ${taskId} of ${runId} waits for ${what}`);
      go(word);
    },
  };
}
