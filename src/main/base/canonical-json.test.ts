import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('fields are sorted, lists keep their order', () => {
  expect(canonicalJson([{ b: 1, a: [2, 1] }])).toBe('[{"a":[2,1],"b":1}]');
});
