import { expect, test } from 'vitest';
import { clockText, durationText, relativeTimeText, wholeDurationText } from './time-text.ts';

const now = Date.UTC(2025, 5, 15, 12);
const minute = 60_000;
const hour = 60 * minute;

test('times near now are told by their distance', () => {
  expect(relativeTimeText(now - 10_000, now)).toBe('just now');
  expect(relativeTimeText(now - 5 * minute, now)).toBe('5 min ago');
  expect(relativeTimeText(now + 2 * hour, now)).toBe('in 2 h');
  expect(relativeTimeText(now - 26 * hour, now)).toBe('1 day ago');
});

test('times a week away are told by their date', () => {
  expect(relativeTimeText(now - 8 * 24 * hour, now)).toMatch(/7/);
  expect(relativeTimeText(Date.UTC(2023, 5, 15), now)).toMatch(/2023/);
});

test('a time of the day is told alike everywhere, to the second or closer', () => {
  const at = new Date(2025, 5, 15, 9, 4, 5, 7).getTime();
  expect(clockText(at)).toBe('09:04:05');
  expect(clockText(at, 'ms')).toBe('09:04:05.007');
  expect(clockText(new Date(2025, 5, 15, 0, 0, 0).getTime())).toBe('00:00:00');
});

test('durations never read sixty of anything', () => {
  expect([320, 4200, 59_960, 192_000, 3_599_700, 7_500_000].map(durationText)).toEqual([
    '320 ms',
    '4.2 s',
    '1 min 0 s',
    '3 min 12 s',
    '1 h 0 min',
    '2 h 5 min',
  ]);
});

test('a length that was chosen is told without the parts that are nothing', () => {
  expect([500, 10_000, 2500, minute, 90_000, hour, 2 * hour, 2 * hour + 5 * minute].map(wholeDurationText)).toEqual([
    '500 ms',
    '10 s',
    '2.5 s',
    '1 min',
    '1 min 30 s',
    '1 h',
    '2 h',
    '2 h 5 min',
  ]);
});
