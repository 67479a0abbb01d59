import type { Limit } from '../../contract/plan-events.ts';
import type { Execution } from './frame.ts';

/** Lets a limit end something, at its time; that it did is on record before anything that follows. Gives what stops it. */
export function limited(
  { outside, recorder, runId }: Execution,
  path: string,
  limit: Limit,
  delayMs: number,
  callback: () => void,
): () => boolean {
  return outside.timers.after(path, limit, delayMs, () => {
    recorder.note({
      type: 'task.limitReached',
      scope: { runId, taskId: path },
      payload: { limit, ...recorder.unsafe() },
    });
    callback();
  });
}
