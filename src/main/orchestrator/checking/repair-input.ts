import type { JsonObject } from '../../../contract/json.ts';

/** An input as it was surely meant, and in words what was changed of it. */
export type RepairedInput = { input: JsonObject; repairs: string[] };

type Schema = { [keyword: string]: unknown };
type Repair = { value: unknown; repairs: string[] };

/**
 * Mends what models get wrong in form and not in sense: a number or a truth value as a text, one value where a list is wanted,
 * null for what is left out. Nothing is guessed; the result must still be checked.
 */
export function repairInput(schema: Schema, input: JsonObject): RepairedInput {
  const { value, repairs } = repairObject(schema, input, '');
  return { input: value as JsonObject, repairs };
}

function repairObject(schema: Schema, value: object, path: string): Repair {
  const properties = asSchemas(schema['properties']);
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  const repairs: string[] = [];
  const kept: [string, unknown][] = [];
  for (const [name, each] of Object.entries(value)) {
    const place = path === '' ? name : `${path}.${name}`;
    const its = properties[name];
    if (each === null && !required.includes(name) && !(its && allows(its, 'null'))) {
      repairs.push(`${place}: null was left out`);
      continue;
    }
    const repaired = its ? repairValue(its, each, place) : { value: each, repairs: [] };
    repairs.push(...repaired.repairs);
    kept.push([name, repaired.value]);
  }
  return { value: Object.fromEntries(kept), repairs };
}

function repairValue(schema: Schema, value: unknown, path: string): Repair {
  const { type } = schema;
  if (type === 'array') return repairList(schema, value, path);
  if (type === 'object' && isRecord(value)) return repairObject(schema, value, path);
  if (typeof value !== 'string') return { value, repairs: [] };
  if (type === 'boolean' && (value === 'true' || value === 'false')) {
    return { value: value === 'true', repairs: [`${path}: the text "${value}" was taken as ${value}`] };
  }
  const number = type === 'number' || type === 'integer' ? numberIn(value, type) : undefined;
  if (number === undefined) return { value, repairs: [] };
  return { value: number, repairs: [`${path}: the text "${value}" was taken as the number ${number}`] };
}

function repairList(schema: Schema, value: unknown, path: string): Repair {
  const items = isRecord(schema['items']) ? schema['items'] : {};
  if (Array.isArray(value)) {
    const each = value.map((item: unknown, index) => repairValue(items, item, `${path}.${index}`));
    return { value: each.map((item) => item.value), repairs: each.flatMap(({ repairs }) => repairs) };
  }
  if (value === null || value === undefined) return { value, repairs: [] };
  // A list of lists could be meant in two ways, and so could a text that is written like a list.
  if (items['type'] === 'array' || (typeof value === 'string' && /^\s*[[{]/.test(value))) return { value, repairs: [] };
  const only = repairValue(items, value, path);
  return { value: [only.value], repairs: [...only.repairs, `${path}: one value was taken as a list of it`] };
}

/** Only what is written as JSON writes a number, and can be told apart from its neighbours. */
function numberIn(text: string, type: 'number' | 'integer'): number | undefined {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(number)) return undefined;
  return type === 'integer' && !Number.isSafeInteger(number) ? undefined : number;
}

function allows(schema: Schema, type: string): boolean {
  const { type: own, enum: values } = schema;
  if (own === undefined) return values === undefined || (Array.isArray(values) && values.includes(null));
  return Array.isArray(own) ? own.includes(type) : own === type;
}

function asSchemas(value: unknown): Record<string, Schema | undefined> {
  return isRecord(value) ? (value as Record<string, Schema>) : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
