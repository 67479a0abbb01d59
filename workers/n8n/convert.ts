import { DateTime } from 'luxon';
import { number, truth } from './conditions.ts';
import { isFields, NodeFailure } from './node.ts';
import { wordsOf } from './words.ts';

/** A value as a field of the type has it. Errors: `NodeFailure` for one that cannot be; `isForgiving` leaves it as it is. */
export function converted(name: string, value: unknown, type: string, isForgiving: boolean, index: number): unknown {
  if (value === undefined || value === null) return null;
  const made = conversions[type]?.(value);
  if (made !== undefined) return made;
  if (isForgiving || !conversions[type]) return value;
  throw new NodeFailure(`'${name}' expects a ${type} but we got ${shown(value)} [item ${index}]`);
}

const conversions: Record<string, (value: unknown) => unknown> = {
  string: (value) => textOf(value),
  number: (value) => (typeof value === 'boolean' || value === '' ? Number(value) : number(value)),
  boolean: truth,
  array: (value) => parsed(value, Array.isArray),
  object: (value) => parsed(value, isFields),
};

function textOf(value: unknown): string {
  if (DateTime.isDateTime(value)) return value.toISO() ?? '';
  return typeof value === 'object' ? JSON.stringify(value) : wordsOf(value);
}

function parsed(value: unknown, isRight: (value: unknown) => boolean): unknown {
  if (isRight(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const made: unknown = JSON.parse(value);
    return isRight(made) ? made : undefined;
  } catch {
    return undefined;
  }
}

const shown = (value: unknown): string => (typeof value === 'object' ? 'object' : `'${wordsOf(value)}'`);
