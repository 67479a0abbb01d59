import { expect, test } from 'vitest';
import { sightAfter, windowAt } from './use-window.ts';

const rows = { count: 100_000, rowHeight: 32, height: 640 };
const sizeOf = ({ first, last }: { first: number; last: number }): number => last - first;

test('a leap draws what is seen first, and nearly nothing around it', () => {
  const before = { top: 0, margin: 14 };
  const after = sightAfter(before, 50_000 * 32, rows);
  const drawn = windowAt(after, rows);
  expect(drawn.first).toBeLessThanOrEqual(50_000);
  expect(drawn.last).toBeGreaterThanOrEqual(50_020);
  expect(sizeOf(drawn)).toBeLessThan(sizeOf(windowAt({ ...after, margin: 14 }, rows)) * 0.7);
});

test('a scroll of a few rows draws nothing anew, and one of more keeps its surroundings', () => {
  const before = { top: 3200, margin: 14 };
  expect(sightAfter(before, 3200 + 32 * 4, rows)).toBe(before);
  expect(sightAfter(before, 3200 + 32 * 13, rows)).toEqual({ top: 3200 + 32 * 13, margin: 14 });
});

test('windows hold whole strips, and end where the rows do', () => {
  for (const top of [0, 33, 4711, 1_000_000]) {
    const { first, last } = windowAt({ top, margin: 14 }, rows);
    expect([first % 4, last % 4]).toEqual([0, 0]);
  }
  expect(windowAt({ top: 0, margin: 14 }, { ...rows, count: 7 })).toEqual({ first: 0, last: 7 });
  expect(windowAt({ top: 9000, margin: 2 }, { ...rows, count: 7 })).toEqual({ first: 7, last: 7 });
});

test('before more is drawn around a leap, it is looked at again as soon as it moves on', () => {
  const landed = { top: 32_000, margin: 2 };
  expect(sightAfter(landed, 32_000, rows)).toBe(landed);
  expect(sightAfter(landed, 32_000 + 32 * 6, rows).top).toBe(32_000 + 32 * 6);
});
