import { HeronError } from '../../base/errors.ts';

/** Words for tasks that do not wait for them yet: they are in line for a key, or their run is not in memory. By run and task. */
export type EarlyWords<Word> = {
  /** Puts one on record. Errors: `conflict` when there is one already. */
  keep(runId: string, taskId: string, word: Word, record: () => Promise<unknown>): Promise<void>;
  /** Gives one once it is on record; undefined when there is none, or it could not be put on record. */
  take(runId: string, taskId: string): Promise<Word | undefined> | undefined;
  /** The run is not in memory any more, or begins anew: what is on record it has from there. */
  stopped(runId: string): void;
};

type Kept<Word> = { word: Promise<Word | undefined>; isOnRecord: boolean };

export function createEarlyWords<Word>(): EarlyWords<Word> {
  const kept = new Map<string, Kept<Word>>();
  return {
    keep: async (runId, taskId, word, record) => {
      const key = `${runId}/${taskId}`;
      if (kept.has(key)) throw new HeronError('conflict', `The task ${taskId} of ${runId} has its answer already`);
      const recorded = record();
      const own: Kept<Word> = {
        word: recorded.then(
          () => word,
          () => undefined,
        ),
        isOnRecord: false,
      };
      kept.set(key, own);
      try {
        await recorded;
        own.isOnRecord = true;
      } catch (error) {
        if (kept.get(key) === own) kept.delete(key);
        throw error;
      }
    },
    take: (runId, taskId) => {
      const key = `${runId}/${taskId}`;
      const found = kept.get(key);
      kept.delete(key);
      return found?.word;
    },
    stopped: (runId) => {
      for (const [key, { isOnRecord }] of kept) if (isOnRecord && key.startsWith(`${runId}/`)) kept.delete(key);
    },
  };
}
