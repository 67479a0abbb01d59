import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../contract/json.ts';
import { execute, add, statuses } from '../fixtures/execute.ts';
import { arithmeticCatalogue } from '../fixtures/arithmetic.ts';
import { repairInput } from './repair-input.ts';
import { validatePlan } from './validate-plan.ts';

const text = { type: 'string' };
const schema = {
  type: 'object',
  properties: {
    count: { type: 'integer' },
    ratio: { type: 'number' },
    isDeep: { type: 'boolean' },
    name: text,
    names: { type: 'array', items: text },
    sizes: { type: 'array', items: { type: 'integer' } },
    grid: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
    note: { type: ['string', 'null'] },
    either: { anyOf: [{ type: 'integer' }, text] },
    options: { type: 'object', properties: { depth: { type: 'integer' } } },
  },
  required: ['name'],
};

test.each<[string, JsonObject, JsonObject]>([
  ['a whole number as a text', { count: '5' }, { count: 5 }],
  ['a negative one', { count: '-12' }, { count: -12 }],
  ['a number as a text', { ratio: '2.5' }, { ratio: 2.5 }],
  ['a truth value as a text', { isDeep: 'true' }, { isDeep: true }],
  ['its opposite', { isDeep: 'false' }, { isDeep: false }],
  ['one text where a list is wanted', { names: 'a' }, { names: ['a'] }],
  ['one number as a text where a list is wanted', { sizes: '7' }, { sizes: [7] }],
  ['numbers as texts in a list', { sizes: ['1', 2] }, { sizes: [1, 2] }],
  ['a field inside an object', { options: { depth: '3' } }, { options: { depth: 3 } }],
  ['null in a field there is not', { extra: null }, {}],
  ['null in a field that may be left out', { count: null }, {}],
])('%s is mended, and told [RT-25]', (_name, input, mended) => {
  const result = repairInput(schema, input);
  expect(result.input).toEqual(mended);
  expect(result.repairs.length).toBeGreaterThan(0);
  expect(result.repairs[0]?.startsWith(`${Object.keys(input)[0]}`)).toBe(true);
});

test.each<[string, JsonObject]>([
  ['a number with words', { count: '5 files' }],
  ['an empty text', { count: '' }],
  ['a number with spaces', { count: ' 5' }],
  ['a number with a leading zero', { count: '007' }],
  ['a hexadecimal number', { count: '0x10' }],
  ['half of a whole number', { count: '2.5' }],
  ['a number beyond what numbers can tell apart', { count: '9007199254740993' }],
  ['infinity', { ratio: '1e999' }],
  ['another word for true', { isDeep: 'yes' }],
  ['true in capitals', { isDeep: 'TRUE' }],
  ['a number where a truth value is wanted', { isDeep: 1 }],
  ['a number where a text is wanted', { name: 5 }],
  ['null where something must be', { name: null }],
  ['null where it is allowed', { note: null }],
  ['an unknown field with something in it', { extra: 1 }],
  ['a text written like a list', { names: '["a","b"]' }],
  ['a list where lists of lists are wanted', { grid: 1 }],
  ['what may be either', { either: '5' }],
  ['a list where one value is wanted', { count: [5] }],
])('%s stays as it is', (_name, input) => {
  expect(repairInput(schema, input)).toEqual({ input, repairs: [] });
});

test('what is right is never changed, and mending twice is mending once', () => {
  const valid = fc.record({
    count: fc.integer(),
    ratio: fc.double(),
    isDeep: fc.boolean(),
    names: fc.array(fc.string()),
  });
  fc.assert(
    fc.property(valid, (input) => {
      expect(repairInput(schema, input).repairs).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(schema.properties)), fc.jsonValue()), (input) => {
      const once = repairInput(schema, input as JsonObject).input;
      expect(repairInput(schema, once)).toEqual({ input: once, repairs: [] });
    }),
  );
});

test('a task whose input was mended runs, and its start says what was mended [RT-25]', async () => {
  const { ending, events } = await execute([add('a', '5')]);
  expect(ending).toEqual({ kind: 'completed' });
  expect(events.find(({ type }) => type === 'task.started')).toMatchObject({
    payload: { input: { a: 5, b: 1 }, repairs: ['a: the text "5" was taken as the number 5'] },
  });
});

test('a task whose input cannot be mended fails, and nothing runs', async () => {
  const { ending, events } = await execute([add('a', 'five')]);
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'invalid-input', details: { path: 'input.a' } } });
  expect(statuses(events)).toEqual({ a: 'failed' });
  expect(events.some(({ type }) => type === 'task.started')).toBe(false);
});

test('a plan is accepted when all that is wrong with it can be mended, and a call that was cut off never is', async () => {
  const places = { baseFolder: '/', homeFolder: '/' };
  const planOf = (a: unknown, more: object = {}): unknown => ({
    version: 1,
    title: 'Add',
    tasks: [{ id: 'a', action: 'sum.add', input: { a }, ...more }],
  });
  expect((await validatePlan(planOf('5'), arithmeticCatalogue(), places)).issues).toEqual([]);
  expect((await validatePlan(planOf('five'), arithmeticCatalogue(), places)).issues).toHaveLength(1);
  for (const a of ['5', 5]) {
    expect((await validatePlan(planOf(a, { truncated: true }), arithmeticCatalogue(), places)).issues).toEqual([
      { path: 'tasks.0.input', message: 'It was cut off at a length limit; what is missing nobody knows' },
    ]);
  }
  const { ending } = await execute([add('a', '5', { truncated: true })]);
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'invalid-input' } });
});
