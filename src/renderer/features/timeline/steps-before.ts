import { findInPlan } from '../../../contract/plan-place.ts';
import type { Run } from '../../../contract/runs.ts';
import { namedIn } from '../plan-graph/layout.ts';

/** The paths of the steps that a step comes after: those it names in `after`, and those in its expressions. */
export function stepsBefore({ plan }: Pick<Run, 'plan'>, path: string): string[] {
  const found = findInPlan(plan, path);
  if (found?.role !== 'task') return [];
  const { task } = found;
  const around = path.slice(0, path.lastIndexOf('/') + 1);
  const named = new Set([...(task.after ?? []), ...namedIn(task)]);
  return [...named]
    .filter((id) => id !== task.id)
    .map((id) => `${around}${id}`)
    .filter((before) => findInPlan(plan, before)?.role === 'task');
}

/** Those of them that have not ended, as far as the run's state says it: of steps inside others it does not. */
export function stepsAwaited(run: Pick<Run, 'plan' | 'tasks'>, path: string): string[] {
  return stepsBefore(run, path).filter((before) => run.tasks[before]?.endedAt === undefined);
}
