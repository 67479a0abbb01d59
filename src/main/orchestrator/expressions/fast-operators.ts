import { type Fast, isObject, truth, unsure } from './fast-value.ts';

type Operator = (left: unknown, right: unknown) => unknown;

const operators: Record<string, Operator> = {
  '+': numeric((left, right) => left + right),
  '-': numeric((left, right) => left - right),
  '*': numeric((left, right) => left * right),
  '/': numeric((left, right) => left / right),
  '%': numeric((left, right) => left % right),
  '<': ordered((left, right) => left < right),
  '<=': ordered((left, right) => left <= right),
  '>': ordered((left, right) => left > right),
  '>=': ordered((left, right) => left >= right),
  '=': equal,
  '!=': (left, right) => {
    if (left === undefined || right === undefined) return false;
    const isEqual = equal(left, right);
    return isEqual === unsure ? unsure : !isEqual;
  },
  '&': (left, right) => {
    const first = asText(left);
    const second = asText(right);
    return first === unsure || second === unsure ? unsure : `${first ?? ''}${second ?? ''}`;
  },
  in: (left, right) => {
    if (left === undefined || right === undefined) return false;
    return Array.isArray(right) ? right.includes(left) : right === left;
  },
};

/** Undefined for operators that are left to JSONata. */
export function fastBinary(name: string, left: Fast, right: Fast): Fast | undefined {
  if (name === 'and' || name === 'or') return logical(left, right, name === 'or');
  const operator = operators[name];
  return (
    operator &&
    ((input, root) => {
      const first = left(input, root);
      if (first === unsure) return unsure;
      const second = right(input, root);
      return second === unsure ? unsure : operator(first, second);
    })
  );
}

/** The right side is looked at only where the left one does not decide. */
function logical(left: Fast, right: Fast, decisive: boolean): Fast {
  return (input, root) => {
    const first = truth(left(input, root));
    if (first === unsure) return unsure;
    if ((first ?? false) === decisive) return decisive;
    const second = truth(right(input, root));
    return second === unsure ? unsure : (second ?? false);
  };
}

function numeric(calculate: (left: number, right: number) => number): Operator {
  return (left, right) => {
    if (typeof left !== 'number' || typeof right !== 'number') return leftOut(left, right, 'number', 'number');
    const result = calculate(left, right);
    // Not finite: one of the two was not, or the result is nothing that can be stored. JSONata says what is wrong.
    return Number.isFinite(result) ? result : unsure;
  };
}

function ordered(compare: (left: number | string, right: number | string) => boolean): Operator {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return compare(left, right);
    if (typeof left === 'string' && typeof right === 'string') return compare(left, right);
    return leftOut(left, right, 'number', 'string');
  };
}

/** Nothing, where a side is missing and the other one would have done. */
function leftOut(left: unknown, right: unknown, ...types: string[]): unknown {
  if (left === undefined) return right === undefined || types.includes(typeof right) ? undefined : unsure;
  return right === undefined && types.includes(typeof left) ? undefined : unsure;
}

function equal(left: unknown, right: unknown): boolean | typeof unsure {
  if (left === undefined || right === undefined) return false;
  return isObject(left) && isObject(right) ? unsure : left === right;
}

/** A value as `&` and `$string` write it. */
export function asText(value: unknown): string | undefined | typeof unsure {
  if (typeof value === 'string' || value === undefined) return value;
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return unsure;
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}
