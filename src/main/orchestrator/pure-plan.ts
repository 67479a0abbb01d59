import type { Plan } from '../../contract/plan.ts';
import { bodiesOf, type Task } from '../../contract/plan-task.ts';
import type { Catalogue } from './catalogue.ts';
import { isHarmless } from './tasks/run-action.ts';

const known = new WeakMap<readonly Task[], boolean>();

/**
 * Whether all of it is worked out in the engine: nothing is called, asked or waited for, so nobody could see it under way, and
 * all it records may come to the disk at once. Kept: plans do not change.
 */
export function isPure(tasks: readonly Task[]): boolean {
  let pure = known.get(tasks);
  if (pure === undefined) {
    pure = tasks.every(isPureTask);
    known.set(tasks, pure);
  }
  return pure;
}

function isPureTask(task: Task): boolean {
  const isWorkedOut = task.value !== undefined || task.tasks !== undefined || task.switch !== undefined;
  const isInterrupted = task.retry !== undefined || task.key !== undefined || task.onError === 'escalate';
  return isWorkedOut && !isInterrupted && bodiesOf(task).every((body) => isPure(body.tasks));
}

/** Whether nothing that it calls changes anything: then its end may come to the disk along with its last steps. */
export function changesNothing({ tasks, budget }: Plan, catalogue: Pick<Catalogue, 'action'>): boolean {
  return typeof budget?.onExceeded !== 'object' && tasks.every((task) => isHarmlessTask(task, catalogue));
}

function isHarmlessTask(task: Task, catalogue: Pick<Catalogue, 'action'>): boolean {
  if (task.agent !== undefined) return false;
  const entry = task.action === undefined ? undefined : catalogue.action(task.action);
  if (task.action !== undefined && (!entry || !isHarmless(entry))) return false;
  return bodiesOf(task).every((body) => body.tasks.every((inner) => isHarmlessTask(inner, catalogue)));
}
