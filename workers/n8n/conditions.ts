import { DateTime } from 'luxon';
import { dateTimeOf, isDate } from './expressions/date-functions.ts';
import { type Fields, isFields, NodeFailure } from './node.ts';
import { isSame } from './paths.ts';
import { wordsOf } from './words.ts';

type Condition = {
  leftValue?: unknown;
  rightValue?: unknown;
  operator: { type: string; operation: string; rightType?: string; singleValue?: boolean };
};
type Settings = { isCaseSensitive: boolean; isLoose: boolean; version: number };

/** The settings of a filter come from the node, not from the copy of them that stands in it. */
export type Filter = { conditions?: Condition[]; combinator?: string };

/** Errors: `NodeFailure` for a value that is not of the type which the comparison is of. */
export function isMet(filter: unknown, settings: Settings): boolean {
  const { conditions = [], combinator = 'and' } = (isFields(filter) ? filter : {}) as Filter;
  const found = conditions.map((one) => holds(one, settings));
  return combinator === 'or' ? found.some(Boolean) : found.every(Boolean);
}

type Compare = (left: never, right: never, settings: Settings) => boolean;

function holds(condition: Condition, settings: Settings): boolean {
  const { type, operation, rightType = type, singleValue } = condition.operator;
  const left = cast(condition.leftValue, type, settings);
  const right = singleValue === true ? undefined : cast(condition.rightValue, rightType, settings);
  if (operation === 'exists') return isThere(left);
  if (operation === 'notExists') return !isThere(left);
  if (operation === 'empty' || operation === 'notEmpty') return isEmpty(left) === (operation === 'empty');
  const compare = comparisons[type]?.[operation];
  if (!compare) throw new NodeFailure(`There is no comparison ${operation} of the type ${type}`);
  return compare(left as never, right as never, settings);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && !Number.isNaN(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isDate(value) || DateTime.isDateTime(value)) return false;
  return isFields(value) && Object.keys(value).length === 0;
}

function cast(value: unknown, type: string, { isLoose }: Settings): unknown {
  if (value === undefined || value === null || type === 'any') return value;
  if (isLoose && value === '' && type !== 'string') return undefined;
  const made = isLoose ? loosely(value, type) : strictly(value, type);
  if (made !== undefined) return made;
  throw new NodeFailure(`Wrong type: ${shown(value)} is ${article(typeof value)} but was expecting ${article(type)}`);
}

function strictly(value: unknown, type: string): unknown {
  if (type === 'array') return Array.isArray(value) ? value : undefined;
  if (type === 'object') return isFields(value) ? value : undefined;
  if (type === 'dateTime') return moment(value);
  return typeof value === type ? value : undefined;
}

function loosely(value: unknown, type: string): unknown {
  if (type === 'string') return typeof value === 'object' ? JSON.stringify(value) : wordsOf(value);
  if (type === 'number') return number(value);
  if (type === 'boolean') return truth(value) ?? Boolean(value);
  if (type === 'dateTime') return moment(value);
  if (typeof value !== 'string') return strictly(value, type);
  try {
    return strictly(JSON.parse(value) as unknown, type);
  } catch {
    return undefined;
  }
}

export function number(value: unknown): number | undefined {
  if (typeof value === 'object' || (typeof value === 'string' && value.trim() === '')) return undefined;
  const made = Number(value);
  return Number.isNaN(made) ? undefined : made;
}

export function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = wordsOf(value).toLowerCase().trim();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

export function moment(value: unknown): DateTime | undefined {
  try {
    return typeof value === 'boolean' || (typeof value === 'object' && !isDate(value) && !DateTime.isDateTime(value))
      ? undefined
      : dateTimeOf(value);
  } catch {
    return undefined;
  }
}

const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : `'${wordsOf(value)}'`);
const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

const text =
  (compare: (left: string, right: string) => boolean): Compare =>
  (left: string | undefined, right: string | undefined, { isCaseSensitive }: Settings) =>
    isCaseSensitive
      ? compare(left ?? '', right ?? '')
      : compare((left ?? '').toLowerCase(), (right ?? '').toLowerCase());

function not(compare: Compare): Compare {
  return (left, right, settings) => !compare(left, right, settings);
}

const sameText = text((left, right) => left === right);
const contains = text((left, right) => left.includes(right));
const starts = text((left, right) => left.startsWith(right));
const ends = text((left, right) => left.endsWith(right));
const matches = text((left, right) => patternOf(right).test(left));

function patternOf(written: string): RegExp {
  const [, source, flags] = /^\/([\s\S]*)\/([a-z]*)$/.exec(written) ?? [];
  return source === undefined ? new RegExp(written) : new RegExp(source, flags);
}

const holdsValue: Compare = (list: unknown[] | undefined, wanted: unknown, { isCaseSensitive }: Settings) =>
  (list ?? []).some((one) =>
    !isCaseSensitive && typeof one === 'string' && typeof wanted === 'string'
      ? one.toLowerCase() === wanted.toLowerCase()
      : isSame(one, wanted),
  );
const length =
  (compare: (a: number, b: number) => boolean): Compare =>
  (list: unknown[] | undefined, wanted: number) =>
    compare(list?.length ?? 0, wanted);
const time =
  (compare: (a: number, b: number) => boolean): Compare =>
  (left: DateTime | undefined, right: DateTime | undefined) =>
    left !== undefined && right !== undefined && compare(left.toMillis(), right.toMillis());
const size =
  (compare: (a: number, b: number) => boolean): Compare =>
  (left: number | undefined, right: number | undefined) =>
    left !== undefined && right !== undefined && compare(left, right);

const comparisons: Record<string, Record<string, Compare>> = {
  string: {
    ...{ equals: sameText, notEquals: not(sameText), contains, notContains: not(contains) },
    ...{ startsWith: starts, notStartsWith: not(starts), endsWith: ends, notEndsWith: not(ends) },
    ...{ regex: matches, notRegex: not(matches) },
  },
  number: {
    equals: (left: unknown, right: unknown) => left === right,
    notEquals: (left: unknown, right: unknown) => left !== right,
    ...{
      gt: size((a, b) => a > b),
      lt: size((a, b) => a < b),
      gte: size((a, b) => a >= b),
      lte: size((a, b) => a <= b),
    },
  },
  dateTime: {
    equals: time((a, b) => a === b),
    notEquals: not(time((a, b) => a === b)),
    ...{ after: time((a, b) => a > b), before: time((a, b) => a < b) },
    ...{ afterOrEquals: time((a, b) => a >= b), beforeOrEquals: time((a, b) => a <= b) },
  },
  boolean: {
    true: (left: unknown) => left === true,
    false: (left: unknown) => left !== true,
    equals: (left: unknown, right: unknown) => left === right,
    notEquals: (left: unknown, right: unknown) => left !== right,
  },
  array: {
    ...{ contains: holdsValue, notContains: not(holdsValue) },
    ...{ lengthEquals: length((a, b) => a === b), lengthNotEquals: length((a, b) => a !== b) },
    ...{ lengthGt: length((a, b) => a > b), lengthLt: length((a, b) => a < b) },
    ...{ lengthGte: length((a, b) => a >= b), lengthLte: length((a, b) => a <= b) },
  },
  object: {},
};

export type { Settings as ConditionSettings, Fields };
