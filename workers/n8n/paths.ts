import { isFields, type Fields } from './node.ts';
import { wordsOf } from './words.ts';

/** `a.b[0].c` as its steps. */
export function stepsOf(path: string): string[] {
  return [...path.matchAll(/\[(?:"([^"]*)"|'([^']*)'|([^\]]*))\]|([^.[\]]+)/g)].map(
    ([, double, single, plain, name]) => double ?? single ?? plain ?? name ?? '',
  );
}

const inherited = new Set(['__proto__', 'constructor', 'prototype']);

/** A field of its own wins over a path, as a key may have a dot in it. */
export function getPath(from: unknown, path: string, isPath = true): unknown {
  if (typeof from !== 'object' || from === null) return undefined;
  if (Object.hasOwn(from, path)) return (from as Fields)[path];
  if (!isPath) return undefined;
  let value: unknown = from;
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Fields)[step];
  }
  return value;
}

/** Writes into `into`; a step that is a number makes a list. */
export function setPath(into: Fields, path: string, value: unknown, isPath = true): void {
  const steps = isPath ? stepsOf(path) : [path];
  const last = steps.pop();
  if (last === undefined || [...steps, last].some((step) => inherited.has(step))) return;
  let at: Fields = into;
  for (const [index, step] of steps.entries()) {
    const inner = at[step];
    if (typeof inner === 'object' && inner !== null) at = inner as Fields;
    else {
      const made = (/^\d+$/.test(steps[index + 1] ?? last) ? [] : {}) as Fields;
      at[step] = made;
      at = made;
    }
  }
  at[last] = value;
}

export function removePath(from: Fields, path: string, isPath = true): void {
  const steps = isPath && !Object.hasOwn(from, path) ? stepsOf(path) : [path];
  const last = steps.pop() ?? '';
  let at: unknown = from;
  for (const step of steps) at = isFields(at) || Array.isArray(at) ? (at as Fields)[step] : undefined;
  if (typeof at === 'object' && at !== null) Reflect.deleteProperty(at, last);
}

/** `a, b` as its names; a list stays one. */
export function namesIn(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(String) : wordsOf(value ?? '').split(',');
  return list.map((name) => name.trim()).filter((name) => name !== '');
}

/** Equal in content, as JSON is. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && isSame((a as Fields)[name], (b as Fields)[name]));
}
