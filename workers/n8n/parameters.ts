import { compile } from './expressions/compile.ts';
import type { Fields } from './node.ts';
import { getPath } from './paths.ts';

export type Parameters = {
  raw(path: string): unknown;
  at(path: string, index: number, fallback?: unknown): unknown;
  whole(index: number): Fields;
};

/** Parameters of a node whose texts that begin with `=` are worked out for each item. */
export function parametersOf(given: Fields, makeScope: (index: number) => object): Parameters {
  let last = { index: -1, scope: {} as object };
  const scopeAt = (index: number): object => {
    if (last.index !== index) last = { index, scope: makeScope(index) };
    return last.scope;
  };
  const raw = (path: string): unknown => getPath(given, path);
  const fixed = new Map<string, boolean>();
  function isFixed(path: string, value: unknown): boolean {
    let known = fixed.get(path);
    if (known === undefined) {
      known = !hasExpression(value);
      fixed.set(path, known);
    }
    return known;
  }
  return {
    raw,
    at(path, index, fallback) {
      const value = raw(path);
      if (value === undefined) return fallback;
      if (isFixed(path, value)) return structured(value);
      return resolve(value, scopeAt(index));
    },
    whole: (index) => resolve(given, scopeAt(index)) as Fields,
  };
}

function structured(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
}

function hasExpression(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith('=');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasExpression);
}

function resolve(value: unknown, scope: object): unknown {
  if (typeof value === 'string') return value.startsWith('=') ? compile(value)(scope) : value;
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, scope)]));
}
