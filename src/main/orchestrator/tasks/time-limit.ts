import { HeronError } from '../../base/errors.ts';
import { innerSignal, type Place, titleOf } from '../frame.ts';
import { limited } from './limit.ts';
import type { Done } from './settle.ts';

/**
 * Ends what takes longer than the task's time limit, with all that is inside. Of an action the worker's host sees to it, and a wait
 * has a limit of its own.
 */
export async function withTimeLimit(place: Place, body: (within: Place) => Promise<Done>): Promise<Done> {
  const { task, state, execution, signal } = place;
  const { timeoutMs } = task;
  if (timeoutMs === undefined || task.action !== undefined) return body(place);
  const begun = state?.status === 'running' ? state.startedAt : undefined;
  const now = execution.clock();
  // It may have begun in the future of a clock that was set back.
  const end = Math.min(begun ?? now, now) + timeoutMs;
  const { controller, dispose } = innerSignal(signal);
  const cancel = limited(execution, place, 'time', end - now, () =>
    controller.abort(new HeronError('timeout', `${titleOf(place)} took longer than ${timeoutMs} ms`, { timeoutMs })),
  );
  try {
    const deadline = Math.min(place.deadline ?? Infinity, end);
    return await body({ ...place, signal: controller.signal, deadline });
  } catch (error) {
    throw controller.signal.aborted && !signal.aborted ? (controller.signal.reason as Error) : error;
  } finally {
    cancel();
    dispose();
  }
}
