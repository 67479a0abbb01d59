import type { Limit } from '../../contract/plan-events.ts';
import type { Execution, Frame } from './frame.ts';

/**
 * Lets a limit end something, at its time; that it did is on record before anything that follows, unless the signal is aborted: then
 * something else has ended it. Gives what stops it.
 */
export function limited(
  { outside, recorder, runId }: Execution,
  { path, signal }: Pick<Frame, 'path' | 'signal'>,
  limit: Limit,
  delayMs: number,
  callback: () => void,
): () => boolean {
  return outside.timers.after(path, limit, delayMs, () => {
    if (!signal.aborted) {
      const payload = { limit, ...recorder.unsafe() };
      recorder.note({ type: 'task.limitReached', scope: { runId, taskId: path }, payload });
    }
    callback();
  });
}
