import { DateTime } from 'luxon';
import { NodeFailure } from '../node.ts';
import type { Functions } from './functions.ts';

export const numberFunctions: Functions = {
  abs: (value: number) => Math.abs(value),
  ceil: (value: number) => Math.ceil(value),
  floor: (value: number) => Math.floor(value),
  round: (value: number, places = 0) => Number(value.toFixed(places)),
  isEven: (value: number) => whole(value, 'isEven') % 2 === 0,
  isOdd: (value: number) => Math.abs(whole(value, 'isOdd') % 2) === 1,
  isInteger: (value: number) => Number.isInteger(value),
  isEmpty: () => false,
  isNotEmpty: () => true,
  format: (value: number, locale = 'en-US', options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(value),
  toNumber: (value: number) => value,
  toInt: (value: number) => Math.round(value),
  toFloat: (value: number) => value,
  toBoolean: (value: number) => value !== 0,
  toDateTime: (value: number, format = 'ms') => dateOf(value, format),
};

function whole(value: number, name: string): number {
  if (!Number.isInteger(value)) throw new NodeFailure(`${name}() is only callable on integers`);
  return value;
}

function dateOf(value: number, format: string): DateTime {
  if (format === 's') return DateTime.fromSeconds(value);
  if (format === 'us') return DateTime.fromMillis(Math.floor(value / 1000));
  // A day number of a spreadsheet: the days since the last but one of 1899.
  if (format === 'excel') return DateTime.fromMillis((value - 25_569) * 86_400_000);
  if (format === 'ms') return DateTime.fromMillis(value);
  throw new NodeFailure(`Unsupported format '${format}'`);
}
