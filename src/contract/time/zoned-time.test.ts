import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isZone, momentOf, wallTime } from './zoned-time.ts';

const at = (text: string): number => Date.parse(text);
const half = (day: number, month: number) => ({ year: 2026, month, day, hour: 2, minute: 30, second: 0 });

test('what clocks show twice is the first time, and what they skip comes as much later', () => {
  expect(momentOf(half(25, 10), 'Europe/Berlin')).toBe(at('2026-10-25T00:30Z'));
  expect(momentOf(half(29, 3), 'Europe/Berlin')).toBe(at('2026-03-29T01:30Z'));
});

test('every moment is shown by the clocks of every zone, and found again by what they show', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const second = fc.integer({ min: at('1990-01-01') / 1000, max: at('2040-01-01') / 1000 });
  fc.assert(
    fc.property(zones, second, (zone, seconds) => {
      const shown = wallTime(seconds * 1000, zone);
      const found = momentOf(shown, zone);
      expect(wallTime(found, zone)).toEqual(shown);
      expect(found).toBeLessThanOrEqual(seconds * 1000);
    }),
  );
});

test('only names of zones are zones', () => {
  expect(isZone('Pacific/Chatham')).toBe(true);
  expect(['Atlantis', 'Europe', '', '/etc'].some(isZone)).toBe(false);
});
