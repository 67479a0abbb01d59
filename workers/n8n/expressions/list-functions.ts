import { isFields, NodeFailure } from '../node.ts';
import { isSame } from '../paths.ts';
import { compactOf } from './object-functions.ts';
import type { Functions } from './functions.ts';

export const listFunctions: Functions = {
  first: (list: unknown[]) => list[0],
  last: (list: unknown[]) => list.at(-1),
  isEmpty: (list: unknown[]) => list.length === 0,
  isNotEmpty: (list: unknown[]) => list.length > 0,
  sum: (list: unknown[]) => numbersOf(list, 'sum').reduce((sum, one) => sum + one, 0),
  min: (list: unknown[]) => Math.min(...numbersOf(list, 'min')),
  max: (list: unknown[]) => Math.max(...numbersOf(list, 'max')),
  average: (list: unknown[]) =>
    list.length === 0 ? 0 : numbersOf(list, 'average').reduce((sum, one) => sum + one, 0) / list.length,
  unique: (list: unknown[], ...fields: string[]) => unique(list, fields),
  removeDuplicates: (list: unknown[], ...fields: string[]) => unique(list, fields),
  compact: (list: unknown[]) => compactList(list),
  pluck: (list: unknown[], ...fields: string[]) => pluck(list, fields),
  chunk: (list: unknown[], size: number) => chunks(list, size),
  randomItem: (list: unknown[]) => list[Math.floor(Math.random() * list.length)],
  append: (list: unknown[], ...more: unknown[]) => [...list, ...more],
  union: (list: unknown[], other: unknown[]) => unique([...list, ...other], []),
  intersection: (list: unknown[], other: unknown[]) =>
    unique(
      list.filter((one) => holds(other, one)),
      [],
    ),
  difference: (list: unknown[], other: unknown[]) => list.filter((one) => !holds(other, one)),
  merge: (list: unknown[], other: unknown[] = []) => mergeLists(list, other),
  smartJoin: (list: unknown[], key: string, value: string) =>
    Object.fromEntries(list.filter(isFields).map((one) => [String(one[key]), one[value]])),
  renameKeys: (list: unknown[], ...names: string[]) => list.map((one) => (isFields(one) ? renamed(one, names) : one)),
  toJsonString: (list: unknown[]) => JSON.stringify(list),
};

function numbersOf(list: unknown[], name: string): number[] {
  return list.map((one) => {
    const value = typeof one === 'string' ? Number(one) : one;
    if (typeof value !== 'number' || Number.isNaN(value)) {
      throw new NodeFailure(`${name}(): every item must be a number`);
    }
    return value;
  });
}

function holds(list: unknown[], wanted: unknown): boolean {
  return list.some((one) => isSame(one, wanted));
}

function unique(list: unknown[], fields: string[]): unknown[] {
  const kept: unknown[] = [];
  for (const one of list) {
    const isThere = kept.some((other) =>
      fields.length > 0 && isFields(one) && isFields(other)
        ? fields.every((field) => isSame(one[field], other[field]))
        : isSame(one, other),
    );
    if (!isThere) kept.push(one);
  }
  return kept;
}

function compactList(list: unknown[]): unknown[] {
  return list
    .filter((one) => one !== null && one !== undefined && one !== '' && one !== 'nil')
    .map((one) => (isFields(one) ? compactOf(one) : one));
}

function pluck(list: unknown[], fields: string[]): unknown[] {
  if (fields.length === 0) return list;
  return list.filter(isFields).map((one) => {
    const [only] = fields;
    if (fields.length === 1 && only !== undefined) return one[only];
    return fields.map((field) => one[field]);
  });
}

function chunks(list: unknown[], size: number): unknown[][] {
  if (typeof size !== 'number' || size <= 0)
    throw new NodeFailure('chunk(): expected non-zero numeric arg, e.g. .chunk(5)');
  const parts: unknown[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

function mergeLists(list: unknown[], other: unknown[]): unknown {
  const merged: Record<string, unknown> = {};
  for (const one of [...list, ...other]) {
    if (isFields(one))
      for (const [key, value] of Object.entries(one)) if (!Object.hasOwn(merged, key)) merged[key] = value;
  }
  return merged;
}

function renamed(one: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(one).map(([key, value]) => {
      const at = names.findIndex((name, index) => index % 2 === 0 && name === key);
      return [at < 0 ? key : (names[at + 1] ?? key), value];
    }),
  );
}
