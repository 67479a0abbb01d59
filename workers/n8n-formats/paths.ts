import { type Fields, isFields } from './call.ts';

const inherited = new Set(['__proto__', 'constructor', 'prototype']);

/** A field of its own wins over a path like `a.b[0]`. */
export function getPath(from: unknown, path: string): unknown {
  if (typeof from !== 'object' || from === null) return undefined;
  if (Object.hasOwn(from, path)) return (from as Fields)[path];
  let value: unknown = from;
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Fields)[step];
  }
  return value;
}

/** A copy of the fields in which that one has the value. */
export function withPath(fields: Fields, path: string, value: unknown): Fields {
  const [step, ...rest] = stepsOf(path);
  if (step === undefined || inherited.has(step)) return fields;
  const inner = fields[step];
  return {
    ...fields,
    [step]: rest.length === 0 ? value : withPath(isFields(inner) ? inner : {}, rest.join('.'), value),
  };
}

const stepsOf = (path: string): string[] => path.split(/[.[\]]+/).filter((step) => step !== '');

/** Fields inside fields and lists by their paths, like `a.b` and `list.0`. */
export function flattened(fields: Fields): Fields {
  const flat: Fields = {};
  function put(value: unknown, path: string): void {
    if (typeof value !== 'object' || value === null) {
      flat[path] = value;
      return;
    }
    for (const [name, inner] of Object.entries(value)) put(inner, path === '' ? name : `${path}.${name}`);
  }
  put(fields, '');
  return flat;
}
