import { DateTime } from 'luxon';
import { isFields, NodeFailure } from '../node.ts';
import type { Functions } from './functions.ts';
import { dateFunctions, isDate } from './date-functions.ts';
import { listFunctions } from './list-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { objectFunctions } from './object-functions.ts';
import { textFunctions } from './text-functions.ts';

const booleanFunctions: Functions = {
  toNumber: (value: boolean) => (value ? 1 : 0),
  toInt: (value: boolean) => (value ? 1 : 0),
  isEmpty: () => false,
  toBoolean: (value: boolean) => value,
};

const all: Functions[] = [
  textFunctions,
  numberFunctions,
  listFunctions,
  objectFunctions,
  dateFunctions,
  booleanFunctions,
];
export const extensionNames: ReadonlySet<string> = new Set(all.flatMap((functions) => Object.keys(functions)));

function functionsOf(value: unknown): Functions | undefined {
  if (typeof value === 'string') return textFunctions;
  if (typeof value === 'number') return numberFunctions;
  if (typeof value === 'boolean') return booleanFunctions;
  if (Array.isArray(value)) return listFunctions;
  if (isDate(value) || DateTime.isDateTime(value)) return dateFunctions;
  return isFields(value) ? objectFunctions : undefined;
}

/** Calls a function of n8n's, or one of the language's own with the same name. Errors: `NodeFailure` where neither has it. */
export function extend(value: unknown, name: string, given: unknown[]): unknown {
  if (value === undefined || value === null) {
    if (name === 'isEmpty') return true;
    if (name === 'isNotEmpty') return false;
    if (name === 'toBoolean') return false;
    throw new TypeError(`${name} of nothing`);
  }
  const functions = functionsOf(value);
  if (functions && Object.hasOwn(functions, name)) return functions[name]?.(value as never, ...(given as never[]));
  const own: unknown = (value as Record<string, unknown>)[name];
  if (typeof own === 'function') return Reflect.apply(own, value, given);
  throw new NodeFailure(`${name}() is not there for a value of the type ${typeof value}`);
}
