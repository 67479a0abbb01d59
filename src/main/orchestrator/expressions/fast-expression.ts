import { fastBinary } from './fast-operators.ts';
import { fastFunction } from './fast-functions.ts';
import { fastPath } from './fast-path.ts';
import { type Below, type Fast, isObject, longest, type Node, truth, unsure } from './fast-value.ts';

/** Whatever else a node has (groups, `[]`, `@`, `#`, `%`) changes its meaning. */
const understood = new Set(
  'type value position steps stages lhs rhs expression expressions condition then else procedure arguments'.split(' '),
);
/** JSONata counts depth itself, and stops; so deep expressions are its own. */
const deepest = 50;
const namesWithMeaning = new Set(['__proto__', '_jsonata_lambda', '_jsonata_function']);

/** Turns the tree into functions that give what JSONata gives, or `unsure`. Undefined: JSONata is needed throughout. */
export function fastExpression(node: Node, depth = 0): Fast | undefined {
  if (depth > deepest || Object.entries(node).some(([name, value]) => value !== undefined && !understood.has(name)))
    return undefined;
  const below = (child: Node | undefined): Fast | undefined => child && fastExpression(child, depth + 1);
  if (node.type !== 'path' && node.stages) return undefined;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return () => node.value;
    case 'variable':
      return variable(node.value);
    case 'path':
      return fastPath(node.steps ?? [], below);
    case 'binary':
      return binary(node, below);
    case 'unary':
      return unary(node, below);
    case 'condition':
      return condition(node, below);
    case 'block':
      return block(node, below);
    case 'function':
      return call(node, below);
    default:
      return undefined;
  }
}

/** All of them, or nothing. */
function every(nodes: readonly Node[], below: Below): Fast[] | undefined {
  const parts = nodes.flatMap((node) => below(node) ?? []);
  return parts.length === nodes.length ? parts : undefined;
}

function variable(name: unknown): Fast | undefined {
  if (name === '$') return (_input, root) => root;
  if (name !== '') return undefined;
  return (input) => (isObject(input) && Boolean(input['outerWrapper']) ? unsure : input);
}

function binary(node: Node, below: Below): Fast | undefined {
  if (Array.isArray(node.lhs)) return undefined;
  const left = below(node.lhs);
  const right = below(node.rhs);
  return left && right && fastBinary(String(node.value), left, right);
}

function unary(node: Node, below: Below): Fast | undefined {
  if (node.value === '{') return objectOf(node, below);
  if (node.value === '[') return listOf(node.expressions ?? [], below);
  const operand = node.value === '-' ? below(node.expression) : undefined;
  return (
    operand &&
    ((input, root) => {
      const value = operand(input, root);
      if (value === undefined) return undefined;
      return typeof value === 'number' && Number.isFinite(value) ? -value : unsure;
    })
  );
}

function objectOf(node: Node, below: Below): Fast | undefined {
  const pairs = Array.isArray(node.lhs) ? node.lhs : [];
  const names = pairs.flatMap(([key]) => (key.type === 'string' ? String(key.value) : []));
  if (new Set(names).size !== pairs.length || names.some((name) => namesWithMeaning.has(name))) return undefined;
  const values = every(
    pairs.map(([, value]) => value),
    below,
  );
  if (!values) return undefined;
  return (input, root) => {
    if (Array.isArray(input) || (isObject(input) && Boolean(input['tupleStream']))) return unsure;
    const result: Record<string, unknown> = {};
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index]?.(input, root);
      if (value === unsure) return unsure;
      if (value !== undefined) result[names[index] ?? ''] = value;
    }
    return result;
  };
}

function listOf(nodes: readonly Node[], below: Below): Fast | undefined {
  const parts = every(nodes, below);
  if (!parts) return undefined;
  // A list written in the list stays one; a list that comes out of an expression is poured in.
  const isList = nodes.map(({ value }) => value === '[');
  return (input, root) => {
    const result: unknown[] = [];
    for (let index = 0; index < parts.length; index += 1) {
      const value = parts[index]?.(input, root);
      if (value === unsure) return unsure;
      if (!Array.isArray(value) || isList[index]) {
        if (value !== undefined) result.push(value);
      } else if (result.length + value.length > longest) return unsure;
      else for (const item of value) result.push(item);
    }
    return result;
  };
}

function condition(node: Node, below: Below): Fast | undefined {
  const test = below(node.condition);
  const yes = below(node.then);
  const no = node.else ? below(node.else) : (): undefined => undefined;
  if (!test || !yes || !no) return undefined;
  return (input, root) => {
    const isTrue = truth(test(input, root));
    if (isTrue === unsure) return unsure;
    return isTrue === true ? yes(input, root) : no(input, root);
  };
}

function block({ expressions = [] }: Node, below: Below): Fast | undefined {
  const parts = every(expressions, below);
  if (!parts) return undefined;
  return (input, root) => {
    let value: unknown;
    for (const part of parts) {
      value = part(input, root);
      if (value === unsure) return unsure;
    }
    return value;
  };
}

function call({ procedure, arguments: given = [] }: Node, below: Below): Fast | undefined {
  if (procedure?.type !== 'variable') return undefined;
  const implementation = fastFunction(String(procedure.value), given.length);
  const parts = every(given, below);
  if (!implementation || !parts) return undefined;
  return (input, root) => {
    const first = parts[0]?.(input, root);
    const second = parts[1]?.(input, root);
    return first === unsure || second === unsure ? unsure : implementation(first, second);
  };
}
