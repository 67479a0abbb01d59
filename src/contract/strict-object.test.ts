import { expect, test } from 'vitest';
import { z } from 'zod';
import { strictObject } from './strict-object.ts';

test('fields are made once, when they are first looked at', () => {
  let made = 0;
  const Point = strictObject(() => {
    made += 1;
    return { x: z.int(), y: z.int().default(0) };
  });
  const Points = z.array(Point);
  const Placed = strictObject(() => ({ name: z.string(), at: Point.optional() }));
  expect(made).toBe(0);
  expect(Points.parse([{ x: 1 }, { x: 2, y: 3 }])).toEqual([
    { x: 1, y: 0 },
    { x: 2, y: 3 },
  ]);
  expect(Placed.parse({ name: 'here', at: { x: 1 } })).toEqual({ name: 'here', at: { x: 1, y: 0 } });
  expect(made).toBe(1);
});

test('it says what z.strictObject says of the same fields', () => {
  const fields = () => ({ id: z.string(), size: z.int().min(1).optional(), in: z.strictObject({ path: z.string() }) });
  const late = strictObject(fields);
  const early = z.strictObject(fields());
  for (const value of [
    {},
    { id: 1 },
    { id: 'a', in: { path: 'b', more: 1 }, other: 2 },
    { id: 'a', in: { path: 'b' } },
  ]) {
    expect(late.safeParse(value).error?.issues).toEqual(early.safeParse(value).error?.issues);
  }
  expect(z.toJSONSchema(late)).toEqual(z.toJSONSchema(early));
});

test('it can be widened, narrowed and told apart like any object', () => {
  const One = strictObject(() => ({ kind: z.literal('one'), count: z.int() }));
  const Two = One.omit({ count: true }).extend({ kind: z.literal('two') });
  const Either = z.discriminatedUnion('kind', [One, Two]);
  expect(Either.parse({ kind: 'two' })).toEqual({ kind: 'two' });
  expect(Either.safeParse({ kind: 'one' }).error?.issues[0]?.path).toEqual(['count']);
  expect(Object.keys(One.shape)).toEqual(['kind', 'count']);
  expect(One.partial().parse({})).toEqual({});
});

test('what is derived from it looks at no field before it must', () => {
  let made = 0;
  const Point = strictObject(() => {
    made += 1;
    return { x: z.int(), y: z.int(), name: z.string() };
  });
  const fields = { x: z.int(), y: z.int(), name: z.string() };
  const pairs = [
    [Point.extend({ z: z.int() }), z.strictObject(fields).extend({ z: z.int() })],
    [Point.omit({ name: true }), z.strictObject(fields).omit({ name: true })],
    [Point.pick({ name: true }), z.strictObject(fields).pick({ name: true })],
    [Point.partial(), z.strictObject(fields).partial()],
    [Point.partial({ x: true }), z.strictObject(fields).partial({ x: true })],
  ] as const;
  expect(made).toBe(0);
  for (const [late, early] of pairs) {
    expect(z.toJSONSchema(late)).toEqual(z.toJSONSchema(early));
    for (const value of [{}, { x: 1, y: 2 }, { name: 'a' }, { x: 'b', other: 1 }]) {
      expect(late.safeParse(value).error?.issues).toEqual(early.safeParse(value).error?.issues);
    }
  }
  expect(made).toBe(1);
});

test('a misspelt field is refused, when the fields are looked at', () => {
  const One = strictObject(() => ({ kind: z.string() }));
  expect(() => One.omit({ knid: true } as never).shape).toThrow('Unrecognized key: "knid"');
});
