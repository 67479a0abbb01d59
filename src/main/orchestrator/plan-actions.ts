import { type ActionTask, bodiesOf, isActionTask, type Task } from '../../contract/plan-task.ts';

/** Every action of a plan, those inside other tasks included. `path` is its place in the plan: `resize/copy`. */
export function* actionsOf(tasks: readonly Task[], around = ''): Generator<{ path: string; task: ActionTask }> {
  for (const task of tasks) {
    const path = around ? `${around}/${task.id}` : task.id;
    if (isActionTask(task)) yield { path, task };
    for (const body of bodiesOf(task)) yield* actionsOf(body.tasks, path);
  }
}
