import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { type Context, type Expression, parseExpression } from './expression.ts';

/** A string with `{{ JSONata }}` in it. A lone expression gives its value; among text each gives its text. */
export type Template = {
  hasExpressions: boolean;
  /** Its texts and its expressions, in their order. */
  parts: readonly (string | Expression)[];
  expressions: readonly Expression[];
  /** The expression, if there is one and no text around it. */
  lone: Expression | undefined;
  /** Names used right below `root`, for example the task ids in `tasks.pack.output.path` below `tasks`. */
  referencesBelow(root: string): readonly string[];
  /** The names of each path below `root`: `['pack', 'output', 'path']` for `tasks.pack.output.path` below `tasks`. */
  pathsBelow(root: string): string[][];
  /** The names of the expressions that are a path and nothing else. */
  plainPaths(): string[][];
  /** Its value, at once where that can be. */
  evaluate(context: Context): Json | undefined | Promise<Json | undefined>;
};

type Part = string | Expression;

/** Two halves: what is asked for moves to the young one, and when that is full the old one is forgotten. */
let young = new Map<string, Template>();
let old = new Map<string, Template>();
const keptInHalf = 5000;
/** Longer texts are compiled each time, so that what is kept stays small. */
const longestKept = 10_000;

/** Errors: `invalid-input` with the character (counted from 0) where the expression stops making sense. */
export function compileTemplate(text: string): Template {
  return keep(text, () => build(split(text)));
}

/** Of a manifest, what fills in a field that is absent: it may look at the machine. */
export function compileDefault(text: string): Template {
  return keep(`{{}}${text}`, () => build(split(text, true)));
}

/** A text that is an expression and nothing else, such as the condition of a task: no `{{ }}` around it. */
export function compileExpression(source: string): Template {
  return keep(`{{${source}`, () => build([parseExpression(source)]));
}

function keep(name: string, make: () => Template): Template {
  const known = young.get(name);
  if (known) return known;
  const template = old.get(name) ?? make();
  if (name.length > longestKept) return template;
  if (young.size >= keptInHalf) {
    old = young;
    young = new Map();
  }
  young.set(name, template);
  return template;
}

function build(parts: Part[]): Template {
  const expressions = parts.filter((part) => typeof part !== 'string');
  const lone = parts.length === 1 ? expressions[0] : undefined;
  const pathsBelow = (root: string): string[][] =>
    expressions.flatMap(({ paths }) => paths.filter(([name]) => name === root).map(([, ...names]) => names));
  const below = new Map<string, string[]>();
  const evaluate = lone ? lone.evaluate : (context: Context) => textOf(parts, context);
  return {
    hasExpressions: expressions.length > 0,
    parts,
    expressions,
    lone,
    referencesBelow: (root) => {
      let names = below.get(root);
      if (!names) {
        names = [...new Set(pathsBelow(root).flatMap(([name]) => name ?? []))];
        below.set(root, names);
      }
      return names;
    },
    pathsBelow,
    plainPaths: () => expressions.flatMap((expression) => (expression.plainPath ? [expression.plainPath] : [])),
    evaluate,
  };
}

function textOf(parts: Part[], context: Context): string | Promise<string> {
  const values = parts.map((part) => (typeof part === 'string' ? part : part.evaluate(context)));
  if (values.every(isThere)) return values.map(toText).join('');
  return Promise.all(values.map((value) => Promise.resolve(value))).then((all) => all.map(toText).join(''));
}

function isThere(value: Json | undefined | Promise<Json | undefined>): value is Json | undefined {
  return !(value instanceof Promise);
}

function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function split(text: string, mayLook = false): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length || parts.length === 0) {
    const open = text.indexOf('{{', at);
    if (open < 0) {
      parts.push(text.slice(at));
      break;
    }
    if (open > at) parts.push(text.slice(at, open));
    const { expression, end } = readExpression(text, open, mayLook);
    parts.push(expression);
    at = end;
  }
  return parts;
}

/** How many `}}` are tried: the first ones may close objects, as in `{{ { "a": { "b": 1 }} }}`. */
const closesTried = 12;

function readExpression(text: string, open: number, mayLook: boolean): { expression: Expression; end: number } {
  let close = text.indexOf('}}', open + 2);
  if (close < 0) {
    throw new HeronError('invalid-input', `"{{" at character ${open} is never closed by "}}"`, { position: open });
  }
  let first: unknown;
  for (let tries = 0; close >= 0 && tries < closesTried; tries += 1) {
    try {
      return { expression: parseExpression(text.slice(open + 2, close), open + 2, mayLook), end: close + 2 };
    } catch (error) {
      first ??= error;
    }
    close = text.indexOf('}}', close + 1);
  }
  throw first;
}
