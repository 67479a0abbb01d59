import { bodiesOf, type Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { placeInside } from '../../../../contract/plan-place.ts';
import { bodyName, namedIn } from '../../plan-graph/layout.ts';
import { placeIn } from './place.ts';

/** A task as the outline shows it. */
export type OutlineRow = {
  place: string;
  task: Task;
  depth: number;
  /** Of the list it stands in: "Case 1"; nothing for the plan's own and those of a group. */
  lane: string | undefined;
  /** Its first in the list. */
  isFirst: boolean;
};

/** Every task, those inside another one after it. */
export function outlineOf({ tasks }: WorkflowDocument): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const collect = (list: readonly Task[], around: string, depth: number, lane: string | undefined): void => {
    for (const [index, task] of list.entries()) {
      const place = placeIn(around, task.id);
      rows.push({ place, task, depth, lane, isFirst: index === 0 });
      for (const body of bodiesOf(task)) {
        const name = body.path === 'tasks' ? undefined : bodyName(body.path);
        collect(body.tasks, placeInside(place, body.path), depth + 1, name);
      }
    }
  };
  collect(tasks, '', 0, undefined);
  return rows;
}

/** Ids of the tasks it waits for. It may name those inside of it, which are a part of it. */
export function idsBefore(task: Task): string[] {
  const own = new Set([task.id, ...idsInside(task)]);
  return [...new Set([...(task.after ?? []), ...namedIn(task)])].filter((id) => !own.has(id));
}

function idsInside(task: Task): string[] {
  return bodiesOf(task).flatMap(({ tasks }) => tasks.flatMap((inner) => [inner.id, ...idsInside(inner)]));
}

/** Ids of all tasks, wherever they are. */
export function allIds(document: WorkflowDocument): Set<string> {
  return new Set(outlineOf(document).map(({ task }) => task.id));
}

/** The place of the task that an issue's path, `tasks.1.tasks.0.input.path`, is about, and the rest of the path. */
export function placeOfPath({ tasks }: WorkflowDocument, path: string): { place: string; field: string } | undefined {
  let list: readonly Task[] = tasks;
  let around = '';
  let left = path;
  let found: { place: string; field: string } | undefined;
  for (;;) {
    const [whole = '', index] = /^tasks\.(\d+)\.?/.exec(left) ?? [];
    const task = index === undefined ? undefined : list[Number(index)];
    if (!task) return found;
    const place = placeIn(around, task.id);
    left = left.slice(whole.length);
    found = { place, field: left };
    const body = bodiesOf(task).find((each) => left.startsWith(`${each.path}.`));
    if (!body) return found;
    // The list is written as a task's own is, so that the next step reads it as the first one did.
    left = `tasks.${left.slice(body.path.length + 1)}`;
    list = body.tasks;
    around = placeInside(place, body.path);
  }
}
