import type { Json, JsonObject } from '../../../contract/json.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a task, and of those inside: a node in a loop or a subflow stands inside a task. */
export function allIds(task: WorkflowDocument['tasks'][number]): string[] {
  return [task.id, ...(task.tasks ?? []).flatMap(allIds)];
}
