import { type Below, type Fast, isObject, longest, type Node, truth, unsure } from './fast-value.ts';

type Step = { evaluate: Fast; filters: Filter[] };
type Filter = { index: number } | { condition: Fast };

/** A path such as `tasks.list.output.files[size > 10].name`; JSONata goes through lists on the way. */
export function fastPath(nodes: readonly Node[], below: Below): Fast | undefined {
  const steps = nodes.flatMap((node, place) => compileStep(node, place, below) ?? []);
  if (steps.length === 0 || steps.length !== nodes.length) return undefined;
  const isAbsolute = nodes[0]?.type === 'variable';
  const names = plainNames(nodes);
  return (input, root) => {
    if (Array.isArray(input) && !isAbsolute) return unsure;
    let value = input;
    let done = 0;
    // Plain names below objects need no lists.
    for (; names !== undefined && done < names.length && !Array.isArray(value); done += 1) {
      value = lookUp(value, names[done] ?? '');
      if (value === undefined || value === unsure) return value;
    }
    if (done === steps.length) return value;
    return through(Array.isArray(value) && done > 0 ? value : [value], steps, done, root);
  };
}

function plainNames(nodes: readonly Node[]): string[] | undefined {
  const end = nodes.findIndex(({ type, stages }) => type !== 'name' || stages);
  const plain = end < 0 ? nodes : nodes.slice(0, end);
  return plain.length > 0 ? plain.map(({ value }) => String(value)) : undefined;
}

function compileStep(node: Node, place: number, below: Below): Step | undefined {
  // A list that begins a path is no list of values to walk through.
  if (node.type === 'unary' && node.value === '[') return undefined;
  if (node.type === 'name' && !onlyHas(node, ['type', 'value', 'position', 'stages'])) return undefined;
  const { value } = node;
  const evaluate: Fast | undefined =
    node.type === 'name' ? (input) => lookUp(input, String(value)) : below(withoutStages(node));
  const filters = (node.stages ?? []).flatMap((stage) => compileFilter(stage, below) ?? []);
  if (!evaluate || filters.length !== (node.stages?.length ?? 0)) return undefined;
  return place > 0 && node.type === 'variable' && value === '$' ? undefined : { evaluate, filters };
}

function withoutStages({ stages: _, ...node }: Node): Node {
  return node;
}

function onlyHas(node: Node, names: string[]): boolean {
  return Object.keys(node).every((name) => names.includes(name));
}

function compileFilter(stage: { type: string; expr: Node }, below: Below): Filter | undefined {
  if (stage.type !== 'filter') return undefined;
  if (stage.expr.type === 'number') return { index: Math.floor(Number(stage.expr.value)) };
  const condition = below(stage.expr);
  return condition && { condition };
}

function lookUp(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return unsure;
  if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
  if (value['_jsonata_function'] === true || value['_jsonata_lambda'] === true) return unsure;
  return value[name];
}

/** The steps from `first` on, each over every value of the one before it. */
function through(values: unknown[], steps: readonly Step[], first: number, root: unknown): unknown {
  let current = values;
  for (let place = first; place < steps.length; place += 1) {
    const step = steps[place];
    const found = step ? valuesOf(current, step, root) : unsure;
    if (found === unsure) return unsure;
    // A single list at the end stays the list it is, even an empty one or one of a single value.
    if (place === steps.length - 1 && found.only) return found.only;
    current = found.values;
    if (current.length > longest) return unsure;
    if (current.length === 0) return undefined;
  }
  return current.length === 1 ? current[0] : current;
}

/** Lists are poured out; `only` is the one that was all there was, if no filter made it. */
function valuesOf(
  inputs: readonly unknown[],
  { evaluate, filters }: Step,
  root: unknown,
): { values: unknown[]; only?: unknown[] | undefined } | typeof unsure {
  const values: unknown[] = [];
  let results = 0;
  let only: unknown[] | undefined;
  for (const input of inputs) {
    let value = evaluate(input, root);
    for (const filter of filters) {
      if (value !== unsure) value = filtered(value, filter, root);
    }
    if (value === unsure) return unsure;
    if (Array.isArray(value)) {
      results += 1;
      only = value;
      for (const item of value) values.push(item);
    } else if (value !== undefined) {
      results += 1;
      values.push(value);
    }
  }
  return { values, only: results === 1 && filters.length === 0 ? only : undefined };
}

function filtered(value: unknown, filter: Filter, root: unknown): unknown {
  if (!Array.isArray(value) && isObject(value) && Boolean(value['tupleStream'])) return unsure;
  if ('index' in filter) {
    const list = Array.isArray(value) ? value : [value];
    const item: unknown = list.at(filter.index);
    if (Array.isArray(item)) return unsure;
    return item === undefined ? [] : [item];
  }
  if (value === undefined) return unsure;
  const kept: unknown[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const answer: unknown = filter.condition(item, root);
    // A number would be a place in the list.
    if (typeof answer === 'number' || typeof answer === 'object') return unsure;
    const is = truth(answer);
    if (is === unsure) return unsure;
    if (is === true) kept.push(item);
  }
  return kept;
}
