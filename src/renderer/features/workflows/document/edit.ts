import type { CanvasPoint } from '../../../../contract/canvas.ts';
import { bodiesOf, type Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { dependencies } from '../../plan-graph/layout.ts';
import { withoutLostComments, withRenamedComments } from './comments.ts';
import { withoutLostMembers, withRenamedMember } from './frames.ts';
import { freeId, withRenamed } from './names.ts';
import { idOf, isInside, listOf, ownerOf, placeIn, tasksIn, withList, withTask } from './place.ts';
import { withoutLostPins, withRenamedPins } from './scenarios.ts';
import { allIds } from './walk.ts';
import { t } from '../../../../words/words.ts';

/** What holds a list's place until something is in it: every list of a plan has a task. */
export function blankTask(taken: ReadonlySet<string>): Task {
  return { id: freeId('nothing', taken), value: null };
}

export function isBlank(task: Task): boolean {
  return task.value === null && Object.keys(task).length === 2;
}

export type Added = { document: WorkflowDocument; place: string };

/** `task.id` is what it would like to be called. With a point it is put there, if its list is the plan's own. */
export function addTask(document: WorkflowDocument, list: string, task: Task, at?: CanvasPoint): Added {
  const id = freeId(task.id, allIds(document));
  const added = withInnerIds({ ...task, id }, document);
  const grown = withList(document, list, (tasks) => [...tasks.filter((each) => !isBlank(each)), added]);
  const place = placeIn(list, id);
  return { place, document: list === '' && at ? withPositions(grown, { [id]: at }) : grown };
}

/** What stands inside a new task must not be called like anything that is there. */
function withInnerIds(task: Task, document: WorkflowDocument): Task {
  if (bodiesOf(task).length === 0) return task;
  const taken = allIds(document).add(task.id);
  const ids = new Map<string, string>();
  const renameList = (tasks: Task[]): Task[] =>
    tasks.map((inner) => {
      const id = freeId(inner.id, taken);
      taken.add(id);
      if (id !== inner.id) ids.set(inner.id, id);
      return { ...withLists(inner, renameList), id };
    });
  return withRenamed(withLists(task, renameList), ids);
}

/** The task with each list of tasks inside it changed. */
export function withLists(task: Task, change: (tasks: Task[]) => Task[]): Task {
  const { tasks, switch: choice, onError, budget } = task;
  return {
    ...task,
    ...(tasks ? { tasks: change(tasks) } : {}),
    ...(choice
      ? {
          switch: {
            ...choice,
            cases: choice.cases.map((each) => ({ ...each, tasks: change(each.tasks) })),
            ...(choice.otherwise ? { otherwise: change(choice.otherwise) } : {}),
          },
        }
      : {}),
    ...(typeof onError === 'object' ? { onError: { recover: change(onError.recover) } } : {}),
    ...(typeof budget?.onExceeded === 'object'
      ? { budget: { ...budget, onExceeded: { fallback: change(budget.onExceeded.fallback) } } }
      : {}),
  };
}

/** Nothing waits for them any more. Expressions that name them stay, and are found wrong by the check. */
export function removeTasks(document: WorkflowDocument, places: readonly string[]): WorkflowDocument {
  return withoutLostComments(takeOut(document, places));
}

/** With what was said of them: they may be put in elsewhere. */
function takeOut(document: WorkflowDocument, places: readonly string[]): WorkflowDocument {
  const outermost = places.filter((place) => !places.some((other) => isInside(place, other)));
  let next = document;
  for (const [list, inList] of Map.groupBy(outermost, listOf)) {
    const gone = new Set(inList.map(idOf));
    next = withList(next, list, (tasks) => {
      const left = tasks.filter(({ id }) => !gone.has(id)).map((task) => withoutAfter(task, gone));
      return left.length === 0 && list !== '' ? [blankTask(allIds(next))] : left;
    });
  }
  return withoutLostMembers(withoutLostPins(withoutPositions(next)));
}

function withoutAfter(task: Task, gone: ReadonlySet<string>): Task {
  if (!task.after?.some((id) => gone.has(id))) return task;
  const { after, ...rest } = task;
  const left = after.filter((id) => !gone.has(id));
  return left.length > 0 ? { ...rest, after: left } : rest;
}

/** Why one task cannot wait for another; undefined where it can. */
export function whyNotAfter(document: WorkflowDocument, from: string, to: string): string | undefined {
  if (from === to) return t('A step cannot wait for itself');
  if (listOf(from) !== listOf(to)) {
    return isInside(to, from) || isInside(from, to)
      ? t('What is inside a step is part of it already')
      : t('Only steps that stand side by side can wait for each other');
  }
  const isWaiting = waitingFor(tasksIn(document, listOf(to)), idOf(to)).has(idOf(from));
  return isWaiting ? t('They would wait for each other') : undefined;
}

/** The tasks of a list that wait for one of them, also by way of others. */
export function waitingFor(tasks: readonly Task[], id: string): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const [later, before] of dependencies(tasks)) {
    for (const each of before) {
      const known = next.get(each);
      if (known) known.push(later);
      else next.set(each, [later]);
    }
  }
  const found = new Set<string>();
  const pending = [id];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    for (const later of next.get(each) ?? []) {
      if (found.has(later)) continue;
      found.add(later);
      pending.push(later);
    }
  }
  return found;
}

/** The second waits for the first. */
export function connect(document: WorkflowDocument, from: string, to: string): WorkflowDocument {
  const id = idOf(from);
  return withTask(document, to, (task) =>
    task.after?.includes(id) ? task : { ...task, after: [...(task.after ?? []), id] },
  );
}

/** It no longer waits for it, and the fields of its input that are nothing but an expression over it are emptied. */
export function disconnect(document: WorkflowDocument, from: string, to: string): WorkflowDocument {
  const id = idOf(from);
  const naming = new RegExp(`^\\s*\\{\\{[^}]*\\btasks\\.${id}\\b[\\s\\S]*\\}\\}\\s*$`);
  return withTask(document, to, (task) => {
    const rest = withoutAfter(task, new Set([id]));
    if (!rest.input) return rest;
    const kept = Object.entries(rest.input).filter(([, value]) => typeof value !== 'string' || !naming.test(value));
    return { ...rest, input: Object.fromEntries(kept) };
  });
}

/** Into another list; nothing waits for it there, and it waits for nothing. Undefined where it would be inside itself. */
export function moveTask(document: WorkflowDocument, place: string, list: string, at?: CanvasPoint): Added | undefined {
  const task = tasksIn(document, listOf(place)).find(({ id }) => id === idOf(place));
  if (!task || list === listOf(place) || ownerOf(list) === place || isInside(list, place)) return undefined;
  const { after: _, join: __, ...moved } = task;
  const without = takeOut(document, [place]);
  const grown = withList(without, list, (tasks) => [...tasks.filter((each) => !isBlank(each)), moved]);
  const document_ = list === '' && at ? withPositions(grown, { [task.id]: at }) : grown;
  return { document: document_, place: placeIn(list, task.id) };
}

/** Earlier or later among its like. The order means nothing to the run; lists and tidied pictures follow it. */
export function reorderTask(document: WorkflowDocument, place: string, by: 1 | -1): WorkflowDocument {
  return withList(document, listOf(place), (tasks) => {
    const index = tasks.findIndex(({ id }) => id === idOf(place));
    const [one, other] = [tasks[index], tasks[index + by]];
    if (!one || !other) return [...tasks];
    return tasks.map((task) => (task === one ? other : task === other ? one : task));
  });
}

/** All that named it by its id names it by the new one. Undefined where the id is taken or none. */
export function renameTask(document: WorkflowDocument, place: string, id: string): Added | undefined {
  const old = idOf(place);
  if (id === old) return { document, place };
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(id) || allIds(document).has(id)) return undefined;
  const ids = new Map([[old, id]]);
  const list = listOf(place);
  const renamed = withList(document, list, (tasks) =>
    tasks.map((task) => ({ ...withRenamed(task, ids), id: task.id === old ? id : task.id })),
  );
  const position = list === '' ? document.canvas?.positions?.[old] : undefined;
  const next = position ? withPositions(renamed, { [id]: position }) : renamed;
  const own = list === '' ? withRenamedMember(withRenamedPins(next, old, id), old, id) : next;
  const named = withRenamedComments(own, old, id);
  return { document: withoutPositions(named), place: placeIn(list, id) };
}

export function withPositions(
  document: WorkflowDocument,
  positions: Readonly<Record<string, CanvasPoint>>,
): WorkflowDocument {
  const whole = Object.entries(positions).map(
    ([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const,
  );
  const all = { ...document.canvas?.positions, ...Object.fromEntries(whole) };
  return { ...document, canvas: { ...document.canvas, positions: all } };
}

/** Of tasks that are no longer the plan's own. */
function withoutPositions(document: WorkflowDocument): WorkflowDocument {
  const { positions } = document.canvas ?? {};
  if (!positions) return document;
  const ids = new Set(document.tasks.map(({ id }) => id));
  const left = Object.entries(positions).filter(([id]) => ids.has(id));
  if (left.length === Object.keys(positions).length) return document;
  return { ...document, canvas: { ...document.canvas, positions: Object.fromEntries(left) } };
}
