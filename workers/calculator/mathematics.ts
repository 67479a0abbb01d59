import { all, create, type Unit } from 'mathjs';

/** Numbers are decimal, so that 0.1 + 0.2 is 0.3. */
const decimal = create(all ?? {}, { number: 'BigNumber', precision: 32 });
/** Units need no more than a double holds. */
const measure = create(all ?? {}, { number: 'number' });

measure.createUnit('nauticalmile', '1852 m');

const evaluate = decimal.evaluate.bind(decimal);
const digits = 14;

// What makes functions and units, or reads text as a sum once more, has no place in a sum.
const forbidden = [
  'import',
  'createUnit',
  'reviver',
  'evaluate',
  'parse',
  'simplify',
  'derivative',
  'compile',
  'parser',
];
const refusals = Object.fromEntries(
  forbidden.map((name) => [
    name,
    () => {
      throw new Error(`${name} cannot be part of a sum`);
    },
  ]),
);
decimal.import(refusals, { override: true });

/** Errors: a SyntaxError or Error of the library, in its words. */
export function valueOf(sum: string): unknown {
  return evaluate(sum) as unknown;
}

/** `84`, `0.3`, `1.4142135623731`, `1.2676506002282e+30`. */
export function shown(value: unknown): string {
  return decimal.format(value, { precision: digits, lowerExp: -9, upperExp: 15 });
}

/** Six digits are what people read off a scale. */
export function shownShort(value: number): string {
  return measure.format(value, { precision: 6, lowerExp: -9, upperExp: 15 });
}

export function unitOf(amount: number, name: string): Unit | undefined {
  try {
    return measure.unit(amount, name);
  } catch {
    return undefined;
  }
}
