import { type Failure, isTransient } from '../../../contract/errors.ts';
import type { Retry } from '../../../contract/plan-modifiers.ts';
import { NotCalled, toFailure } from '../../base/errors.ts';
import { seeds } from '../expressions/chance.ts';
import { drawn, goAhead, type Place, scopeOf } from '../frame.ts';
import { type Done, LeftUncertain } from './settle.ts';

/**
 * Of an action that may be repeated and whose plan says nothing: what passes is tried again. What crashes its worker is not
 * tried so often that the worker is given up for it.
 */
const ofTransient: Retry = { attempts: 5, firstMs: 250, factor: 4, maxMs: 1000 };
const ofCrash: Retry = { ...ofTransient, attempts: 3 };

/** Nobody wants a run to stand still for longer because a server says so, unless the plan is made for it. */
const longestUnplannedMs = 300_000;

const standard = { firstMs: 1000, factor: 2, maxMs: 60_000, jitter: 0 };

const longestAskedMs = 3_600_000;

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
 * must not be repeated may have taken effect, so it is not attempted again, unless it was never called, or the plan names attempts and a
 * key that the effect is known by.
 */
async function retryDelay(place: Place, made: number, error: unknown, failure: Failure): Promise<number | undefined> {
  const { task, execution } = place;
  // With a key of its own it is the plan's word that the effect counts once.
  const hasKey = task.idempotencyKey !== undefined && task.retry !== undefined;
  const isRepeatable =
    task.action === undefined || hasKey || execution.catalogue.action(task.action)?.action.repeatable === true;
  if (!isRepeatable && !(error instanceof NotCalled)) return undefined;
  // Another attempt would have no time to stand in line.
  if (place.patience.isSpent) return undefined;
  const policy = task.retry ?? (task.action !== undefined && isTransient(failure) ? policyOf(failure) : undefined);
  if (!policy || made >= policy.attempts || never.has(failure.code) || policy.notOn?.includes(failure.code)) {
    return undefined;
  }
  const asked = failure.details?.['retryAfterMs'];
  if (typeof asked === 'number' && asked >= 0) {
    // Nobody is kept waiting for as long as a stranger likes, and earlier it would be no use.
    return asked <= (task.retry ? longestAskedMs : longestUnplannedMs) ? asked : undefined;
  }
  const { firstMs, factor, maxMs, jitter } = { ...standard, ...policy };
  const whole = Math.min(maxMs, firstMs * factor ** (made - 1));
  const share = jitter === 0 ? 0 : (await drawn(place)).seed / seeds;
  return Math.round(whole - whole * jitter * share);
}

function policyOf({ code }: Failure): Retry {
  return code === 'worker-crashed' ? ofCrash : ofTransient;
}

function longestDelay({ task }: Place, failure: Failure | undefined): number {
  const asked = failure?.details?.['retryAfterMs'];
  return Math.max(task.retry?.maxMs ?? standard.maxMs, typeof asked === 'number' ? asked : 0);
}

/** Makes further attempts after failures, as the plan says. Each failure and the wait after it is on record before the wait begins. */
export async function attempted(place: Place, attempt: (place: Place) => Promise<Done>): Promise<Done> {
  const { execution, signal, state } = place;
  let failed = state?.failures ?? 0;
  if (state?.status === 'waiting' && state.retryAt !== undefined) {
    place.state = undefined;
    // A clock that was set back makes nobody wait longer than was meant.
    const delayMs = Math.min(state.retryAt - execution.clock(), longestDelay(place, state.error));
    await rest(place, delayMs);
  }
  for (;;) {
    try {
      return await attempt(place);
    } catch (error) {
      if (signal.aborted || error instanceof LeftUncertain) throw error;
      await goAhead(place);
      failed += 1;
      const failure = toFailure(error);
      const delayMs = await retryDelay(place, failed, error, failure);
      if (delayMs === undefined) throw error;
      place.state = undefined;
      const made = Math.max(1, place.tries.made);
      const payload = { attempt: made, error: failure, delayMs, ...wakeAfter(place, delayMs) };
      await execution.recorder.record([{ type: 'task.retried', scope: scopeOf(place), payload }]);
      await rest(place, delayMs);
    }
  }
}

/** Pauses of this length are moments that a run out of memory is taken up for. */
const longMs = 2000;

function wakeAfter(place: Place, delayMs: number): { wakeAt?: number } {
  if (delayMs < longMs || place.heldKeys.length > 0) return {};
  return { wakeAt: Math.ceil(restsUntil(place, delayMs)) };
}

function restsUntil({ execution, deadline = Infinity }: Place, delayMs: number): number {
  return Math.min(deadline, execution.clock() + delayMs);
}

/** The pause before an attempt. A run in which nothing else is done leaves memory, unless it holds a key. */
async function rest(place: Place, delayMs: number): Promise<void> {
  const { execution, signal, path, heldKeys } = place;
  const goOn = heldKeys.length > 0 ? undefined : execution.activity.wait(restsUntil(place, delayMs));
  try {
    await execution.outside.timers.pause(path, delayMs, signal);
  } finally {
    goOn?.();
  }
}
