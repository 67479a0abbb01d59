import type { HeldUpBy } from '../../../contract/plan-events.ts';
import { HeronError } from '../../base/errors.ts';
import { innerSignal, type Place, scopeOf, titleOf } from '../frame.ts';
import { limited } from '../tasks/limit.ts';
import { noteWait } from './waited.ts';

/**
 * Waits for what others may have before the task. While it lasts it shows why the task has not begun; it counts for `startWithinMs`, and
 * stands in the record of the start.
 */
export async function inLine<Result>(
  place: Place,
  what: HeldUpBy,
  wait: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { execution } = place;
  const since = execution.clock();
  // What is asked for is on record as a question.
  const { for: awaited, name } = what;
  const shown = awaited === 'permission' ? undefined : { for: awaited, name };
  const leave =
    shown &&
    execution.lines.enter(since, () => {
      const payload = { attempt: place.tries.made + 1, ...shown, since };
      return { type: 'task.queued', scope: scopeOf(place), payload };
    });
  try {
    return await (place.task.startWithinMs === undefined ? wait(place.signal) : inTime(place, what, wait));
  } finally {
    leave?.();
    if (shown) noteWait(place, shown, since);
  }
}

/** All that a task stands in line for shares one time, over its attempts too. */
async function inTime<Result>(
  place: Place,
  what: HeldUpBy,
  wait: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { task, signal, execution, patience } = place;
  const { clock, outside } = execution;
  const since = clock();
  const leftMs = patience.leftMs ?? task.startWithinMs ?? 0;
  const heldUpBy = outside.heldUpBy(place.path, what);
  const { controller, dispose } = innerSignal(signal);
  const end = (): void => {
    patience.isSpent = heldUpBy !== undefined;
    controller.abort(tooLate(place, heldUpBy));
  };
  const cancel = limited(execution, place, 'start', leftMs, end, heldUpBy ? { heldUpBy } : {});
  try {
    return await wait(controller.signal);
  } finally {
    // A clock that was set back gives nobody more time.
    patience.leftMs = Math.max(0, leftMs - Math.max(0, clock() - since));
    cancel();
    dispose();
  }
}

function tooLate(place: Place, heldUpBy: HeldUpBy | undefined): HeronError {
  const { startWithinMs } = place.task;
  const message = `${titleOf(place)} could not start within ${startWithinMs} ms`;
  if (!heldUpBy) return new HeronError('timeout', message, { startWithinMs });
  return new HeronError('timeout', `${message}: it ${reason(heldUpBy)}`, { startWithinMs, heldUpBy });
}

function reason({ for: what, name = '' }: HeldUpBy): string {
  switch (what) {
    case 'key':
      return `waited for the key ${name}`;
    case 'turn':
      return `waited for a free place of the class ${name}`;
    case 'disk':
      return 'waited for what was done before to be on the disk';
    case 'permission':
      return 'waited for a permission';
  }
}
