import jsonata from 'jsonata';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { letOthersIn } from '../../base/take-turns.ts';
import { drawOf, mentionsChance } from './chance.ts';
import { drawnFunctions } from './drawn-functions.ts';
import { expressionFunctions, lookingFunctions, looksAtMachine } from './expression-functions.ts';
import { namesOf, variableIn } from './expression-names.ts';
import { fastExpression } from './fast-expression.ts';
import { type Fast, type Node, unsure } from './fast-value.ts';
import { LinearRegExp } from './linear-regexp.ts';

export type Context = Record<string, unknown>;

/** A JSONata expression. */
export type Expression = {
  /** The names of each of its paths: `['tasks', 'pack', 'output']` for `$count(tasks.pack.output[0].files)`. */
  paths: string[][];
  /** Its names, if it is a path and nothing else. */
  plainPath: string[] | undefined;
  syntax(): Node;
  /** Gives its value at once where it can. Errors: `invalid-input` with the character. */
  evaluate(context: Context): Json | undefined | Promise<Json | undefined>;
};

/** An expression is a plan's, a model's or a stranger's text: it gets some seconds, a shallow stack and short lists, no more. */
const bounds = { timeout: 5000, stack: 200, sequence: 100_000, RegexEngine: LinearRegExp };

/**
 * `offset` is the place of the expression in the text it was written in; errors count from there. With `mayLook` it can call what looks
 * at the machine.
 */
export function parseExpression(source: string, offset = 0, mayLook = false): Expression {
  const names = plainPath(source);
  try {
    return names ? pathExpression(source, names, offset) : anyExpression(source, offset, mayLook);
  } catch (error) {
    throw expressionError(error, source, offset);
  }
}

/** Most expressions are plain paths; JSONata need not read those before they meet a list. */
function pathExpression(source: string, names: string[], offset: number): Expression {
  const compiled = lazily(() => compile(source));
  const node: Node = { type: 'path', steps: names.map((value) => ({ type: 'name', value })) };
  return {
    paths: [names],
    plainPath: names,
    syntax: () => node,
    evaluate: evaluator(fastExpression(node), compiled, source, offset),
  };
}

function anyExpression(source: string, offset: number, mayLook: boolean): Expression {
  const expression = compile(source, mayLook ? { ...expressionFunctions, ...lookingFunctions } : expressionFunctions);
  const node = expression.ast() as Node;
  if (!mayLook && looksAtMachine(source)) refuseLooking(node);
  return {
    paths: namesOf(node),
    plainPath: undefined,
    syntax: () => node,
    evaluate: evaluator(fastExpression(node), () => expression, source, offset),
  };
}

function evaluator(
  fast: Fast | undefined,
  compiled: () => jsonata.Expression,
  source: string,
  offset: number,
): Expression['evaluate'] {
  const mayDraw = mentionsChance(source);
  const slowly = async (context: Context): Promise<Json | undefined> => {
    try {
      const draw = mayDraw ? drawOf(context) : undefined;
      return withoutMarks(await compiled().evaluate(context, draw && (await drawnFunctions(await draw()))));
    } catch (error) {
      throw expressionError(error, source, offset);
    }
  };
  if (!fast) return slowly;
  return (context) => {
    const value = fast(context, context);
    return value === unsure ? slowly(context) : (value as Json | undefined);
  };
}

/** JSONata calls what has this name before each part it evaluates, and waits for it. */
const beforeEachPart = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
/** A look at the clock costs more than a small part. */
const partsBetweenLooks = 32;
let parts = 0;

/** A long evaluation lets others in now and then. */
function pace(): Promise<void> | undefined {
  parts += 1;
  return parts % partsBetweenLooks === 0 ? letOthersIn() : undefined;
}

function compile(source: string, functions = expressionFunctions): jsonata.Expression {
  const expression = jsonata(source, bounds);
  expression.assign(beforeEachPart, pace);
  for (const [name, implementation] of Object.entries(functions)) {
    expression.registerFunction(name, implementation);
  }
  return expression;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** In a plan it would give something else at another time or on another machine. */
function refuseLooking(node: Node): void {
  const name = variableIn(node, Object.keys(lookingFunctions));
  if (!name) return;
  const message = `$${name.value} looks at this machine, so only the defaults of a worker’s manifest can call it; leave the field out, or write what it is`;
  throw Object.assign(new Error(message), { position: name.position, token: name.value });
}

const wordsOfJsonata = ['true', 'false', 'null', 'and', 'or', 'in', 'function'];

function plainPath(source: string): string[] | undefined {
  const trimmed = source.trim();
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(trimmed)) return undefined;
  const names = trimmed.split('.');
  return names.length > 40 || names.some((name) => wordsOfJsonata.includes(name)) ? undefined : names;
}

/** JSONata marks the lists it makes; those marks are no data. What no JSON can hold is an error. */
function withoutMarks(value: unknown): Json | undefined {
  if (typeof value === 'function') throw new Error('it gives a function, call it with ( )');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`it gives ${value}, which is no number`);
  if (typeof value !== 'object' || value === null) return value as Json | undefined;
  if (Array.isArray(value)) return value.map((item) => withoutMarks(item) ?? null);
  if ('_jsonata_function' in value || '_jsonata_lambda' in value)
    throw new Error('it gives a function, call it with ( )');
  const entries = Object.entries(value).map(([name, item]) => [name, withoutMarks(item)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function expressionError(error: unknown, source: string, offset: number): HeronError {
  if (error instanceof HeronError) return error;
  const { message } = error as { message?: string };
  const start = startOf(error as { position?: unknown; token?: unknown }, source);
  const position = start === undefined ? undefined : offset + start;
  const where = position === undefined ? '' : ` at character ${position}`;
  const what = error instanceof RangeError ? 'it is nested too deeply' : (message ?? String(error));
  return new HeronError('invalid-input', `The expression {{${source}}} is wrong${where}: ${what}`, {
    expression: source,
    position,
  });
}

/** JSONata's place is the end of the word that is wrong, and of a function's the bracket behind it. */
function startOf({ position, token }: { position?: unknown; token?: unknown }, source: string): number | undefined {
  if (typeof position !== 'number') return undefined;
  if (typeof token !== 'string' || token === '') return Math.min(position, source.length);
  const before = source.slice(0, position);
  const start = before.lastIndexOf(token);
  const isNear = start >= 0 && /^[\s("'`]*$/.test(before.slice(start + token.length));
  if (!isNear) return Math.min(position, source.length);
  return start > 0 && source[start - 1] === '$' ? start - 1 : start;
}
