import type { Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { dependencies } from '../../plan-graph/layout.ts';
import { connect } from './edit.ts';
import { idOf, listOf, tasksIn, withTask } from './place.ts';

/** A step that stands after one comes before another: what only waited for the first waits for it instead. */
export function leadThrough(
  document: WorkflowDocument,
  { from, to, isOrder }: { from: string; to: string; isOrder: boolean },
  inserted: string,
): WorkflowDocument {
  const without = isOrder ? withTask(document, to, (task) => withoutWait(task, idOf(from))) : document;
  return connect(without, inserted, to);
}

function withoutWait({ after, ...rest }: Task, id: string): Task {
  const left = after?.filter((each) => each !== id) ?? [];
  return left.length > 0 ? { ...rest, after: left } : rest;
}

/** The task and all that comes after it in its list. */
export function downstreamOf(document: WorkflowDocument, place: string): Set<string> {
  const before = dependencies(tasksIn(document, listOf(place)));
  const found = new Set([idOf(place)]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const [id, waits] of before) if (waits.some((other) => found.has(other))) found.add(id);
  }
  return found;
}
