import type { Switch, Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';

/**
 * Places of tasks are those of `findInPlan`: `each/hash`, `choose/0/zip`, `pack/:recover/note`. The place of a list is what stands
 * before its tasks': `''`, `each`, `choose/0`, `pack/:recover`.
 */
export function listOf(place: string): string {
  const end = place.lastIndexOf('/');
  return end < 0 ? '' : place.slice(0, end);
}

export function idOf(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1);
}

export function placeIn(list: string, id: string): string {
  return list === '' ? id : `${list}/${id}`;
}

/** Whether a place is inside another, or in a list of it. */
export function isInside(place: string, around: string): boolean {
  return place.startsWith(`${around}/`);
}

/** The task that a list belongs to: the list of a case is not named like it. */
export function ownerOf(list: string): string {
  return /^(\d+|:[a-z]+)$/.test(idOf(list)) ? listOf(list) : list;
}

export function tasksIn({ tasks }: WorkflowDocument, list: string): readonly Task[] {
  let here: readonly Task[] = tasks;
  if (list === '') return here;
  const segments = list.split('/');
  for (let index = 0; index < segments.length; index += 1) {
    const task = here.find(({ id }) => id === segments[index]);
    if (!task) return [];
    const next = segments[index + 1];
    if (next !== undefined && isBodyName(next)) {
      here = bodyNamed(task, next) ?? [];
      index += 1;
    } else here = task.tasks ?? [];
  }
  return here;
}

export function taskAt(document: WorkflowDocument, place: string): Task | undefined {
  const id = idOf(place);
  return tasksIn(document, listOf(place)).find((task) => task.id === id);
}

type ChangeTasks = (tasks: readonly Task[]) => Task[];

/** The document with one of its lists changed. What is not changed stays the very same. */
export function withList(document: WorkflowDocument, list: string, change: ChangeTasks): WorkflowDocument {
  if (list === '') return { ...document, tasks: change(document.tasks) };
  return { ...document, tasks: changedIn(document.tasks, list.split('/'), change) };
}

export function withTask(document: WorkflowDocument, place: string, change: (task: Task) => Task): WorkflowDocument {
  const id = idOf(place);
  return withList(document, listOf(place), (tasks) => tasks.map((task) => (task.id === id ? change(task) : task)));
}

function changedIn(tasks: readonly Task[], segments: readonly string[], change: ChangeTasks): Task[] {
  const [id, ...rest] = segments;
  return tasks.map((task) => (task.id === id ? withBody(task, rest, change) : task));
}

function withBody(task: Task, segments: readonly string[], change: ChangeTasks): Task {
  const [name, ...rest] = segments;
  const inner = (tasks: readonly Task[], left: readonly string[]): Task[] =>
    left.length === 0 ? change(tasks) : changedIn(tasks, left, change);
  if (name === undefined || !isBodyName(name)) return { ...task, tasks: inner(task.tasks ?? [], segments) };
  if (name === ':recover' && typeof task.onError === 'object') {
    return { ...task, onError: { recover: inner(task.onError.recover, rest) } };
  }
  if (name === ':fallback' && typeof task.budget?.onExceeded === 'object') {
    return {
      ...task,
      budget: { ...task.budget, onExceeded: { fallback: inner(task.budget.onExceeded.fallback, rest) } },
    };
  }
  if (!task.switch) return task;
  return { ...task, switch: withCase(task.switch, name, (tasks) => inner(tasks, rest)) };
}

function withCase(choice: Switch, name: string, change: ChangeTasks): Switch {
  if (name === ':otherwise') return { ...choice, otherwise: change(choice.otherwise ?? []) };
  const cases = choice.cases.map((each, index) =>
    String(index) === name ? { ...each, tasks: change(each.tasks) } : each,
  );
  return { ...choice, cases };
}

function isBodyName(segment: string): boolean {
  return /^\d+$/.test(segment) || segment.startsWith(':');
}

function bodyNamed(task: Task, name: string): readonly Task[] | undefined {
  if (name === ':otherwise') return task.switch?.otherwise;
  if (name === ':recover') return typeof task.onError === 'object' ? task.onError.recover : undefined;
  if (name === ':fallback') {
    return typeof task.budget?.onExceeded === 'object' ? task.budget.onExceeded.fallback : undefined;
  }
  return task.switch?.cases[Number(name)]?.tasks;
}
