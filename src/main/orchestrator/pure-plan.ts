import { bodiesOf, type Task } from '../../contract/plan-task.ts';

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
