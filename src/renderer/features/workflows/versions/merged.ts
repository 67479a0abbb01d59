import { comparePlans, type FieldChange, type PlanDifference } from '../../../../contract/compare-plans.ts';
import { bodiesOf, type Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { placeInside } from '../../../../contract/plan-place.ts';
import { bodyName } from '../../plan-graph/layout.ts';
import { withLists } from '../document/edit.ts';
import { isInside, listOf, placeIn, tasksIn } from '../document/place.ts';
import { t } from '../../../../words/words.ts';

export type Mark = 'added' | 'removed' | 'changed';

/** What became of one step. */
export type StepChange = { place: string; title: string; mark: Mark; fields: FieldChange[] };

/** Two documents as one picture: the later one, with those steps of the earlier one that are gone. */
export type Comparison = {
  document: WorkflowDocument;
  /** In the order in which the steps stand in the picture. */
  steps: StepChange[];
  /** Of the workflow itself: its title, its input, its budget. */
  whole: FieldChange[];
};

export function compareDocuments(before: WorkflowDocument, after: WorkflowDocument): Comparison {
  const difference = comparePlans(before, after);
  const changes = new Map(changesOf(difference).map((change) => [change.place, change]));
  const document = withRemoved(before, after);
  const title = difference.title ? [{ field: 'title', ...difference.title }] : [];
  const about = aboutChange(before, after);
  return {
    document,
    steps: placesOf(document).flatMap((place) => changes.get(place) ?? []),
    whole: [...title, ...about, ...difference.plan],
  };
}

function changesOf({ added, removed, changed }: PlanDifference): StepChange[] {
  const named = (mark: Mark) => (task: { path: string; title: string }) => ({
    ...{ place: placeOfPath(task.path), title: task.title, mark, fields: [] },
  });
  return [
    ...added.map(named('added')),
    ...removed.map(named('removed')),
    ...changed.map(({ path, title, fields }) => ({
      place: placeOfPath(path),
      title,
      mark: 'changed' as const,
      fields,
    })),
  ];
}

/** `choose/switch.cases.0.tasks/zip` is the place `choose/0/zip`. */
function placeOfPath(path: string): string {
  const [first = '', ...rest] = path.split('/');
  let place = first;
  for (let index = 0; index + 1 < rest.length; index += 2) {
    place = placeIn(placeInside(place, rest[index] ?? ''), rest[index + 1] ?? '');
  }
  return place;
}

function aboutChange(before: WorkflowDocument, after: WorkflowDocument): FieldChange[] {
  const [old, now] = [before.canvas?.description, after.canvas?.description];
  return old === now ? [] : [{ field: 'description', before: old, after: now }];
}

function placesOf(document: WorkflowDocument): string[] {
  const found: string[] = [];
  const collect = (tasks: readonly Task[], around: string): void => {
    for (const task of tasks) {
      const place = placeIn(around, task.id);
      found.push(place);
      for (const body of bodiesOf(task)) collect(body.tasks, placeInside(place, body.path));
    }
  };
  collect(document.tasks, '');
  return found;
}

/** Steps that are gone stand where they stood, in the list that they stood in, if there still is one. */
function withRemoved(before: WorkflowDocument, after: WorkflowDocument): WorkflowDocument {
  const grow = (tasks: Task[], list: string): Task[] => {
    const ids = new Set(tasks.map(({ id }) => id));
    const gone = tasksIn(before, list).filter(({ id }) => !ids.has(id));
    return [...tasks.map((task) => grownInside(task, placeIn(list, task.id), grow)), ...gone];
  };
  const tasks = grow(after.tasks, '');
  const [old, now] = [before.canvas?.positions ?? {}, after.canvas?.positions];
  // Where nothing was put anywhere, all of it arranges itself.
  const positions = now && { ...old, ...now };
  const known = new Set(tasks.map(({ id }) => id));
  const kept = positions && Object.fromEntries(Object.entries(positions).filter(([id]) => known.has(id)));
  const { positions: _, ...canvas } = after.canvas ?? {};
  return { ...after, tasks, canvas: { ...canvas, ...(kept ? { positions: kept } : {}) } };
}

function grownInside(task: Task, place: string, grow: (tasks: Task[], list: string) => Task[]): Task {
  const lists = bodiesOf(task).map(({ path }) => placeInside(place, path));
  let index = 0;
  // The lists come in the order of the bodies.
  return withLists(task, (tasks) => grow(tasks, lists[index++] ?? place));
}

/** A step that is inside one which is new or gone is so as well. */
export function markOf(steps: ReadonlyMap<string, Mark>, place: string): Mark | undefined {
  const own = steps.get(place);
  if (own) return own;
  for (const [around, mark] of steps) if (mark !== 'changed' && isInside(place, around)) return mark;
  return undefined;
}

/** "Case 1" for a step that stands in one. */
export function laneOf(place: string): string {
  const list = listOf(place);
  const last = list.slice(list.lastIndexOf('/') + 1);
  if (/^\d+$/.test(last)) return t('Case {{value}}', { value: Number(last) + 1 });
  if (last === ':otherwise') return bodyName('switch.otherwise');
  if (last === ':recover') return bodyName('onError.recover');
  return last === ':fallback' ? bodyName('budget.onExceeded.fallback') : '';
}
