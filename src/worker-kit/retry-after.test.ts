import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 28, 12, 0, 0);

test.each([
  ['seconds', '120', { retryAfterMs: 120_000 }],
  ['a date', 'Sat, 28 Nov 2026 12:00:30 GMT', { retryAfterMs: 30_000 }],
  ['a date that is over', 'Sat, 28 Nov 2026 11:00:00 GMT', { retryAfterMs: 0 }],
  ['more than a day', '999999', { retryAfterMs: 86_400_000 }],
  ['what is neither', 'soon', {}],
  ['an empty one', ' ', {}],
  ['less than nothing', '-5', {}],
])('when to come back, as %s [OR-06]', (_, said, expected) => {
  expect(retryAfter({ 'retry-after': said }, now)).toEqual(expected);
});

test('a server that says nothing of it', () => {
  expect(retryAfter({}, now)).toEqual({});
});
