import { expect, test } from 'vitest';
import type { ObjectSchema } from '../../../contract/json.ts';
import { compileInputSchema, compileOutputSchema } from './action-schema.ts';

const compilers = [
  ['input', compileInputSchema],
  ['output', compileOutputSchema],
] as const;
const schemaWith = (text: object): ObjectSchema => ({
  type: 'object',
  properties: { text: { type: 'string', ...text } },
  required: ['text'],
  additionalProperties: false,
});

test.each(compilers)(
  'what is no schema of an %s is told, with its place, unless it was checked before',
  (_side, compile) => {
    const wrong = schemaWith({ title: 5 });
    expect(compile(wrong)).toEqual([{ path: 'properties.text.title', message: 'must be string' }]);
    // To look would compile the schema of schemas: far more than the first call of a worker needs.
    expect(compile(wrong, { isChecked: true })).toBeTypeOf('function');
    expect(compile(wrong)).toHaveLength(1);
  },
);

test.each(compilers)('an %s is held against its schema, whoever checked that', (_side, compile) => {
  for (const isChecked of [true, false]) {
    const check = compile(schemaWith({ format: 'path', minLength: 2 }), { isChecked });
    if (typeof check !== 'function') throw new Error('There is no check');
    expect(check({ text: '/a' })).toEqual([]);
    expect(check({ text: '/' })).toHaveLength(1);
    expect(check({})).toEqual([{ path: 'text', message: 'is missing' }]);
    expect(check({ text: '/a', more: 1 })).toEqual([{ path: 'more', message: 'is not a known field' }]);
  }
});

test.each([
  [{ minLength: 1 }, '', 'is empty'],
  [{ minLength: 3 }, 'ab', 'must have at least 3 characters'],
  [{ maxLength: 3 }, 'abcd', 'must have at most 3 characters'],
  [{ type: 'integer', minimum: 1 }, 0, 'must be at least 1'],
  [{ type: 'integer', maximum: 60 }, 90, 'must be at most 60'],
  [{ type: 'array', items: { type: 'string' }, minItems: 1 }, [], 'is empty'],
  [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, ['a', 'b'], 'must have at most 1 entry'],
])('what is too small or too large for %j is told in words', (field, text, message) => {
  const check = compileInputSchema(schemaWith(field));
  if (typeof check !== 'function') throw new Error('There is no check');
  expect(check({ text })).toEqual([{ path: 'text', message }]);
});

test.each(compilers)('a word that no schema of an %s has is told, whoever checked it', (_side, compile) => {
  for (const isChecked of [true, false]) expect(compile(schemaWith({ nonsense: 1 }), { isChecked })).toHaveLength(1);
});
