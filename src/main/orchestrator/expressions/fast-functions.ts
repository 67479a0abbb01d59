import { expressionFunctions } from './expression-functions.ts';
import { truth, unsure } from './fast-value.ts';
import { asText } from './fast-operators.ts';

type Implementation = (first: unknown, second: unknown) => unknown;

/** JSONata's own functions of one value, for the values they are usually called with. */
const ofOne: Record<string, (value: unknown) => unknown> = {
  exists: (value) => value !== undefined,
  count: (value) => {
    if (value === undefined) return 0;
    return Array.isArray(value) ? value.length : 1;
  },
  sum: (value) => (isNumbers(value) ? value.reduce((total, each) => total + each, 0) : unsure),
  max: (value) => (isNumbers(value) ? value.reduce((most, each) => Math.max(most, each)) : unsure),
  min: (value) => (isNumbers(value) ? value.reduce((least, each) => Math.min(least, each)) : unsure),
  not: (value) => {
    const is = truth(value);
    return typeof is === 'boolean' ? !is : unsure;
  },
  boolean: (value) => truth(value) ?? unsure,
  string: (value) => asText(value) ?? unsure,
  length: ofText((text) => (/[\uD800-\uDFFF]/.test(text) ? Array.from(text).length : text.length)),
  uppercase: ofText((text) => text.toUpperCase()),
  lowercase: ofText((text) => text.toLowerCase()),
  trim: ofText((text) => text.replaceAll(/[ \t\n\r]+/g, ' ').replaceAll(/^ | $/g, '')),
  floor: ofNumber(Math.floor),
  ceil: ofNumber(Math.ceil),
  abs: ofNumber(Math.abs),
};

const ofTwo: Record<string, Implementation> = {
  contains: (text, part) => (typeof text === 'string' && typeof part === 'string' ? text.includes(part) : unsure),
  join: (list, between) =>
    Array.isArray(list) && list.length > 0 && list.every((each) => typeof each === 'string') && isText(between)
      ? list.join(between)
      : unsure,
};

/** Undefined for functions that are left to JSONata. */
export function fastFunction(name: string, argumentCount: number): Implementation | undefined {
  if (Object.hasOwn(expressionFunctions, name)) return argumentCount === 1 ? expressionFunctions[name] : undefined;
  const known = argumentCount === 1 ? ofOne : ofTwo;
  return argumentCount >= 1 && argumentCount <= 2 && Object.hasOwn(known, name) ? known[name] : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => Number.isFinite(each));
}

function ofText(calculate: (text: string) => unknown): (value: unknown) => unknown {
  return (value) => (typeof value === 'string' ? calculate(value) : unsure);
}

function ofNumber(calculate: (value: number) => number): (value: unknown) => unknown {
  return (value) => (typeof value === 'number' && Number.isFinite(value) ? calculate(value) : unsure);
}
