import { expect, test } from 'vitest';
import { refuseStale, stateHash } from './state-hash.ts';

test('who names the hash of what is there goes on, also with its fields in another order, and who names none', () => {
  expect(stateHash({ a: 1, b: { c: 2, d: [3] } })).toMatch(/^[\w-]{22}$/);
  refuseStale('It was', { b: { d: [3], c: 2 }, a: 1 }, stateHash({ a: 1, b: { c: 2, d: [3] } }));
  refuseStale('It was', { a: 1 }, undefined);
});

test('who names another one is refused, with the hash of what is there', () => {
  const refused = () => refuseStale('The models were', { a: 2 }, stateHash({ a: 1 }));
  expect(refused).toThrow('The models were changed meanwhile: read again');
  expect(refused).toThrow(expect.objectContaining({ code: 'conflict', details: { hash: stateHash({ a: 2 }) } }));
});
