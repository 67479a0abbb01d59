import { expect, test } from 'vitest';
import { wantedLines } from './audit-choice.ts';

test('only what was chosen is asked for', () => {
  expect(wantedLines({}, '', 1)).toEqual({});
  const choice = { decision: 'denied', workerId: 'net', period: 'day' } as const;
  expect(wantedLines(choice, 'x', 90_000_000)).toEqual({
    query: 'x',
    decision: 'denied',
    workerId: 'net',
    since: 3_600_000,
  });
});
