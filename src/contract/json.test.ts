import { expect, test } from 'vitest';
import { copyJson, type Json } from './json.ts';

test('a copy is the same and shares nothing', () => {
  const given: Json = { a: [1, { b: null }, 'text'], c: { d: true } };
  const copy = copyJson(given);
  expect(copy).toEqual(given);
  expect(copy.a).not.toBe(given.a);
  expect(copy.c).not.toBe(given.c);
  expect((copy.a as Json[])[1]).not.toBe((given.a as Json[])[1]);
});

test('a field called __proto__ stays a field', () => {
  const given = JSON.parse('{"__proto__": {"isAdmin": true}, "name": "ada"}') as { name: string };
  const copy = copyJson(given);
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"isAdmin":true},"name":"ada"}');
  expect('isAdmin' in copy).toBe(false);
});
