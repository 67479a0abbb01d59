import { expect, test } from 'vitest';
import { bestFirst } from './best-first.ts';

const groups = [
  { heading: 'Clean-up', items: [{ label: 'Find the same files' }, { label: 'Order a folder', keywords: ['sort'] }] },
  { heading: 'Files', items: [{ label: 'Copy' }, { label: 'Find files' }] },
];
const found = (search: string): string[] =>
  bestFirst(groups, search).flatMap(({ heading, items }) => items.map(({ label }) => `${heading}: ${label}`));

test('what fits best stands first, whatever its group', () => {
  expect(found('Find files')).toEqual(['Files: Find files', 'Clean-up: Find the same files']);
});

test('words that stand nowhere on the screen find it too', () => {
  expect(found('sort')).toEqual(['Clean-up: Order a folder']);
});

test('without words all is there in its own order, and without a fit nothing', () => {
  expect(bestFirst(groups, ' ')).toEqual(groups);
  expect(found('xyz')).toEqual([]);
});
