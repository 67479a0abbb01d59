import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UsageWindow } from '../../../contract/models.ts';
import { usualPacing } from '../../../contract/pacing.ts';
import { roomIn } from './room.ts';

const hour = 3_600_000;
const now = 1_000 * hour;
const window = (used: number, endsInMs: number | undefined, changes: Partial<UsageWindow> = {}): UsageWindow => ({
  ...{ providerId: 'far', accountId: 'main', unit: 'percent', atMost: 100, left: 100 - used, at: now },
  ...(endsInMs === undefined ? {} : { resetsAt: now + endsInMs }),
  ...changes,
});
const room = (...windows: UsageWindow[]) => roomIn(windows, usualPacing, now);

test('work in the background has its share of a window, and what is left over before the end of it [MD-17]', () => {
  expect(room(window(49, 5 * hour))).toEqual({ may: true, isHasty: false, atOnce: 1 });
  expect(room(window(50, 5 * hour))).toMatchObject({ may: false, until: now + 4 * hour, atOnce: 1 });
  // An hour before the end it may have the rest, and goes faster.
  expect(room(window(89, hour))).toEqual({ may: true, isHasty: true, atOnce: 4 });
  expect(room(window(90, hour))).toMatchObject({ may: false, until: now + hour });
  // It would find nothing then: it waits for the end.
  expect(room(window(95, 5 * hour))).toMatchObject({ may: false, until: now + 5 * hour });
});

test('of several windows each has to have room, and the last to have it says until when [MD-17]', () => {
  const week = window(60, 100 * hour, { per: '7 days' });
  expect(room(window(10, hour), week)).toMatchObject({ may: false, until: now + 99 * hour, because: week });
  expect(room(window(10, hour), window(10, 100 * hour))).toEqual({ may: true, isHasty: false, atOnce: 1 });
});

test('what nobody says an end of, or a size, or that has ended, holds nothing back [MD-17]', () => {
  for (const one of [window(100, undefined), window(100, -1), { ...window(0, hour), atMost: 0 }]) {
    expect(room(one)).toEqual({ may: true, isHasty: false, atOnce: Number.POSITIVE_INFINITY });
  }
});

test('whatever the windows, it is held back until a time to come, and more used never means more room', () => {
  const anyWindow = fc.record({
    used: fc.integer({ min: 0, max: 100 }),
    inMs: fc.integer({ min: 1, max: 200 * hour }),
  });
  const anyPacing = fc.record({
    share: fc.integer({ min: 0, max: 100 }),
    hastenMinutes: fc.integer({ min: 0, max: 10_080 }),
    reserve: fc.integer({ min: 0, max: 100 }),
    atOnce: fc.constant(1),
    atOnceBeforeReset: fc.constant(4),
  });
  fc.assert(
    fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 4 }), anyPacing, (windows, pacing) => {
      const made = windows.map(({ used, inMs }) => window(used, inMs));
      const found = roomIn(made, pacing, now);
      if (!found.may) {
        expect(found.until).toBeGreaterThanOrEqual(now);
        expect(made).toContainEqual(found.because);
        const fuller = windows.map(({ used, inMs }) => window(Math.min(100, used + 7), inMs));
        expect(roomIn(fuller, pacing, now).may).toBe(false);
      }
    }),
  );
});
