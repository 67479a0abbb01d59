import { expect, test } from 'vitest';
import { RunId } from '../../contract/ids.ts';
import { createIds } from './ids.ts';

test('ids sort by the order of their making, also within a millisecond and when the clock is set back', () => {
  const times = [5, 5, 5, 3, 4, 6, 6];
  let at = 0;
  const makeId = createIds(() => times[at++] ?? 6);
  const ids = Array.from({ length: 5000 }, () => makeId('run'));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => RunId.safeParse(id).success)).toBe(true);
});

test('two that make ids in the same millisecond make different ones', () => {
  const [one, other] = [createIds(() => 7), createIds(() => 7)];
  expect(one('evt')).not.toBe(other('evt'));
});
