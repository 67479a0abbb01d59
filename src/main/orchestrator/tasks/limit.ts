import type { HeldUpBy, Limit } from '../../../contract/plan-events.ts';
import { type Execution, type Frame, isEnded } from '../frame.ts';

/**
 * Lets a limit end something, at its time; that it did is on record before anything that follows, unless something else has ended it
 * before. Gives what stops it.
 */
export function limited(
  { outside, recorder, runId }: Execution,
  { path, signal }: Pick<Frame, 'path' | 'signal'>,
  limit: Limit,
  delayMs: number,
  callback: () => void,
  more: { heldUpBy?: HeldUpBy } = {},
): () => boolean {
  return outside.timers.after(path, limit, delayMs, () => {
    if (!isEnded({ signal })) {
      const payload = { limit, ...more, ...recorder.unsafe() };
      recorder.note({ type: 'task.limitReached', scope: { runId, taskId: path }, payload });
    }
    callback();
  });
}
