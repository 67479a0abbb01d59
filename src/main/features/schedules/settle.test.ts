import { expect, test } from 'vitest';
import type { NewOccurrence } from './occurrence-rows.ts';
import { inTimeMs, placeInLine, settle } from './settle.ts';

test('what is started within a minute is in time', () => {
  const due = [{ at: 1000 }];
  expect(settle(due, { missed: 'skip', now: 1000 + inTimeMs })[0]).toMatchObject({ status: 'waiting', cause: 'time' });
  expect(settle(due, { missed: 'skip', now: 1001 + inTimeMs })[0]).toMatchObject({ status: 'missed' });
  expect(settle(due, { missed: 'once', now: 1001 + inTimeMs })[0]).toMatchObject({ status: 'waiting', cause: 'late' });
});

const waiting = (at: number, cause: NewOccurrence['cause'] = 'time'): NewOccurrence => ({
  at,
  cause,
  status: 'waiting',
});

test('of those that come together the first starts, and the next wait or merge behind it', () => {
  const line = { isBusy: false, waiting: [], overlap: 'merge', missed: 'once' } as const;
  expect(placeInLine([waiting(1), waiting(2), waiting(3)], line)).toMatchObject([
    { at: 1, status: 'waiting' },
    { at: 2, status: 'waiting' },
    { at: 3, status: 'merged', mergedInto: 2 },
  ]);
});

test('what is made up for one by one waits in line, whatever the policy for overlaps', () => {
  const line = { isBusy: true, waiting: [], overlap: 'skip', missed: 'all' } as const;
  const placed = placeInLine([waiting(1, 'late'), waiting(2, 'late'), waiting(3)], line);
  expect(placed.map(({ status }) => status)).toEqual(['waiting', 'waiting', 'skipped']);
});

test('no more than a hundred wait', () => {
  const line = {
    isBusy: true,
    waiting: Array.from({ length: 100 }, (_, at) => at),
    overlap: 'queue',
    missed: 'once',
  } as const;
  expect(placeInLine([waiting(200)], line)).toMatchObject([{ status: 'skipped', reason: 'a hundred wait already' }]);
});
