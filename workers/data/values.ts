/** What stands in a cell. In CSV everything is text; an empty text is no value. */
export type Value = string | number | boolean | null;
export type Row = Value[];

const numberShape = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:[eE][+-]?\d{1,3})?$/;
const [zero, nine, minus, point] = [0x30, 0x39, 0x2d, 0x2e];
const shortCharacters = 15;

/**
 * The number that a text is, or NaN. One with leading zeros is none, so that a postal code stays one; nor is one with more digits than
 * a number keeps.
 */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return Number.NaN;
  if (value.length > shortCharacters) return numberShape.test(value) ? Number(value) : Number.NaN;
  // What Number takes besides: spaces, other bases, a point at either end, Infinity.
  const last = value.charCodeAt(value.length - 1);
  if (last < zero || last > nine) return Number.NaN;
  const sign = value.charCodeAt(0) === minus ? 1 : 0;
  const first = value.charCodeAt(sign);
  if (first < zero || first > nine) return Number.NaN;
  const second = value.charCodeAt(sign + 1);
  if (first === zero && second !== point && sign + 1 < value.length && !/^-?0[eE]/.test(value)) return Number.NaN;
  return Number(value);
}

/** What a text of a CSV file means: a number, true or false, nothing, or itself. */
export function meant(value: Value): Value {
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  if (value === 'true' || value === 'false') return value === 'true';
  const number = numberOf(value);
  return Number.isNaN(number) ? value : number;
}

export function isEmpty(value: Value): boolean {
  return value === null || value === '';
}

/** Numbers by size, all else by its text; negative, 0 or positive. */
export function compare(one: Value, other: Value): number {
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first === second) return 0;
  if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  const [text, otherText] = [String(one), String(other)];
  return text === otherText ? 0 : text < otherText ? -1 : 1;
}

/** What a library gave for a cell, as a value: dates as ISO texts, structures as JSON. */
export function toValue(given: unknown): Value {
  if (given === null || given === undefined) return null;
  if (typeof given === 'string' || typeof given === 'boolean') return given;
  if (typeof given === 'number') return Number.isFinite(given) ? given : null;
  if (typeof given === 'bigint') return Number.isSafeInteger(Number(given)) ? Number(given) : String(given);
  if (given instanceof Date) return dateText(given);
  if (given instanceof Uint8Array) return `0x${Buffer.from(given).toString('hex')}`;
  return JSON.stringify(given, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

function dateText(date: Date): string | null {
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
