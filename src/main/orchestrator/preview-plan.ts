import type { Plan, TaskPreview } from '../../contract/plan.ts';
import type { Catalogue } from './catalogue.ts';
import { needsOf } from './task-needs.ts';

/** What a person is shown of a valid plan before it runs. */
export async function previewPlan(plan: Plan, catalogue: Catalogue): Promise<TaskPreview[]> {
  const previews: TaskPreview[] = [];
  for (const task of plan.tasks) {
    const entry = catalogue.action(task.action);
    if (!entry) continue;
    previews.push({
      taskId: task.id,
      title: task.title ?? entry.action.title,
      action: task.action,
      risk: entry.action.risk,
      needs: await needsOf(entry, task.input),
    });
  }
  return previews;
}
