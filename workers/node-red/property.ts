import { type Fields, isFields, NodeFailure } from './node.ts';

export type Step = string | number;

const step = /\.?([^.[\]'"\s]+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]|\[(msg[.[][^\]]*\]?)\]/y;
const inherited = new Set(['__proto__', 'constructor', 'prototype']);

/** `a.b["c"][0]` as its steps; `[msg.topic]` is looked up in the message. Errors: `NodeFailure`. */
export function stepsOf(path: string, message?: Fields): Step[] {
  const steps: Step[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < path.length) {
    const at = step.lastIndex;
    const found = step.exec(path);
    const isDotted = path[at] === '.';
    if (!found || (at === 0 && isDotted)) throw invalid(path);
    const [, name, index, double, single, inner] = found;
    if (at > 0 && name !== undefined && !isDotted) throw invalid(path);
    if (index !== undefined) steps.push(Number(index));
    else if (inner !== undefined) steps.push(innerStep(inner, message));
    else steps.push(name ?? double ?? single ?? '');
  }
  if (steps.length === 0) throw invalid(path);
  return steps;
}

const invalid = (path: string): NodeFailure => new NodeFailure(`Invalid property expression: ${path}`);

function innerStep(path: string, message: Fields | undefined): Step {
  const value = getProperty(message ?? {}, path.replace(/^msg\./, ''), message);
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new NodeFailure(`Invalid property expression: ${path} is undefined`);
}

/** Errors: `NodeFailure` for a path that leads through what is not there. */
export function getProperty(from: Fields, path: string, message?: Fields): unknown {
  let value: unknown = from;
  for (const [at, one] of stepsOf(path, message).entries()) {
    if (value === undefined || value === null) {
      throw new NodeFailure(`Cannot read properties of ${value === null ? 'null' : 'undefined'} (reading '${one}')`);
    }
    value = at > 0 || Object.hasOwn(value, one) ? fieldOf(value, one) : undefined;
  }
  return value;
}

function fieldOf(value: unknown, one: Step): unknown {
  if (typeof value === 'object' && value !== null)
    return Object.hasOwn(value, one) || one === 'length' ? (value as Fields)[one] : undefined;
  return typeof value === 'string' ? (value as unknown as Fields)[one] : undefined;
}

/** Writes into `into`, and makes what is missing on the way; `undefined` removes. False where a value that is no object is in the way. */
export function setProperty(into: Fields, path: string, value: unknown, message?: Fields): boolean {
  const steps = stepsOf(path, message);
  const last = steps.pop();
  if (last === undefined || [...steps, last].some((one) => inherited.has(String(one)))) return false;
  let at: Fields = into;
  for (const [index, one] of steps.entries()) {
    if (!Object.hasOwn(at, one)) {
      if (value === undefined) return false;
      at[one] = typeof (steps[index + 1] ?? last) === 'string' ? {} : [];
    }
    const inner = at[one];
    if (typeof inner !== 'object' || inner === null) return false;
    at = inner as Fields;
  }
  if (value !== undefined) at[last] = value;
  else if (Array.isArray(at) && typeof last === 'number') at.splice(last, 1);
  else Reflect.deleteProperty(at, last);
  return true;
}

/** A message's own property, or the message whole where the path is empty. */
export function getOrNothing(from: unknown, path: string, message?: Fields): unknown {
  if (!isFields(from)) return undefined;
  try {
    return getProperty(from, path, message);
  } catch {
    return undefined;
  }
}
