import type { Task } from '../../../contract/plan-task.ts';
import {
  inWords,
  listOf,
  objectOf,
  overlap,
  type Schema,
  typeOfValue,
  typesOf,
} from '../../../contract/schema-types.ts';
import { t } from '../../../words/words.ts';
import type { Catalogue } from './catalogue.ts';

/** A field that a value can be given to. */
export type InputPort = { name: string; schema: Schema; isRequired: boolean };

/** A value that a step gives: all of its output (`''`), or a field of it. */
export type OutputPort = { path: string; schema: Schema; isResult: boolean };

export function inputPorts(task: Task, catalogue: Catalogue): InputPort[] {
  const input = catalogue.action(task.action)?.action.input;
  if (!input) return [];
  const required = new Set(input.required ?? []);
  return Object.entries(input.properties).map(([name, schema]) => ({ name, schema, isRequired: required.has(name) }));
}

/** The whole first. */
export function outputPorts(task: Task, catalogue: Catalogue): OutputPort[] {
  const whole = outputSchema(task, catalogue);
  const found = catalogue.action(task.action)?.action;
  const fields = task.forEach ? {} : ((whole['properties'] ?? {}) as Record<string, Schema>);
  return [
    { path: '', schema: whole, isResult: false },
    ...Object.entries(fields).map(([path, schema]) => ({ path, schema, isResult: path === found?.result })),
  ];
}

function outputSchema(task: Task, catalogue: Catalogue): Schema {
  const one = outputOfOne(task, catalogue);
  return task.forEach ? listOf(one) : one;
}

function outputOfOne(task: Task, catalogue: Catalogue): Schema {
  if (task.action !== undefined) return catalogue.action(task.action)?.action.output ?? {};
  if (task.value !== undefined) {
    return typeof task.value === 'string' && task.value.includes('{{') ? {} : { type: typeOfValue(task.value) };
  }
  if (task.tasks && task.output === undefined) {
    return objectOf(Object.fromEntries(task.tasks.map((inner) => [inner.id, outputSchema(inner, catalogue)])));
  }
  return {};
}

export function expressionOf(taskId: string, path: string): string {
  return `{{ tasks.${taskId}.output${path === '' ? '' : `.${path}`} }}`;
}

/** What of one step suits a field of another best; or why nothing does. */
export function bestMapping(
  from: Task,
  port: InputPort,
  catalogue: Catalogue,
): { expression: string } | { reason: string } {
  const fitting = outputPorts(from, catalogue).filter(({ schema }) => overlap(schema, port.schema));
  const rank = ({ path, schema, isResult }: OutputPort): number =>
    (path === port.name ? 8 : 0) +
    (schema['format'] !== undefined && schema['format'] === port.schema['format'] ? 4 : 0) +
    (isResult ? 2 : 0) +
    // Of a record that says nothing of itself, the whole; else rather a field.
    (path === '' && !typesOf(schema) ? 1 : 0);
  const [best] = fitting.toSorted((a, b) => rank(b) - rank(a));
  if (best) return { expression: expressionOf(from.id, best.path) };
  const given = outputPorts(from, catalogue)[0];
  const gives = given ? inWords(given.schema) : t('nothing');
  const values = { field: port.name, wanted: inWords(port.schema), step: from.title ?? from.id, gives };
  return { reason: t('{{field}} wants {{wanted}}, and {{step}} gives {{gives}}', values) };
}

/** `zip.path` for an input that is what another step gives, and nothing else. */
export function mappedFrom(value: unknown): { taskId: string; path: string } | undefined {
  if (typeof value !== 'string') return undefined;
  const [, taskId, path = ''] = /^\s*\{\{\s*tasks\.([a-z]\w*)\.output((?:\.\w+)*)\s*\}\}\s*$/.exec(value) ?? [];
  return taskId === undefined ? undefined : { taskId, path: path.slice(1) };
}
