import type { Task } from '../../../../contract/plan-task.ts';

/** An id that is not taken: `zip`, `zip_2`. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const words = wanted
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '');
  const base = words.slice(0, 56) || 'step';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}

/** An id that nobody else makes at the same time. */
export function freshId(wanted: string): string {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${wanted}_${word.toString(16).padStart(8, '0')}`;
}

const expressionFields = new Set(['when', 'until', 'while', 'where']);

/** The task with other ids for tasks, in what it waits for and in its expressions. Texts outside of expressions stay. */
export function withRenamed(task: Task, ids: ReadonlyMap<string, string>): Task {
  if (ids.size === 0) return task;
  const { after, ...rest } = task;
  const renamed = rewrite(rest, '', ids) as Omit<Task, 'after'>;
  return { ...renamed, ...(after ? { after: after.map((id) => ids.get(id) ?? id) } : {}) };
}

function rewrite(value: unknown, field: string, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    if (expressionFields.has(field)) return inExpression(value, ids);
    return value.replaceAll(/\{\{[\s\S]*?\}\}/g, (part) => inExpression(part, ids));
  }
  if (Array.isArray(value)) return value.map((each) => rewrite(each, field, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rewrite(part, name, ids)]));
}

function inExpression(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\btasks\.([a-z]\w*)/g, (whole, id: string) => {
    const next = ids.get(id);
    return next === undefined ? whole : `tasks.${next}`;
  });
}
