import type { Plan, TaskPreview } from '../../contract/plan.ts';
import type { Catalogue } from './catalogue.ts';
import { actionsOf } from './plan-actions.ts';
import { needsOf } from './task-needs.ts';

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
      needs: await needsOf(entry, task.input),
    });
  }
  return previews;
}
