import { expect, test } from 'vitest';
import { globMatcher } from './glob.ts';

test.each([
  ['*.txt', 'a.txt', true],
  ['*.txt', 'deep/er/a.TXT', true],
  ['*.txt', 'a.txt.old', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*.{jpg,png}', 'holiday.png', true],
  ['*.{jpg,png}', 'holiday.gif', false],
  ['{a*,b}.md', 'abc.md', true],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/deep/a.ts', false],
  ['src/**/*.ts', 'src/a.ts', true],
  ['src/**/*.ts', 'src/deep/er/a.ts', true],
  ['**/a.ts', 'a.ts', true],
  ['src/**', 'src/deep/a', true],
  ['note (1).txt', 'note (1).txt', true],
  ['a.txt', 'axtxt', false],
  ['grün*', 'Grünes 👩‍👧.txt', true],
  ['a]b[', 'a]b[', true],
])('%s and %s: %s', (pattern, name, isLike) => {
  expect(globMatcher(pattern)(name)).toBe(isLike);
});

test('without a pattern every name is like it', () => {
  expect(globMatcher(undefined)('anything')).toBe(true);
});
