import type { Failure } from '../../../contract/errors.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import { answered } from './blocked-task.ts';
import { insideAt, insideOf, noteEnd, type Outcome, type Place, scopeOf, titleOf } from '../frame.ts';
import { type Done, fail, settle, unlessStopped } from './settle.ts';

const words = ['retry', 'skip', 'abort'] as const;

/** What the plan says about a failure for which no attempt is left. */
export async function onFailure(place: Place, error: Failure): Promise<Outcome | 'again'> {
  const { onError = 'abort' } = place.task;
  if (onError === 'skip') return skip(place, error, 'it failed, and the plan goes on without it');
  if (onError === 'escalate' && place.execution.isAttended) return escalate(place, error);
  if (typeof onError === 'object') return settle(place, () => substituted(place, error, 'recover'));
  return fail(place, error);
}

/** What was decided about a failure before the run was taken up again; undefined when there is nothing of that. */
export async function decidedBefore(place: Place): Promise<Outcome | 'again' | undefined> {
  const { state } = place;
  if (!state?.error) return undefined;
  const { error, caught, decision, status } = state;
  if (caught) return settle(place, () => substituted(place, error, caught));
  if (status === 'blocked') return unlessStopped(place, () => awaitDecision(place, error));
  return decision === undefined ? undefined : obey(place, error, decision);
}

function skip(place: Place, error: Failure, reason: string): Outcome {
  return noteEnd(
    place,
    { type: 'task.skipped', scope: scopeOf(place), payload: { reason, error } },
    { kind: 'skipped' },
  );
}

async function escalate(place: Place, error: Failure): Promise<Outcome | 'again'> {
  const { recorder } = place.execution;
  const text = `${titleOf(place)} failed: ${error.message}`.slice(0, 1900);
  const question = { text: `${text}\n\nRetry, skip or abort?`, choices: [...words] };
  const attempt = Math.max(1, place.tries.made);
  await recorder.record([{ type: 'task.blocked', scope: scopeOf(place), payload: { attempt, question, error } }]);
  return awaitDecision(place, error);
}

async function awaitDecision(place: Place, error: Failure): Promise<Outcome | 'again'> {
  return obey(place, error, await answered(place));
}

function obey(place: Place, error: Failure, decision: string): Outcome | 'again' {
  if (decision === 'retry') return 'again';
  return decision === 'skip' ? skip(place, error, 'the person decided to skip it') : fail(place, error);
}

/** Does the tasks that stand in for a failed one; what they give is what it gives. */
export async function substituted(place: Place, error: Failure, by: 'recover' | 'fallback'): Promise<Done> {
  const { task, state, execution, tries } = place;
  const tasks = substitutes(task, by);
  if (state?.caught !== by) {
    const attempt = Math.max(1, tries.made);
    await execution.recorder.record([{ type: 'task.caught', scope: scopeOf(place), payload: { attempt, error, by } }]);
  }
  const names = { ...place.names, error };
  const outputs = await execution.runGroup(insideAt(insideOf(place), `:${by}`, names), tasks);
  return { output: lastOutput(outputs, tasks), says: '' };
}

function substitutes({ id, onError, budget }: Task, by: 'recover' | 'fallback'): readonly Task[] {
  if (by === 'recover' && typeof onError === 'object') return onError.recover;
  if (by === 'fallback' && typeof budget?.onExceeded === 'object') return budget.onExceeded.fallback;
  throw new HeronError('internal', `${id} has no tasks to ${by} with`);
}

/** A list of tasks that stands for one gives what the last of them gives. */
export function lastOutput<Output>(outputs: Record<string, Output>, tasks: readonly Task[]): Output | null {
  const last = tasks.at(-1);
  return (last && outputs[last.id]) ?? null;
}
