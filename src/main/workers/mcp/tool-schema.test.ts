import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileInputSchema } from '../registry/action-schema.ts';
import { hostileParts } from '../registry/hostile-schema.ts';
import { toInputSchema, UnusableSchema } from './tool-schema.ts';

const runs = Number(process.env['HERON_PROPERTY_RUNS'] ?? 150);

const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };

test('references are put in their places, and what costs too much to check is left to the server', () => {
  const schema = toInputSchema({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      city: { $ref: '#/$defs/city', description: 'Where' },
      tags: { type: 'array', items: { type: 'string', pattern: '^(a+)+$' }, uniqueItems: true, maxItems: 3 },
      unit: { type: ['string', 'null'], enum: ['C', 'F', null], default: 'C' },
    },
    required: ['city', 'nobody'],
    $defs: { city: { type: 'string', minLength: 1, format: 'x-city' } },
  });
  expect(schema).toEqual({
    type: 'object',
    properties: {
      city: { type: 'string', minLength: 1, description: 'Where' },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 3 },
      unit: {
        anyOf: [
          { type: 'string', enum: ['C', 'F', null] },
          { type: 'null', enum: ['C', 'F', null] },
        ],
      },
    },
    required: ['city'],
    additionalProperties: false,
  });
});

test.each([
  ['no schema', undefined, /no schema/],
  ['a list', { type: 'array' }, /not an object/],
  ['itself', { type: 'object', properties: { a: { $ref: '#/$defs/node' } }, $defs: { node } }, /refers to itself/],
  ['a file', { type: 'object', properties: { a: { $ref: 'https://example.com/x' } } }, /outside of it/],
  ['nothing', { type: 'object', properties: { a: { $ref: '#/$defs/b' } } }, /refers to nothing/],
  ['an unknown type', { type: 'object', properties: { a: { type: 'date' } } }, /unknown type/],
])('a schema of %s is refused with the reason', (_what, schema, reason) => {
  expect(() => toInputSchema(schema)).toThrow(UnusableSchema);
  expect(() => toInputSchema(schema)).toThrow(reason);
});

test(
  'whatever a server calls a schema, Heron compiles it, or refuses it by its own error',
  { timeout: 300_000 },
  () => {
    const leaf = fc.record(
      {
        type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', ['string', 'number']),
        enum: fc.uniqueArray(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 3 }),
        minLength: fc.nat(5),
        maximum: fc.integer(),
        pattern: fc.constant('^(a|a)*$'),
        format: fc.string({ maxLength: 5 }),
        default: fc.jsonValue(),
        title: fc.string({ maxLength: 5 }),
      },
      { requiredKeys: [] },
    );
    const { schema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.record(
          {
            type: fc.constantFrom('object', 'array'),
            properties: fc.dictionary(fc.string({ maxLength: 4 }), tie('schema'), { maxKeys: 3 }),
            items: tie('schema'),
            additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
            anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
            required: fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 2 }),
            uniqueItems: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 6 }), schema, { maxKeys: 4 }), (properties) => {
        const given = JSON.parse(JSON.stringify({ type: 'object', properties })) as object;
        const translated = attempt(() => toInputSchema(given));
        if (translated === undefined || hostileParts(translated).length > 0) return;
        const compiled = compileInputSchema(translated);
        expect(typeof compiled === 'function' ? [] : compiled).toEqual([]);
      }),
      { numRuns: runs },
    );
  },
);

test('what the server takes, Heron lets through', () => {
  const given = {
    type: 'object',
    properties: {
      kind: { oneOf: [{ const: 'a' }, { type: 'integer', minimum: 2 }] },
      rest: { type: 'object', additionalProperties: { type: 'number' } },
    },
  };
  const theirs = new Ajv2020({ strict: false }).compile(given);
  const ours = compileInputSchema(toInputSchema(given));
  if (typeof ours !== 'function') throw new Error('It does not compile');
  for (const value of [{ kind: 'a' }, { kind: 3, rest: { x: 1 } }, {}, { kind: 'b' }, { rest: { x: 'y' } }]) {
    expect(ours(structuredClone(value)).length === 0).toBe(theirs(value));
  }
});

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UnusableSchema) return undefined;
    throw error;
  }
}
