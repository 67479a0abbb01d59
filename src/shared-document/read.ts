import type * as Y from 'yjs';
import type { Json } from '../contract/json.ts';
import { bodiesOf, type Task, taskKinds } from '../contract/plan-task.ts';
import type { WorkflowDocument } from '../contract/workflows.ts';
import { isSame, partsBelow } from './flat-fields.ts';
import { readCanvas } from './read-canvas.ts';
import { freeOf, itemsOf } from './read-items.ts';
import { budgetList, compare, documentMap, type Step, stepsByList, triggersList } from './steps.ts';

/** Tasks as they were read last, by the keys of their steps: what has not changed stays the same object. */
export type LastRead = Map<string, Task>;

/**
 * The document, whatever was merged: ids in a list differ, what is waited for is there and waits for nothing in a circle, and every list
 * inside a task has something in it.
 */
export function readShared(doc: Y.Doc, last: LastRead): WorkflowDocument {
  const reader: Reader = { lists: stepsByList(doc), last, next: new Map(), everyId: new Map() };
  const fields = new Map(documentMap(doc).entries());
  const ids = new Map<string, string>();
  const tasks = readList(reader, '', ids);
  const given = fields.get('budget');
  const budget = given === undefined ? undefined : readBudget(reader, given, budgetList);
  const input = partsBelow(fields, 'input');
  const canvas = readCanvas(reader.lists, fields, { own: ids, every: reader.everyId });
  const document = {
    ...Object.fromEntries(
      [...fields].filter(([name]) => !name.includes('/') && !['budget', 'canvas', 'input', 'triggers'].includes(name)),
    ),
    ...(input ? { input } : {}),
    tasks,
    ...(budget === undefined ? {} : { budget }),
    ...(fields.has('triggers') ? { triggers: itemsOf(reader.lists, triggersList) } : {}),
    ...(canvas ? { canvas } : {}),
  } as WorkflowDocument;
  last.clear();
  for (const [key, task] of reader.next) last.set(key, task);
  return document;
}

/** `everyId`: what each task is called, by the key of its step. */
type Reader = { lists: Map<string, Step[]>; last: LastRead; next: LastRead; everyId: Map<string, string> };

/** `ids` gets what each step of the list is called. */
function readList(reader: Reader, list: string, ids = new Map<string, string>()): Task[] {
  const steps = reader.lists.get(list) ?? [];
  const taken = new Set<string>();
  for (const { key, id } of steps) {
    const own = freeOf(id, taken);
    taken.add(own);
    ids.set(key, own);
    reader.everyId.set(key, own);
  }
  const waits = waitsOf(steps, ids);
  return steps.map((step) => readTask(reader, step, ids.get(step.key) ?? step.id, waits.get(step.key), ids));
}

/** By step: the steps it waits for, and as `?id` those that were named and never there. A wait that closes a circle is left out. */
function waitsOf(steps: readonly Step[], ids: ReadonlyMap<string, string>): Map<string, string[]> {
  const waits = new Map<string, string[]>();
  for (const { key, fields } of steps) {
    const parts = partsBelow(new Map(fields.entries()), 'after');
    if (!parts) continue;
    const named = Object.entries(parts).filter(([other]) => other.startsWith('?') || ids.has(other));
    named.sort(([one, at], [other, later]) => Number(at) - Number(later) || compare(one, other));
    waits.set(
      key,
      named.map(([other]) => other),
    );
  }
  return isCircular(waits) ? withoutCircles(waits) : waits;
}

function isCircular(waits: ReadonlyMap<string, readonly string[]>): boolean {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (key: string): boolean => {
    if (done.has(key)) return false;
    if (open.has(key)) return true;
    open.add(key);
    const found = (waits.get(key) ?? []).some(visit);
    open.delete(key);
    done.add(key);
    return found;
  };
  return [...waits.keys()].some(visit);
}

/** Adds one after the other, in an order that is the same everywhere. */
function withoutCircles(waits: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const kept = new Map<string, string[]>();
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    from === to ||
    (!seen.has(from) && !!seen.add(from) && (kept.get(from) ?? []).some((next) => reaches(next, to, seen)));
  for (const [key, others] of [...waits].toSorted(([one], [other]) => compare(one, other))) {
    const own: string[] = [];
    kept.set(key, own);
    for (const other of others) if (!reaches(other, key)) own.push(other);
  }
  return kept;
}

function readTask(
  reader: Reader,
  { key, fields: map }: Step,
  id: string,
  waits: readonly string[] | undefined,
  ids: ReadonlyMap<string, string>,
): Task {
  const fields = new Map(map.entries());
  const plain: Record<string, unknown> = {};
  for (const [name, value] of fields) if (!name.includes('/') && !name.startsWith('@')) plain[name] = value;
  plain['id'] = id;
  const input = partsBelow(fields, 'input');
  if (input) plain['input'] = input;
  delete plain['after'];
  if (waits) plain['after'] = waits.map((each) => (each.startsWith('?') ? each.slice(1) : (ids.get(each) ?? each)));
  const kinds = taskKinds.filter((kind) => plain[kind] !== undefined);
  for (const kind of kinds.slice(1)) delete plain[kind];
  if (kinds.length === 0) plain['value'] = null;
  readLists(reader, plain, key, id);
  const task = sameAsLast(plain as Task, reader.last.get(key));
  reader.next.set(key, task);
  return task;
}

/** Puts the lists that stand inside where their fields say that there are some. */
function readLists(reader: Reader, plain: Record<string, unknown>, key: string, id: string): void {
  const inside = (path: string): Task[] => orBlank(readList(reader, `${key}/${path}`), `${id}_nothing`);
  if (plain['tasks'] === true) plain['tasks'] = inside('tasks');
  const choice = plain['switch'] as { cases: Record<string, Json>[]; otherwise?: true } | undefined;
  if (choice) {
    plain['switch'] = {
      ...choice,
      cases: choice.cases.map(({ '@': own, ...rest }) => ({
        ...rest,
        tasks: inside(`switch.cases.${typeof own === 'string' ? own : ''}.tasks`),
      })),
      ...(choice.otherwise ? { otherwise: inside('switch.otherwise') } : {}),
    };
  }
  const onError = plain['onError'];
  if (typeof onError === 'object' && onError !== null) plain['onError'] = { recover: inside('onError.recover') };
  const budget = plain['budget'] as Json | undefined;
  if (budget !== undefined) plain['budget'] = readBudget(reader, budget, `${key}/budget.onExceeded.fallback`);
}

function readBudget(reader: Reader, budget: Json, list: string): unknown {
  const { onExceeded, ...limits } = budget as { onExceeded?: Json };
  if (typeof onExceeded !== 'object') return budget;
  return { ...limits, onExceeded: { fallback: orBlank(readList(reader, list), 'nothing') } };
}

/** Every list inside a task has a task. */
function orBlank(tasks: Task[], id: string): Task[] {
  return tasks.length > 0 ? tasks : [{ id: id.slice(-64), value: null }];
}

/** The object of last time where nothing in it is another: what is drawn of it needs no look. */
function sameAsLast(task: Task, before: Task | undefined): Task {
  if (!before) return task;
  const names = Object.keys(task) as (keyof Task)[];
  if (names.length !== Object.keys(before).length) return task;
  const lists = new Set(bodiesOf(task).map(({ path }) => path.split('.', 1)[0]));
  const isEqual = (name: keyof Task): boolean => {
    const [one, other] = [task[name] as Json, before[name] as Json];
    return lists.has(name) ? areSameTasks(task, before, name) : isSame(one, other);
  };
  return names.every(isEqual) ? before : task;
}

/** The tasks inside are the very same objects, and what stands beside them in the field is the same. */
function areSameTasks(task: Task, before: Task, name: string): boolean {
  const [one, other] = [bodiesOf(task), bodiesOf(before)];
  const isSameList =
    one.length === other.length &&
    one.every(({ path, tasks }, index) => {
      const beside = other[index];
      return (
        beside?.path === path &&
        beside.tasks.length === tasks.length &&
        tasks.every((each, at) => each === beside.tasks[at])
      );
    });
  return isSameList && isSame(task[name as keyof Task], before[name as keyof Task]);
}
