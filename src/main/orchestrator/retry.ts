import { type Failure, isTransient } from '../../contract/errors.ts';
import type { Retry } from '../../contract/plan-modifiers.ts';
import { toFailure } from '../base/errors.ts';
import { seeds } from './chance.ts';
import { drawn, type Place, scopeOf } from './frame.ts';
import type { Done } from './settle.ts';

/** Of an action that may be repeated and whose plan says nothing: what passes is tried again, twice. */
const ofTransient: Retry = { attempts: 3, firstMs: 250, factor: 4, maxMs: 1000 };

const standard = { firstMs: 1000, factor: 2, maxMs: 60_000, jitter: 0 };

/** Another attempt at these fails just the same, or must not be made. */
const never = new Set<Failure['code']>([
  'invalid-input',
  'invalid-plan',
  'invalid-manifest',
  'permission-denied',
  'permission-missing',
  'not-declared',
  'cancelled',
  'uncertain',
  'unsupported',
]);

/**
 * How long to wait until the next attempt, after `made` of them; undefined when there is none. What went wrong in an action that
 * must not be repeated may have taken effect, so it is not attempted again, whatever the plan says.
 */
async function retryDelay(place: Place, made: number, failure: Failure): Promise<number | undefined> {
  const { task, execution } = place;
  const isRepeatable = task.action === undefined || execution.catalogue.action(task.action)?.action.repeatable === true;
  if (!isRepeatable) return undefined;
  const policy = task.retry ?? (task.action !== undefined && isTransient(failure) ? ofTransient : undefined);
  if (!policy || made >= policy.attempts || never.has(failure.code) || policy.notOn?.includes(failure.code)) {
    return undefined;
  }
  const asked = failure.details?.['retryAfterMs'];
  if (typeof asked === 'number' && asked >= 0) return asked;
  const { firstMs, factor, maxMs, jitter } = { ...standard, ...policy };
  const whole = Math.min(maxMs, firstMs * factor ** (made - 1));
  const share = jitter === 0 ? 0 : (await drawn(place)).seed / seeds;
  return Math.round(whole - whole * jitter * share);
}

/** Makes further attempts after failures, as the plan says. Each failure and the wait after it is on record before the wait begins. */
export async function attempted(place: Place, attempt: (place: Place) => Promise<Done>): Promise<Done> {
  const { execution, signal, state, path } = place;
  let failed = 0;
  if (state?.status === 'waiting' && state.retryAt !== undefined) {
    failed = state.attempt;
    place.state = undefined;
    await execution.outside.timers.pause(path, state.retryAt - execution.clock(), signal);
  }
  for (;;) {
    try {
      return await attempt(place);
    } catch (error) {
      if (signal.aborted) throw error;
      failed += 1;
      const failure = toFailure(error);
      const delayMs = await retryDelay(place, failed, failure);
      if (delayMs === undefined) throw error;
      place.state = undefined;
      const made = Math.max(1, place.tries.made);
      await execution.recorder.record([
        { type: 'task.retried', scope: scopeOf(place), payload: { attempt: made, error: failure, delayMs } },
      ]);
      await execution.outside.timers.pause(path, delayMs, signal);
    }
  }
}
