import type { Failure } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import { HeronError, isOfDatabase, toFailure } from '../../base/errors.ts';
import { goAhead, isToBeContinued, noteEnd, type Outcome, type Place, scopeOf } from '../frame.ts';

/** What doing a task came to. */
export type Done =
  | {
      output: Json;
      says: string;
      /** Something may have been changed by it. */
      tookEffect?: boolean;
    }
  | { skipped: string };

/** The person ended a run at a task that was interrupted and must not be repeated. */
export class LeftUncertain extends HeronError {
  constructor(message: string) {
    super('uncertain', message);
    this.name = 'LeftUncertain';
  }
}

/** What is done about a failure: it is final, or the task is done once more. */
export type OnFailure = (failure: Failure) => Promise<Outcome | 'again'>;

/** Does something and records how it ended. Rejects only when all around it is being stopped. */
export async function settle(place: Place, body: () => Promise<Done>, onFailure?: OnFailure): Promise<Outcome> {
  for (;;) {
    try {
      return conclude(place, await body());
    } catch (error) {
      if (isOfDatabase(error)) place.execution.recorder.fail(error);
      if (place.signal.aborted) return stopped(place);
      const failure = toFailure(error);
      // Whether it took effect nobody knows, and that is how it stays.
      if (error instanceof LeftUncertain) return { kind: 'failed', error: failure };
      if (!(await mayGoOn(place))) return stopped(place);
      const handled = onFailure ? await unlessStopped(place, () => onFailure(failure)) : fail(place, failure);
      if (handled !== 'again') return handled;
    }
  }
}

/** Whatever is done about a failure is stopped like the task itself. */
export async function unlessStopped<Result>(place: Place, body: () => Promise<Result>): Promise<Result | Outcome> {
  try {
    return await body();
  } catch (error) {
    if (isOfDatabase(error)) place.execution.recorder.fail(error);
    if (place.signal.aborted) return stopped(place);
    return fail(place, toFailure(error));
  }
}

async function mayGoOn(place: Place): Promise<boolean> {
  try {
    await goAhead(place);
    return true;
  } catch {
    return false;
  }
}

function conclude(place: Place, done: Done): Outcome {
  const scope = scopeOf(place);
  if ('skipped' in done) {
    const draft = { type: 'task.skipped' as const, scope, payload: { reason: done.skipped } };
    return noteEnd(place, draft, { kind: 'skipped' }, 'soon');
  }
  const { output, says, tookEffect } = done;
  const payload = { attempt: Math.max(1, place.tries.made), output, says };
  const draft = { type: 'task.completed' as const, scope, payload };
  return noteEnd(place, draft, { kind: 'completed', output }, tookEffect ? 'now' : 'soon');
}

export function fail(place: Place, error: Failure): Outcome {
  const payload = { attempt: Math.max(1, place.tries.made), error };
  return noteEnd(place, { type: 'task.failed', scope: scopeOf(place), payload }, { kind: 'failed', error });
}

function stopped(place: Place): never {
  const reason = place.signal.reason as Error;
  if (!isToBeContinued(place)) {
    const { recorder } = place.execution;
    recorder.note({ type: 'task.cancelled', scope: scopeOf(place), payload: { reason: reason.message } });
  }
  throw reason;
}
