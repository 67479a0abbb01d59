import { expect, test } from 'vitest';
import type { PolicyPreview } from '../../../contract/policy.ts';
import { differenceWords } from './preview-words.ts';

const preview = (...refs: string[]): PolicyPreview => ({
  actions: 10,
  leftOut: refs.map((action) => ({ action, rule: 'deny list', text: '' })),
});

test.each([
  [[], [], 'Changes nothing: the same actions are left out.'],
  [[], ['a.b'], 'Leaves out 1 more action: a.b.'],
  [['a.b'], [], 'Brings 1 action back: a.b.'],
  [['a.a'], ['a.b', 'a.c'], 'Leaves out 2 more actions: a.b, a.c. Brings 1 action back: a.a.'],
  [[], ['a.a', 'a.b', 'a.c', 'a.d', 'a.e', 'a.f'], 'Leaves out 6 more actions: a.a, a.b, a.c, a.d and 2 more.'],
])('from %j to %j: %s', (now, then, words) => {
  expect(differenceWords(preview(...now), preview(...then), (ref) => ref)).toBe(words);
});
