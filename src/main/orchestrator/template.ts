import jsonata from 'jsonata';
import type { Json } from '../../contract/json.ts';
import { HeronError } from '../base/errors.ts';
import { LinearRegExp } from './linear-regexp.ts';
import { expressionFunctions } from './expression-functions.ts';

/** A string with `{{ JSONata }}` in it. A lone expression gives its value; among text each gives its text. */
export type Template = {
  hasExpressions: boolean;
  /** Names used right below `root`, for example the task ids in `tasks.pack.output.path` below `tasks`. */
  referencesBelow(root: string): string[];
  /** The names of each path below `root`: `['pack', 'output', 'path']` for `tasks.pack.output.path` below `tasks`. */
  pathsBelow(root: string): string[][];
  /** The names of the expressions that are a path and nothing else. */
  plainPaths(): string[][];
  evaluate(context: Record<string, unknown>): Promise<Json | undefined>;
};

type Part = { text: string } | { source: string; names: string[] | undefined; expression: jsonata.Expression };

/** An expression is a plan's, a model's or a stranger's text: it gets a moment, a shallow stack and short lists, no more. */
const bounds = { timeout: 250, stack: 200, sequence: 100_000, RegexEngine: LinearRegExp };

const kept = new Map<string, Template>();
const keptAtMost = 5000;

/** Errors: `invalid-input` with the character (counted from 0) where the expression stops making sense. */
export function compileTemplate(text: string): Template {
  const known = kept.get(text);
  if (known) return known;
  const template = build(text);
  if (kept.size >= keptAtMost) kept.clear();
  kept.set(text, template);
  return template;
}

function build(text: string): Template {
  const parts = split(text);
  const only = parts.length === 1 ? parts[0] : undefined;
  const expressions = parts.filter((part) => 'expression' in part);
  const pathsBelow = (root: string): string[][] => expressions.flatMap((part) => pathsIn(part.expression.ast(), root));
  return {
    hasExpressions: expressions.length > 0,
    referencesBelow: (root) => [...new Set(pathsBelow(root).flatMap(([name]) => name ?? []))],
    pathsBelow,
    plainPaths: () => expressions.flatMap(({ names }) => (names ? [names] : [])),
    async evaluate(context) {
      if (only) return 'text' in only ? only.text : valueOf(only, context);
      const texts = await Promise.all(
        parts.map(async (part) => ('text' in part ? part.text : toText(await valueOf(part, context)))),
      );
      return texts.join('');
    },
  };
}

function split(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length || parts.length === 0) {
    const open = text.indexOf('{{', at);
    if (open < 0) {
      parts.push({ text: text.slice(at) });
      break;
    }
    const close = text.indexOf('}}', open);
    if (close < 0)
      throw new HeronError('invalid-input', `"{{" at character ${open} is never closed by "}}"`, { position: open });
    if (open > at) parts.push({ text: text.slice(at, open) });
    parts.push(compile(text.slice(open + 2, close), open + 2));
    at = close + 2;
  }
  return parts;
}

function compile(source: string, offset: number): Part {
  try {
    const expression = jsonata(source, bounds);
    for (const [name, implementation] of Object.entries(expressionFunctions)) {
      expression.registerFunction(name, implementation);
    }
    return { source, names: plainPath(source), expression };
  } catch (error) {
    throw expressionError(error, source, offset);
  }
}

async function valueOf(
  part: Exclude<Part, { text: string }>,
  context: Record<string, unknown>,
): Promise<Json | undefined> {
  if (part.names) {
    const found = follow(context, part.names);
    if (found.isPlain) return found.value as Json | undefined;
  }
  try {
    return (await part.expression.evaluate(context)) as Json | undefined;
  } catch (error) {
    throw expressionError(error, part.source, 0);
  }
}

/** Most expressions are plain paths; those are followed directly, without JSONata's interpreter. */
function plainPath(source: string): string[] | undefined {
  const trimmed = source.trim();
  return /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(trimmed) && !['true', 'false', 'null'].includes(trimmed)
    ? trimmed.split('.')
    : undefined;
}

/** Arrays on the way are JSONata's business: it maps over them. */
function follow(context: unknown, names: string[]): { isPlain: boolean; value?: unknown } {
  let value = context;
  for (const name of names) {
    if (Array.isArray(value)) return { isPlain: false };
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return { isPlain: true, value: undefined };
    value = (value as Record<string, unknown>)[name];
  }
  return Array.isArray(value) && value.length === 0 ? { isPlain: false } : { isPlain: true, value };
}

type Step = { type?: string; value?: unknown };

function pathsIn(node: unknown, root: string): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((each) => pathsIn(each, root));
  const { type, steps } = node as { type?: string; steps?: Step[] };
  const below = type === 'path' && steps?.[0]?.value === root ? [leadingNames(steps.slice(1))] : [];
  return below.concat(Object.values(node).flatMap((each) => pathsIn(each, root)));
}

function leadingNames(steps: Step[]): string[] {
  const end = steps.findIndex(({ type, value }) => type !== 'name' || typeof value !== 'string');
  return steps.slice(0, end < 0 ? steps.length : end).map(({ value }) => String(value));
}

function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function expressionError(error: unknown, source: string, offset: number): HeronError {
  const { message, position } = error as { message?: string; position?: number };
  const place = position === undefined ? undefined : offset + position;
  const where = place === undefined ? '' : ` at character ${place}`;
  return new HeronError('invalid-input', `The expression {{${source}}} is wrong${where}: ${message ?? String(error)}`, {
    expression: source,
    position: place,
  });
}
