import type { Json } from './json.ts';
import type { Plan } from './plan.ts';
import { bodiesOf, type Task } from './plan-task.ts';

/** A value that stands in a plan as it is and could be given from outside instead. */
export type PlanLiteral = {
  /** Its place in the plan: `tasks.0.input.source`. */
  at: string;
  taskId: string;
  /** The field, `source`. */
  field: string;
  value: Json;
};

const longest = 2000;

/** Texts without expressions, numbers, yes and no, and lists to go over; in the plan's order. */
export function literalsOf(plan: Pick<Plan, 'tasks'>): PlanLiteral[] {
  const found: PlanLiteral[] = [];
  collect(plan.tasks, 'tasks', found);
  return found;
}

function collect(tasks: readonly Task[], around: string, found: PlanLiteral[]): void {
  for (const [index, task] of tasks.entries()) {
    const at = `${around}.${index}`;
    for (const [field, value] of Object.entries(task.input ?? {}))
      look(task.id, `${at}.input.${field}`, field, value, found);
    const list = task.forEach?.in;
    if (Array.isArray(list) && !hasExpression(list)) {
      found.push({ at: `${at}.forEach.in`, taskId: task.id, field: 'items', value: list });
    }
    for (const body of bodiesOf(task)) {
      // Inside a group with an input of its own, `input` means that one.
      if (body.path === 'tasks' && task.input !== undefined) continue;
      collect(body.tasks, `${at}.${body.path}`, found);
    }
  }
}

function look(taskId: string, at: string, field: string, value: Json, found: PlanLiteral[]): void {
  if (typeof value === 'string') {
    if (!value.includes('{{') && value.length <= longest) found.push({ at, taskId, field, value });
  } else if (typeof value === 'number' || typeof value === 'boolean') found.push({ at, taskId, field, value });
  else if (typeof value === 'object' && value !== null) {
    const members = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [name, part] of members) {
      const inner = Array.isArray(value) ? `${field}_${Number(name) + 1}` : String(name);
      look(taskId, `${at}.${name}`, inner, part, found);
    }
  }
}

function hasExpression(value: Json): boolean {
  return JSON.stringify(value).includes('{{');
}

/** A name for an input, different from those taken: the field's own where it can be one. */
export function inputName(field: string, taken: ReadonlySet<string>): string {
  const plain = field.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/^[^a-zA-Z]+/, '') || 'value';
  const base = plain.slice(0, 50);
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}
