import type { Compensation } from '../../../contract/compensations.ts';
import type { Plan, TaskPreview } from '../../../contract/plan.ts';
import type { Catalogue } from '../catalogue.ts';
import { actionsOf } from './plan-actions.ts';
import { needsAsPlanned } from './task-needs.ts';

/** What a person is shown of a valid plan before it runs. */
export async function previewPlan(plan: Plan, catalogue: Catalogue): Promise<TaskPreview[]> {
  const previews: TaskPreview[] = [];
  for (const { path, task } of actionsOf(plan.tasks)) {
    const entry = catalogue.action(task.action);
    if (!entry) continue;
    previews.push({
      taskId: path,
      title: task.title ?? entry.action.title,
      action: task.action,
      risk: entry.action.risk,
      needs: await needsAsPlanned(entry, task.input),
    });
    const undo = task.undo && (await previewOfUndo(path, task.undo, catalogue));
    if (undo) previews.push(undo);
  }
  return previews;
}

async function previewOfUndo(
  path: string,
  { action, input, title }: Compensation,
  catalogue: Catalogue,
): Promise<TaskPreview | undefined> {
  const entry = catalogue.action(action);
  if (!entry) return undefined;
  const { risk, title: usual } = entry.action;
  return {
    taskId: `${path}/:undo`,
    title: `If undone: ${title ?? usual}`,
    action,
    risk,
    needs: await needsAsPlanned(entry, input),
  };
}
