import type { Node } from './fast-value.ts';
import type { Scope } from '../checking/scope.ts';
import {
  anything,
  fieldOf,
  inWords,
  itemsOf,
  listOf,
  objectOf,
  type Schema,
  typesOf,
} from '../../../contract/schema-types.ts';

/** What a name below `tasks` means, or what is wrong with it. */
export type TaskLookup = (id: string, scope: Scope) => Schema | undefined;

export type Inference = {
  scope: Scope;
  /** The schema of the output of a task in the scope; undefined if there is none of that name. */
  outputOf: TaskLookup;
  /** Takes what an expression names and is not there. */
  report(message: string): void;
};

/** Stands for the whole context, in which names are looked up in the scope. */
export const whole: Schema = { type: 'object' };

/** The schema of what an expression gives, as far as it can be known, `{}` where it cannot. */
export function inferSchema(node: Node, input: Schema, inference: Inference): Schema {
  switch (node.type) {
    case 'string':
      return { type: 'string' };
    case 'number':
      return { type: Number.isInteger(node.value) ? 'integer' : 'number' };
    case 'value':
      return node.value === null ? { type: 'null' } : { type: 'boolean' };
    case 'path':
      return inferPath(node, input, inference);
    case 'binary':
      return inferBinary(node, input, inference);
    case 'unary':
      return inferUnary(node, input, inference);
    case 'condition':
      return inferCondition(node, input, inference);
    case 'block':
      return (node.expressions ?? []).map((each) => inferSchema(each, input, inference)).at(-1) ?? anything;
    case 'function':
      return inferFunction(node, input, inference);
    case 'variable':
      if (node.value === '') return input;
      return node.value === '$' ? whole : anything;
    default:
      return anything;
  }
}

type Found = { schema: Schema; isMany: boolean; written: string };

function inferPath(node: Node, input: Schema, inference: Inference): Schema {
  const steps = node.steps ?? [];
  const isPlain = Object.keys(node).every((key) => ['type', 'steps', 'position'].includes(key));
  let found: Found = { schema: input, isMany: false, written: '' };
  for (let place = 0; place < steps.length; place += 1) {
    const next = follow(found, steps.slice(place), inference);
    if (!next) return anything;
    found = next.found;
    place += next.also;
  }
  return found.isMany || !isPlain ? anything : found.schema;
}

/** `also`: how many steps it took besides the first one. */
type Followed = { found: Found; also: number } | undefined;

function follow(found: Found, steps: readonly Node[], inference: Inference): Followed {
  const [step] = steps;
  if (step?.type === 'name' && found.schema === whole) return fromWhole(steps, inference);
  if (!step) return undefined;
  const one = throughLists(found);
  if (step.type !== 'name') {
    const schema = inferSchema({ ...step, stages: [] }, one.schema, inference);
    return { found: filteredBy({ ...one, schema, written: `${found.written}.(…)` }, step, inference), also: 0 };
  }
  const name = String(step.value);
  const schema = fieldOf(one.schema, name);
  if (schema === 'absent') {
    inference.report(absent(found, one.schema, name));
    return undefined;
  }
  const next = { schema, isMany: one.isMany, written: found.written ? `${found.written}.${name}` : name };
  return { found: filteredBy(next, step, inference), also: 0 };
}

/** JSONata looks a name up in every item of a list. */
function throughLists(found: Found): Found {
  const types = typesOf(found.schema);
  if (!types?.includes('array')) return found;
  return types.length === 1
    ? { ...found, schema: itemsOf(found.schema), isMany: true }
    : { ...found, schema: anything };
}

function filteredBy(found: Found, step: Node, inference: Inference): Found {
  let { schema, isMany } = found;
  let { written } = found;
  for (const { type, expr } of step.stages ?? []) {
    if (type !== 'filter') return { ...found, schema: anything };
    const types = typesOf(schema);
    const items = types?.length === 1 && types[0] === 'array' ? itemsOf(schema) : anything;
    if (expr.type === 'number') {
      written += `[${String(expr.value)}]`;
      schema = types && !types.includes('array') ? schema : items;
    } else {
      inferSchema(expr, items, inference);
      written += '[…]';
      schema = items;
      isMany = true;
    }
  }
  return { schema, isMany, written };
}

/** A name in the scope; of a task, `tasks.<id>.output` at once. */
function fromWhole(steps: readonly Node[], inference: Inference): Followed {
  const { scope, outputOf, report } = inference;
  const [step, task, part] = steps;
  const name = String(step?.value);
  if (name !== 'tasks') {
    const schema = Object.hasOwn(scope.names, name) ? scope.names[name] : undefined;
    if (schema && step)
      return { found: filteredBy({ schema, isMany: false, written: name }, step, inference), also: 0 };
    const also = Object.keys(scope.names).map((each) => ` or ${each}`);
    report(`There is no ${name} here, write tasks.<id>.output.<field>${also.join('')}`);
    return undefined;
  }
  const id = String(task?.value);
  const schema = task?.type === 'name' ? outputOf(id, scope) : undefined;
  // A task that is not there is found with the dependencies.
  if (!schema || !part) return undefined;
  if (part.type !== 'name' || part.value !== 'output') {
    report(`A task has only its output: tasks.${id}.output`);
    return undefined;
  }
  return { found: filteredBy({ schema, isMany: false, written: `tasks.${id}.output` }, part, inference), also: 2 };
}

function absent({ written }: Found, schema: Schema, name: string): string {
  const what = `${written || 'The value'} has no ${name}`;
  const types = typesOf(schema);
  if (types && !types.includes('object')) return `${what}, it is ${inWords(schema)}`;
  const properties = Object.keys(schema['properties'] ?? {});
  return properties.length > 0 ? `${what}, it has ${properties.join(', ')}` : what;
}

function inferBinary(node: Node, input: Schema, inference: Inference): Schema {
  for (const side of [node.lhs, node.rhs]) {
    if (side && !Array.isArray(side)) inferSchema(side, input, inference);
  }
  const sign = String(node.value);
  if (['+', '-', '*', '/', '%'].includes(sign)) return { type: 'number' };
  if (sign === '&') return { type: 'string' };
  return ['=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in'].includes(sign) ? { type: 'boolean' } : anything;
}

function inferUnary(node: Node, input: Schema, inference: Inference): Schema {
  if (node.value === '[') {
    const parts = (node.expressions ?? []).map((each) => inferSchema(each, input, inference));
    return listOf(parts.length === 1 && parts[0] && !mayBeList(parts[0]) ? parts[0] : anything);
  }
  if (node.value === '-') {
    if (node.expression) inferSchema(node.expression, input, inference);
    return { type: 'number' };
  }
  const pairs = Array.isArray(node.lhs) ? node.lhs : [];
  const schemas = pairs.map(([key, value]) => [key, inferSchema(value, input, inference)] as const);
  if (schemas.some(([key]) => key.type !== 'string')) return { type: 'object' };
  return objectOf(Object.fromEntries(schemas.map(([key, schema]) => [String(key.value), schema])));
}

function mayBeList(schema: Schema): boolean {
  return typesOf(schema)?.includes('array') ?? true;
}

function inferCondition(node: Node, input: Schema, inference: Inference): Schema {
  if (node.condition) inferSchema(node.condition, input, inference);
  const branches = [node.then, node.else].flatMap((each) => (each ? [inferSchema(each, input, inference)] : []));
  const types = branches.map(typesOf);
  if (branches.length < 2 || types.some((each) => each === undefined)) return anything;
  const both = [...new Set(types.flat())];
  // What the two have inside may differ.
  return { type: both.length === 1 ? both[0] : both };
}

const textFunctions = 'string substring uppercase lowercase trim pad join replace formatNumber now type'.split(' ');
const numberFunctions = 'sum count max min average length number floor ceil round abs sqrt power millis random'.split(
  ' ',
);
const truthFunctions = 'exists not boolean contains'.split(' ');

function inferFunction(node: Node, input: Schema, inference: Inference): Schema {
  for (const each of node.arguments ?? []) inferSchema(each, input, inference);
  const name = node.procedure?.type === 'variable' ? String(node.procedure.value) : '';
  if (textFunctions.includes(name)) return { type: 'string' };
  if (numberFunctions.includes(name)) return { type: 'number' };
  return truthFunctions.includes(name) ? { type: 'boolean' } : anything;
}
