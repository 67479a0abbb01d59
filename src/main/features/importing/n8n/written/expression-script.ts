import type { Node } from '../../../../orchestrator/expressions/fast-value.ts';
import { scriptField, scriptObject, scriptText } from './script.ts';
import { Untranslated } from './untranslated.ts';

/** Where a path begins in n8n, and how many of its names that takes. */
export type Place = { source: string; taken: number; isList?: boolean };
/** Errors: `Untranslated`. */
export type FindPlace = (names: readonly string[]) => Place;

type To = (node: Node | undefined) => string;

/** JSONata as JavaScript, as far as both say the same. Errors: `Untranslated`. */
export function expressionScript(node: Node, find: FindPlace): string {
  const to: To = (one) => {
    if (!one) throw new Untranslated('a part of an expression is missing');
    const write = writers[one.type];
    if (!write) throw new Untranslated(`n8n has no words for “${wordOf(one)}”`);
    return write(one, to, find);
  };
  return to(node);
}

const wordOf = ({ type, value }: Node): string => (typeof value === 'string' ? value : type);

const writers: Record<string, (node: Node, to: To, find: FindPlace) => string> = {
  path: (node, _to, find) => pathScript(node, find),
  string: ({ value }) => scriptText(String(value)),
  number: ({ value }) => String(value),
  value: ({ value }) => String(value),
  binary: binaryScript,
  condition: (node, to) => `(${to(node.condition)} ? ${to(node.then)} : ${node.else ? to(node.else) : 'undefined'})`,
  block: ({ expressions = [] }, to) => {
    if (expressions.length !== 1) throw new Untranslated('n8n has no words for several expressions in a row');
    return `(${to(expressions[0])})`;
  },
  unary: unaryScript,
  function: functionScript,
};

function pathScript({ steps = [] }: Node, find: FindPlace): string {
  const end = steps.findIndex(({ type, value }) => type !== 'name' || typeof value !== 'string');
  if (end >= 0) throw new Untranslated('n8n has no words for what is worked out inside a path');
  const place = find(steps.map(({ value }) => String(value)));
  let source = place.source;
  for (const [index, { value, stages = [] }] of steps.entries()) {
    if (index >= place.taken) {
      const before = steps[index - 1]?.stages;
      if (place.isList && index === place.taken && !before) {
        throw new Untranslated('n8n has no words for a field of each of a list');
      }
      source += scriptField(String(value));
    }
    if (index >= place.taken - 1) source += stages.map(stageScript).join('');
    else if (stages.length > 0) throw new Untranslated('n8n has no words for what is picked there');
  }
  return source;
}

function stageScript({ type, expr }: NonNullable<Node['stages']>[number]): string {
  if (type !== 'filter' || expr.type !== 'number') throw new Untranslated('n8n has no words for a filter in a path');
  return `?.at(${String(expr.value)})`;
}

const isFixed = ({ type }: Node): boolean => type === 'string' || type === 'number' || type === 'value';
const arithmetic = new Set(['+', '-', '*', '/', '%', '<', '<=', '>', '>=']);

function binaryScript(node: Node, to: To): string {
  const word = String(node.value);
  const other = node.lhs as Node;
  const [left, right] = [to(other), to(node.rhs)];
  if (arithmetic.has(word)) {
    const open = [...(isFixed(other) ? [] : [left]), ...(node.rhs && isFixed(node.rhs) ? [] : [right])];
    return known([...new Set(open)], `${left} ${word} ${right}`);
  }
  if (word === 'and') return `(!!${left} && !!${right})`;
  if (word === 'or') return `(!!${left} || !!${right})`;
  if (word === '&') return `(${asText(left, other)} + ${asText(right, node.rhs)})`;
  if (word === 'in') return `[${right}].flat().includes(${left})`;
  if (word !== '=' && word !== '!=') throw new Untranslated(`n8n has no words for “${word}”`);
  if (!isFixed(other) && !(node.rhs && isFixed(node.rhs))) {
    throw new Untranslated('n8n has no words for comparing two things that may be lists');
  }
  if (word === '=') return `(${left} === ${right})`;
  // What is not there is not different from anything in Heron.
  const unsure = [other, node.rhs].flatMap((one, at) => (one && !isFixed(one) ? [at === 0 ? left : right] : []));
  return `(${[...unsure.map((one) => `${one} !== undefined`), `${left} !== ${right}`].join(' && ')})`;
}

const asText = (source: string, node: Node | undefined): string =>
  node?.type === 'string' ? source : `String(${source} ?? "")`;

function unaryScript({ value, expression, expressions = [], lhs }: Node, to: To): string {
  if (value === '-') return `(-${to(expression)})`;
  if (value === '[') return `[${expressions.map(to).join(', ')}].flat()`;
  if (value !== '{' || !Array.isArray(lhs)) throw new Untranslated(`n8n has no words for “${String(value)}”`);
  const fields = lhs.map(([name, inner]) => {
    if (name.type !== 'string') throw new Untranslated('n8n has no words for a name that is worked out');
    return [String(name.value), to(inner)] as const;
  });
  return `(${scriptObject(fields)})`;
}

const listed = (one: string): string => `[${one}].flat().filter((one) => one !== undefined)`;

/** What is worked out of something that is not there is not there either. */
function known(open: readonly string[], source: string): string {
  const tests = open.map((one) => `${one} === undefined`).join(' || ');
  return tests === '' ? `(${source})` : `(${tests} ? undefined : ${source})`;
}

const functions: Record<string, (...given: string[]) => string> = {
  exists: (one = '') => `(${one} !== undefined)`,
  not: (one = '') => known([one], `!${one}`),
  count: (one = '') => `${listed(one)}.length`,
  sum: (one = '') => known([one], `${listed(one)}.reduce((sum, one) => sum + one, 0)`),
  join: (one = '', between = '""') => known([one], `${listed(one)}.join(${between})`),
  string: (one = '') => known([one], `(typeof ${one} === "string" ? ${one} : JSON.stringify(${one}))`),
  length: (one = '') => known([one], `Array.from(${one}).length`),
  uppercase: (one = '') => `${one}?.toUpperCase()`,
  lowercase: (one = '') => `${one}?.toLowerCase()`,
  contains: (one = '', part = '""') => `${one}?.includes(${part})`,
};

function functionScript({ procedure, arguments: given = [] }: Node, to: To): string {
  const name = String(procedure?.value);
  const write = procedure?.type === 'variable' && Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!write) throw new Untranslated(`n8n has no words for $${name}`);
  return write(...given.map(to));
}
