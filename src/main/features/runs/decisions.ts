import { HeronError } from '../../base/errors.ts';
import type { Decision } from '../../orchestrator/execution.ts';

/** Tasks that wait for a person's word, by run and task. */
export type Decisions = {
  wait(runId: string, taskId: string, signal: AbortSignal): Promise<Decision>;
  /** Errors: `not-found` when nothing waits there. */
  make(runId: string, taskId: string, decision: Decision): void;
};

export function createDecisions(): Decisions {
  const waiting = new Map<string, (decision: Decision) => void>();
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
        waiting.set(key, (decision) => {
          waiting.delete(key);
          signal.removeEventListener('abort', stop);
          resolve(decision);
        });
      }),
    make: (runId, taskId, decision) => {
      const decide = waiting.get(`${runId}/${taskId}`);
      if (!decide) throw new HeronError('not-found', `No task ${taskId} of ${runId} waits for a decision`);
      decide(decision);
    },
  };
}
