import { HeronError } from '../../base/errors.ts';
import { onAbort } from '../../base/on-abort.ts';

/** Tasks that wait for a person's word, by run and task. */
export type AwaitedWords<Word> = {
  wait(runId: string, taskId: string, signal: AbortSignal): Promise<Word>;
  /** Resolves when the word is on record. Errors: `not-found` when nothing waits there, `conflict` when the run stopped before. */
  give(runId: string, taskId: string, word: Word): Promise<void>;
  recorded(runId: string, taskId: string): void;
  /** The run is not in memory any more: what was given and is not on record is void. */
  stopped(runId: string): void;
  isAwaited(runId: string, taskId: string): boolean;
};

type Given = { resolve: () => void; reject: (error: Error) => void };

/** `what` is named in errors: "a decision", "an answer". */
export function createAwaitedWords<Word>(what: string): AwaitedWords<Word> {
  const waiting = new Map<string, (word: Word) => void>();
  const given = new Map<string, Given>();
  return {
    wait: (runId, taskId, signal) =>
      new Promise((resolve, reject) => {
        const key = `${runId}/${taskId}`;
        const stop = (): void => {
          waiting.delete(key);
          reject(signal.reason as Error);
        };
        if (signal.aborted) return stop();
        const forget = onAbort(signal, stop);
        waiting.set(key, (word) => {
          waiting.delete(key);
          forget();
          resolve(word);
        });
      }),
    isAwaited: (runId, taskId) => waiting.has(`${runId}/${taskId}`),
    give: (runId, taskId, word) =>
      new Promise((resolve, reject) => {
        const key = `${runId}/${taskId}`;
        const go = waiting.get(key);
        if (!go) throw new HeronError('not-found', `No task ${taskId} of ${runId} waits for ${what}`);
        given.set(key, { resolve, reject });
        go(word);
      }),
    recorded: (runId, taskId) => {
      const key = `${runId}/${taskId}`;
      given.get(key)?.resolve();
      given.delete(key);
    },
    stopped: (runId) => {
      for (const [key, { reject }] of given) {
        if (!key.startsWith(`${runId}/`)) continue;
        given.delete(key);
        reject(new HeronError('conflict', `The run stopped before ${what} to it was written down`));
      }
    },
  };
}
