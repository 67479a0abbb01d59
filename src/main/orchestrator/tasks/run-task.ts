import { isActionTask } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import type { ActionPlace } from './blocked-task.ts';
import { runAgent } from '../agent/run-agent.ts';
import { withBudget } from './budget-task.ts';
import { runForEach } from './for-each.ts';
import { isUntouched, type Outcome, type Place } from '../frame.ts';
import { runGroupTask } from './group-task.ts';
import { decidedBefore, onFailure } from './on-error.ts';
import { runRepeat } from './repeat.ts';
import { attempted } from './retry.ts';
import { runAction } from './run-action.ts';
import { runSwitch } from './run-switch.ts';
import { runValue } from './run-value.ts';
import { type Done, settle } from './settle.ts';
import { compileTemplate } from '../expressions/template.ts';
import { withTimeLimit } from './time-limit.ts';
import { withKey } from './with-key.ts';
import { runWait } from './run-wait.ts';
import { isMet } from './when.ts';

/**
 * Takes one task from ready to its recorded end. Its modifiers lie around what it does, from the outermost: condition, list,
 * what is done about failures, budget, repetition, attempts, key, time limit. In a list, each item has all that comes after it.
 */
export async function runTask(place: Place): Promise<Outcome> {
  if (!place.task.forEach) return runOne(place, whenMet(place));
  const isWanted = whenMet(place);
  return settle(
    place,
    async () => (await isWanted()) ?? withBudget(place, (within) => runForEach(within, (item) => runOne(item))),
  );
}

async function runOne(place: Place, isWanted?: () => Promise<Done | undefined>): Promise<Outcome> {
  const decided = await decidedBefore(place);
  if (decided === 'again') begunAnew(place);
  else if (decided) return decided;
  return settle(
    place,
    async () => (await isWanted?.()) ?? withBudget(place, (within) => runRepeatedly(within)),
    async (failure) => {
      const handled = await onFailure(place, failure);
      if (handled === 'again') begunAnew(place);
      return handled;
    },
  );
}

function begunAnew(place: Place): void {
  place.state = undefined;
  place.patience = {};
}

/** Gives why the task is not done, if its condition is not met. It is asked once: a task that has begun goes on. */
function whenMet(place: Place): () => Promise<Done | undefined> {
  const { when } = place.task;
  let isDecided = when === undefined || !isUntouched(place.state);
  return async () => {
    if (isDecided || when === undefined) return undefined;
    if (!(await isMet(when, place.names, `${place.task.id}: when`))) return { skipped: 'its condition is not met' };
    isDecided = true;
    return undefined;
  };
}

function runRepeatedly(place: Place): Promise<Done> {
  return place.task.repeat ? runRepeat(place, runAttempts) : runAttempts(place);
}

function runAttempts(place: Place): Promise<Done> {
  return attempted(place, () => withKey(place, (keyed) => withTimeLimit(keyed, runOnce)));
}

async function runOnce(around: Place): Promise<Done> {
  const place = await withOwnKeys(around);
  const { task } = place;
  if (isOfAction(place)) return runAction(place);
  if (task.tasks) return runGroupTask(place, task.tasks);
  if (task.switch) return runSwitch(place, task.switch);
  if (task.wait) return runWait(place, task.wait);
  if (task.agent) return runAgent(place, task.agent);
  if (task.value !== undefined) return runValue(place, task.value);
  throw new HeronError(
    'invalid-plan',
    `${task.id}: the template ${task.template?.name ?? ''} was not put into the plan`,
  );
}

/** A task may say what its effects are known by; those of tasks inside begin with it. */
async function withOwnKeys(place: Place): Promise<Place> {
  const { idempotencyKey } = place.task;
  if (idempotencyKey === undefined) return place;
  const keyBase = await compileTemplate(idempotencyKey).evaluate(place.names);
  if (typeof keyBase === 'string' && keyBase !== '') return { ...place, keyBase };
  const shown = JSON.stringify(keyBase);
  throw new HeronError('invalid-input', `${place.task.id}: idempotencyKey: expected a text, got ${shown}`);
}

function isOfAction(place: Place): place is ActionPlace {
  return isActionTask(place.task);
}
