import * as fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { expressionFunctions } from './expression-functions.ts';
import { type Context, parseExpression } from './expression.ts';

/** A value, or that there was none but an error. */
type Answer = { value: unknown } | 'error';

async function ofJsonata(source: string, context: Context): Promise<Answer> {
  const expression = jsonata(source);
  for (const [name, implementation] of Object.entries(expressionFunctions)) {
    expression.registerFunction(name, implementation);
  }
  try {
    const value: unknown = await expression.evaluate(context);
    const written = JSON.stringify({ value }, (_, each: unknown) =>
      typeof each === 'number' && !Number.isFinite(each) ? 'no number' : each,
    );
    return written.includes('"no number"') ? 'error' : (JSON.parse(written) as { value: unknown });
  } catch {
    return 'error';
  }
}

async function ofHeron(source: string, context: Context): Promise<Answer> {
  try {
    return JSON.parse(JSON.stringify({ value: await parseExpression(source).evaluate(context) })) as Answer;
  } catch {
    return 'error';
  }
}

const names = ['a', 'b', 'c', 'list'];
const leaf = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom('', 'x', 'yy', ' z  z ', '😀', 0.1, 1e21, true, false, null),
);
const { value: data } = fc.letrec<{ value: unknown; list: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('object'), tie('list')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
}));
const context = fc.dictionary(fc.constantFrom(...names), data, { minKeys: 2, maxKeys: 4 });

const name = fc.constantFrom(...names);
const { expression } = fc.letrec<{ expression: string; step: string; path: string }>((tie) => {
  const join = (format: (...parts: string[]) => string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((made) => format(...made));
  const { expression: any, step, path } = { expression: tie('expression'), step: tie('step'), path: tie('path') };
  const operator = fc.constantFrom(...'+ - * / % = != < <= > >= & and or in'.split(' '));
  const ofOne = fc.constantFrom(
    ...'exists count sum max min not boolean string length uppercase lowercase trim floor ceil abs fileName'.split(' '),
  );
  return {
    step: fc.oneof(
      { arbitrary: name, weight: 6 },
      join((from, index) => `${from}[${index}]`, name, fc.constantFrom('0', '1', '-1')),
      join((from, filter) => `${from}[${filter}]`, name, any),
      join((value) => `(${value})`, any),
      join((key, value) => `{"${key}": ${value}}`, name, any),
    ),
    path: fc.oneof(
      { arbitrary: join((from, step_) => `${from}.${step_}`, name, step), weight: 3 },
      join((...steps) => steps.join('.'), name, step, step),
      join((step_) => `$.${step_}`, step),
      join((step_) => `$$.${step_}`, step),
    ),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(name, fc.constantFrom('1', '2.5', '"x"', '""', 'true', 'null', '$', '$$')),
      path,
      path,
      join((left, sign, right) => `(${left} ${sign} ${right})`, any, operator, any),
      join((test_, yes, no) => `(${test_} ? ${yes} : ${no})`, any, any, any),
      join((first, second) => `[${first}, ${second}]`, any, any),
      join((first, second) => `{"p": ${first}, "q": ${second}}`, any, any),
      join((called, value) => `$${called}(${value})`, ofOne, any),
      join((first, second) => `$contains(${first}, ${second})`, any, any),
      join((first, second) => `$join(${first}, ${second})`, any, any),
      join((value) => `-(${value})`, any),
      join((first, second) => `(${first}; ${second})`, any, any),
    ),
  };
});

test('gives what JSONata gives, whatever the expression and the data', async () => {
  await fc.assert(
    fc.asyncProperty(expression, context, async (source, given) => {
      expect(await ofHeron(source, given)).toEqual(await ofJsonata(source, given));
    }),
    { numRuns: 2000 },
  );
}, 60_000);

const file = (path: string, size: number): unknown => ({ path, size, tags: ['t'] });
const item = { price: 4, x: 1, y: 'two', files: [file('/a', 5), file('/b', 50)], one: [file('/c', 7)], none: [] };

test.each([
  ['item.price * 2', 8],
  ['{ "a": item.x, "b": item.y }', { a: 1, b: 'two' }],
  ['item.files.path', ['/a', '/b']],
  ['item.one.path', '/c'],
  ['item.one', [file('/c', 7)]],
  ['item.none', []],
  ['item.none.path', undefined],
  ['item.files[0].path', '/a'],
  ['item.files[-1].path', '/b'],
  ['item.files[size > 10].path', '/b'],
  ['item.files[size > 100]', undefined],
  [
    'item.files.{ "name": path, "big": size > 10 }',
    [
      { name: '/a', big: false },
      { name: '/b', big: true },
    ],
  ],
  ['item.files.tags', ['t', 't']],
  ['item.price > 3 and $count(item.files) = 2 ? "yes" : "no"', 'yes'],
  ['$sum(item.files.size)', 55],
  ['item.nothing * 2', undefined],
  ['"n: " & item.price & item.nothing', 'n: 4'],
  ['$fileName(item.files[0].path)', 'a'],
])('%s is evaluated at once', (source, expected) => {
  expect(parseExpression(source).evaluate({ item })).toEqual(expected);
});

test.each(['item.files ~> $map(function($f) { $f.size })', '$now()', 'item.files^(size)', 'item.files@$f.path'])(
  '%s is left to JSONata',
  (source) => {
    expect(parseExpression(source).evaluate({ item })).toBeInstanceOf(Promise);
  },
);

test.each(['__proto__', 'constructor', 'toString', 'a.hasOwnProperty'])('%s is no data', async (source) => {
  expect(await parseExpression(source).evaluate({ a: { b: 1 } })).toBeUndefined();
});
