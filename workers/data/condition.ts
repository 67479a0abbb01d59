import { fail } from 'heron/worker-kit';
import { type Word, wordsOf } from './condition-words.ts';
import { columnAt } from './open-table.ts';
import type { Table } from './table.ts';
import { compare, isEmpty, type Row, type Value } from './values.ts';

export type Condition = { columns: ReadonlySet<string>; holds(row: Row): boolean };
type Test = (row: Row) => boolean;

/**
 * Reads a condition such as `amount > 100 and (city = Berlin or not city is empty)`. On the left of each comparison stands
 * a column, on the right a value; what has spaces goes into quotes. Errors: `invalid-input`, with the place.
 */
export function conditionOf(text: string | undefined, table: Table): Condition | undefined {
  if (text === undefined) return undefined;
  const reader = createReader(text);
  const columns = new Set<string>();

  function either(): Test {
    const tests = [both()];
    while (reader.takes('or')) tests.push(both());
    return tests.length === 1 && tests[0] ? tests[0] : (row) => tests.some((holds) => holds(row));
  }

  function both(): Test {
    const tests = [negated()];
    while (reader.takes('and')) tests.push(negated());
    return tests.length === 1 && tests[0] ? tests[0] : (row) => tests.every((holds) => holds(row));
  }

  function negated(): Test {
    if (reader.takes('not')) return not(negated());
    if (!reader.takesSign('(')) return comparison();
    const inner = either();
    reader.expectSign(')');
    return inner;
  }

  function comparison(): Test {
    const column = columnAt(table, reader.column(), 'where');
    columns.add(table.columns[column] ?? '');
    return comparisonOf(reader, column);
  }

  const holds = either();
  reader.expectEnd();
  return { columns, holds };
}

type Reader = ReturnType<typeof createReader>;

const signs: Record<string, (order: number) => boolean> = {
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

function comparisonOf(reader: Reader, column: number): Test {
  const sign = reader.sign();
  if (sign === '=' || sign === '==') return equals(column, reader.value());
  if (sign === '!=' || sign === '<>') return not(equals(column, reader.value()));
  const order = sign === undefined ? undefined : signs[sign];
  if (order) {
    const value = reader.value();
    // Nothing is neither more nor less than something.
    return (row) => !isEmpty(cell(row, column)) && order(compare(cell(row, column), value));
  }
  if (reader.takes('is')) {
    const isNegated = reader.takes('not');
    const test: Test = reader.takes('empty') ? (row) => isEmpty(cell(row, column)) : equals(column, reader.value());
    return isNegated ? not(test) : test;
  }
  if (reader.takes('in')) return inside(column, reader.list());
  const isNegated = reader.takes('not');
  const test = textTest(reader, column);
  return isNegated ? not(test) : test;
}

function textTest(reader: Reader, column: number): Test {
  if (reader.takes('in')) return inside(column, reader.list());
  const word = reader.oneOf(['contains', 'contain', 'starts', 'ends']);
  if (word === 'starts' || word === 'ends') reader.takes('with');
  const wanted = reader.value().toLowerCase();
  return (row) => {
    const text = String(cell(row, column) ?? '').toLowerCase();
    return word === 'starts'
      ? text.startsWith(wanted)
      : word === 'ends'
        ? text.endsWith(wanted)
        : text.includes(wanted);
  };
}

function equals(column: number, value: string): Test {
  return (row) => compare(cell(row, column), value) === 0;
}

function inside(column: number, values: string[]): Test {
  return (row) => values.some((value) => compare(cell(row, column), value) === 0);
}

function not(test: Test): Test {
  return (row) => !test(row);
}

function cell(row: Row, column: number): Value {
  return row[column] ?? null;
}

function createReader(text: string) {
  const words = wordsOf(text);
  let at = 0;

  function wrong(expected: string): never {
    const word = words[at];
    const found = word ? `“${word.text}”, character ${word.at + 1}` : 'the end';
    return fail('invalid-input', `The condition “${text}”: expected ${expected}, found ${found}`, { field: 'where' });
  }

  function next(accept: (word: Word) => boolean): string | undefined {
    const word = words[at];
    if (!word || !accept(word)) return undefined;
    at += 1;
    return word.text;
  }

  function takes(name: string): boolean {
    return next((word) => word.kind === 'name' && word.text.toLowerCase() === name) !== undefined;
  }

  const takesSign = (sign: string): boolean => next((word) => word.kind === 'sign' && word.text === sign) !== undefined;
  const value = (): string => next((word) => word.kind !== 'sign') ?? wrong('a value');

  return {
    takes,
    takesSign,
    value,
    column: () => next((word) => word.kind !== 'sign') ?? wrong('a column'),
    sign: () => next((word) => word.kind === 'sign' && !'(),'.includes(word.text)),
    oneOf: (names: string[]) => names.find(takes) ?? wrong('=, <, >, is, in, contains, starts with or ends with'),
    expectSign: (sign: string) => void (takesSign(sign) || wrong(sign)),
    expectEnd: () => void (at < words.length && wrong('and, or, or the end')),
    list(): string[] {
      if (!takesSign('(')) return wrong('(');
      const values = [value()];
      while (takesSign(',')) values.push(value());
      if (!takesSign(')')) return wrong(')');
      return values;
    },
  };
}
