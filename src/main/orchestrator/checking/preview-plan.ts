import type { Compensation } from '../../../contract/compensations.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Plan, TaskPreview } from '../../../contract/plan.ts';
import type { ActionEntry, Catalogue } from '../catalogue.ts';
import { isCallPastUndo } from './past-undo.ts';
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
      ...(await effectOf(entry, task.input)),
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
  const { title: usual } = entry.action;
  return {
    taskId: `${path}/:undo`,
    title: `If undone: ${title ?? usual}`,
    action,
    ...(await effectOf(entry, input)),
    needs: await needsAsPlanned(entry, input),
  };
}

async function effectOf(entry: ActionEntry, input: JsonObject): Promise<Pick<TaskPreview, 'risk' | 'isPastUndo'>> {
  return { risk: entry.action.risk, ...((await isCallPastUndo(entry, input)) ? { isPastUndo: true } : {}) };
}
