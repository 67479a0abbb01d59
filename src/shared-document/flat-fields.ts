import type { Json } from '../contract/json.ts';
import type { Task } from '../contract/plan-task.ts';
import type { WorkflowDocument } from '../contract/workflows.ts';

/**
 * A task or a document as fields that are merged one by one: `title`, `input/url`, `after/<key of a step>`. A field with a part of its
 * own below it stands as `true`, so that `{}` is not the same as nothing.
 */
export type Fields = Map<string, Json>;

/** Tasks that stand inside a task are steps of their own; in the field is only that there is such a list. */
const listHere = true;

/** Keys of the cases of a switch, in their order: they stay what they are when a case is put before them. */
export type CaseKeys = readonly string[];

/** All of a task but `after`, which needs the keys of other steps. */
export function fieldsOfTask(task: Task, cases: CaseKeys): Fields {
  const { after: _, input, tasks, switch: choice, onError, budget, ...plain } = task;
  const fields: Fields = new Map(Object.entries(plain) as [string, Json][]);
  addEach(fields, 'input', input);
  if (tasks) fields.set('tasks', listHere);
  if (choice) {
    const { otherwise, cases: own, ...rest } = choice;
    const kept = own.map(({ tasks: __, ...each }, index) => ({ ...each, '@': cases[index] ?? '' }));
    fields.set('switch', { ...rest, cases: kept, ...(otherwise ? { otherwise: listHere } : {}) });
  }
  if (onError !== undefined) fields.set('onError', typeof onError === 'object' ? { recover: listHere } : onError);
  if (budget) fields.set('budget', withoutFallback(budget));
  return fields;
}

/** All of a document but its tasks, its triggers, what is drawn beside them and the places of steps. */
export function fieldsOfDocument({ tasks: _, input, budget, canvas, triggers, ...plain }: WorkflowDocument): Fields {
  const fields: Fields = new Map(Object.entries(plain) as [string, Json][]);
  addEach(fields, 'input', input);
  if (budget) fields.set('budget', withoutFallback(budget));
  if (triggers) fields.set('triggers', listHere);
  if (canvas) {
    fields.set('canvas', true);
    if (canvas.description !== undefined) fields.set('canvas/description', canvas.description);
    if (canvas.positions) fields.set('canvas/positions', true);
    for (const list of ['notes', 'frames', 'comments'] as const)
      if (canvas[list]) fields.set(`canvas/${list}`, listHere);
  }
  return fields;
}

function withoutFallback(budget: NonNullable<Task['budget']>): Json {
  if (typeof budget.onExceeded !== 'object') return budget;
  return { ...budget, onExceeded: { fallback: listHere } };
}

function addEach(fields: Fields, name: string, value: Record<string, Json> | undefined): void {
  if (value === undefined) return;
  fields.set(name, true);
  for (const [key, each] of Object.entries(value)) fields.set(`${name}/${key}`, each);
}

/** What stands below `name/`, or nothing where the field is not there. */
export function partsBelow(fields: ReadonlyMap<string, Json>, name: string): Record<string, Json> | undefined {
  if (!fields.has(name)) return undefined;
  const start = `${name}/`;
  const parts = [...fields].filter(([key]) => key.startsWith(start));
  return Object.fromEntries(parts.map(([key, value]) => [key.slice(start.length), value]));
}

/** Where a list stands that a task has: the path in it, with the case of a switch by its key. */
export function listPath(path: string, cases: CaseKeys): string {
  return path.replace(/^switch\.cases\.(\d+)\./, (_, index: string) => `switch.cases.${cases[Number(index)] ?? ''}.`);
}

export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
