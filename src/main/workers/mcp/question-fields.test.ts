import { expect, test } from 'vitest';
import type { JsonObject } from '../../../contract/json.ts';
import { checkedContent, questionFields } from './question-fields.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string', title: 'Your name\u202e', minLength: 2 },
    age: { type: 'integer', default: 30 },
    isSure: { type: 'boolean', default: false },
    untitled: { type: 'string', enum: ['a', 'b'] },
    titled: { type: 'string', oneOf: [{ const: 'x', title: 'The first' }] },
    named: { type: 'string', enum: ['p'], enumNames: ['The old way'] },
    many: { type: 'array', items: { anyOf: [{ const: 'm', title: 'Of many' }] } },
  },
  required: ['name'],
};

test('a question is fields of the kinds that the protocol knows, in words that hide nothing [RT-23]', () => {
  const fields = questionFields(schema);
  expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
    ...[
      ['name', 'text'],
      ['age', 'integer'],
      ['isSure', 'boolean'],
      ['untitled', 'choice'],
      ['titled', 'choice'],
    ],
    ...[
      ['named', 'choice'],
      ['many', 'choices'],
    ],
  ]);
  expect(fields[0]).toMatchObject({ title: 'Your name', isNeeded: true });
  expect(fields.flatMap(({ choices = [] }) => choices.map(({ value, title }) => `${value}: ${title}`))).toEqual([
    ...['a: a', 'b: b', 'x: The first', 'p: The old way', 'm: Of many'],
  ]);
  expect(() => questionFields({ type: 'object', properties: { deep: { type: 'object' } } })).toThrow(
    /deep is of a kind/,
  );
});

test('an answer has the defaults of what was left out, and is refused by its field', () => {
  expect(checkedContent(schema, { name: 'Ada', many: ['m'] })).toEqual({
    name: 'Ada',
    age: 30,
    isSure: false,
    many: ['m'],
  });
  const refused: [JsonObject, RegExp][] = [
    [{}, /content\.name/],
    [{ name: 'A' }, /content\.name/],
    [{ name: 'Ada', age: 'old' }, /content\.age/],
    [{ name: 'Ada', titled: 'y' }, /content\.titled/],
    [{ name: 'Ada', other: 1 }, /other/],
  ];
  for (const [content, why] of refused) expect(() => checkedContent(schema, content)).toThrow(why);
});
