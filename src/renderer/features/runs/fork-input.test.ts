import { expect, test } from 'vitest';
import { canFork, changedFields, fieldIssues } from './fork-input.ts';

test('only what was changed is sent', () => {
  const before = { path: '/a', depth: 1, tags: ['x'] };
  expect(changedFields(before, '{"path": "/b", "depth": 1, "tags": ["x"], "more": true}')).toEqual({
    set: [
      { path: 'input.path', value: '/b' },
      { path: 'input.more', value: true },
    ],
  });
  expect(changedFields(before, JSON.stringify(before))).toEqual({ set: [] });
});

test.each([
  ['{"path": ', 'This is no JSON'],
  ['[1]', 'Expected an object'],
  ['{}', 'path is missing'],
])('%s is refused in words', (text, words) => {
  expect(changedFields({ path: '/a' }, text)).toMatchObject({ error: expect.stringContaining(words) as string });
});

test('what the engine found is told by field', () => {
  expect(fieldIssues({ issues: [{ path: 'input.a', message: 'must be number' }] })).toEqual([
    'input.a: must be number',
  ]);
  expect(fieldIssues(undefined)).toEqual([]);
});

test.each([
  ['a run that is over', { endedAt: 1 }, 'cancelled', true],
  ['what has ended in a run that waits', { isParked: true }, 'completed', true],
  ['what failed and was gone on without', { isParked: true }, 'failed', true],
  ['what a run waits for', { isParked: true }, 'running', false],
  ['what was asked about', { isParked: true }, 'uncertain', false],
  ['what has ended in a run that is at work', {}, 'completed', false],
] as const)('%s can be run again from, or not', (_, run, status, expected) => {
  expect(canFork(run, status)).toBe(expected);
});
