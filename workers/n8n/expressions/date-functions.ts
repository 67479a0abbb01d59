import { DateTime, type DateTimeUnit, type DurationLike, Interval } from 'luxon';
import { NodeFailure } from '../node.ts';
import type { Functions } from './functions.ts';
import { asDateTime } from './text-functions.ts';

type Moment = Date | DateTime;

export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

export const dateFunctions: Functions = {
  isEmpty: () => false,
  isNotEmpty: () => true,
  format: (moment: Moment, format: string) => dateTimeOf(moment).toFormat(format),
  plus: (moment: Moment, amount: number | DurationLike, unit = 'milliseconds') =>
    like(moment, dateTimeOf(moment).plus(span(amount, unit))),
  minus: (moment: Moment, amount: number | DurationLike, unit = 'milliseconds') =>
    like(moment, dateTimeOf(moment).minus(span(amount, unit))),
  beginningOf: (moment: Moment, unit = 'week') => like(moment, dateTimeOf(moment).startOf(singular(unit))),
  endOfMonth: (moment: Moment) => like(moment, dateTimeOf(moment).endOf('month')),
  extract: (moment: Moment, part = 'week') => extract(dateTimeOf(moment), part),
  isBetween: (moment: Moment, a: unknown, b: unknown) => isBetween(dateTimeOf(moment), dateTimeOf(a), dateTimeOf(b)),
  isDst: (moment: Moment) => dateTimeOf(moment).isInDST,
  isInLast: (moment: Moment, amount = 0, unit = 'minutes') => isInLast(dateTimeOf(moment), amount, unit),
  isWeekend: (moment: Moment) => dateTimeOf(moment).weekday > 5,
  diffTo: (moment: Moment, other: unknown, unit: string | string[] = 'days') =>
    difference(dateTimeOf(moment), dateTimeOf(other), unit),
  diffToNow: (moment: Moment, unit: string | string[] = 'days') => difference(dateTimeOf(moment), DateTime.now(), unit),
  toDateTime: (moment: Moment) => dateTimeOf(moment),
  toInt: (moment: Moment) => dateTimeOf(moment).toMillis(),
  toNumber: (moment: Moment) => dateTimeOf(moment).toMillis(),
};

/** Errors: `NodeFailure` for what is no moment. */
export function dateTimeOf(value: unknown): DateTime {
  if (DateTime.isDateTime(value)) return value;
  if (isDate(value)) return DateTime.fromJSDate(value);
  if (typeof value === 'number') return DateTime.fromMillis(value);
  if (typeof value === 'string') return asDateTime(value);
  throw new NodeFailure('cannot convert to Luxon DateTime');
}

/** A date of the language stays one. */
function like(given: Moment, made: DateTime): Moment {
  return isDate(given) ? made.toJSDate() : made;
}

function span(amount: number | DurationLike, unit: string): DurationLike {
  return typeof amount === 'number' ? { [unit]: amount } : amount;
}

function singular(unit: string): DateTimeUnit {
  return unit.replace(/s$/, '') as DateTimeUnit;
}

function extract(moment: DateTime, part: string): number {
  if (part === 'yearDayNumber') return moment.ordinal;
  const name = singular(part) as string;
  return moment.get((name === 'week' ? 'weekNumber' : name) as 'day');
}

function isBetween(moment: DateTime, a: DateTime, b: DateTime): boolean {
  const [from, to] = a < b ? [a, b] : [b, a];
  return Interval.fromDateTimes(from, to).contains(moment) && +moment !== +from;
}

function isInLast(moment: DateTime, amount: number, unit: string): boolean {
  const now = DateTime.now();
  return moment >= now.minus({ [unit]: amount }) && moment <= now;
}

function difference(from: DateTime, to: DateTime, unit: string | string[]): unknown {
  const units = (Array.isArray(unit) ? unit : [unit]).map((one) => (one.endsWith('s') ? one : `${one}s`)) as 'days'[];
  const found = from.diff(to, units);
  const [only] = units;
  return units.length === 1 && only ? found.as(only) : found.toObject();
}
