import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDuration } from './spoken-durations.ts';
import { readSpokenTime } from './spoken-time.ts';
import { readTimeWords } from './read-time-words.ts';

/** A Thursday, 13:30 in Berlin. */
const context = { now: Date.parse('2026-11-26T12:30:00Z'), zone: 'Europe/Berlin' };
const berlin = (text: string): number => Date.parse(`${text}+01:00`);

test.each([
  ['five minutes', 5],
  ['a minute', 1],
  ['half an hour', 30],
  ['a quarter of an hour', 15],
  ['three quarters of an hour', 45],
  ['an hour and a half', 90],
  ['two and a half hours', 150],
  ['forty-five minutes', 45],
  ['40 5 minutes', 45],
  ['1 hour and 20 minutes', 80],
  ['two hours five minutes', 125],
  ['90 seconds', 1.5],
  ['a couple of minutes', 2],
  ['1 week', 10_080],
])('“%s” are %d minutes', (text, minutes) => {
  expect(readDuration(text)).toBe(minutes * 60_000);
});

test.each(['', 'minutes', 'five', 'five minutes two hours', 'zero minutes', 'ten apples', 'five minutes ago'])(
  '%j is no while',
  (text) => {
    expect(readDuration(text)).toBeUndefined();
  },
);

describe('times as people say them', () => {
  test.each([
    ['in ten minutes', '2026-11-26T13:40'],
    ['in 10 minutes', '2026-11-26T13:40'],
    ['in an hour and a half', '2026-11-26T15:00'],
    ['two hours from now', '2026-11-26T15:30'],
    ['at five', '2026-11-26T17:00'],
    ["at five o'clock", '2026-11-26T17:00'],
    ['at one', '2026-11-27T01:00'],
    ['at half past seven', '2026-11-26T19:30'],
    ['at a quarter to five', '2026-11-26T16:45'],
    ['quarter past two', '2026-11-26T14:15'],
    ['at ten to three', '2026-11-26T14:50'],
    ['at twenty-five past six', '2026-11-26T18:25'],
    ['at ten past twelve', '2026-11-27T00:10'],
    ['at seven thirty', '2026-11-26T19:30'],
    ['at seven oh five', '2026-11-26T19:05'],
    ['at twelve', '2026-11-27T00:00'],
    ['at noon', '2026-11-27T12:00'],
    ['at 17:45', '2026-11-26T17:45'],
    ['at 5 p.m.', '2026-11-26T17:00'],
    ['at 7 am', '2026-11-27T07:00'],
    ['for seven in the evening', '2026-11-26T19:00'],
    ['at eight in the morning', '2026-11-27T08:00'],
    ['at eleven at night', '2026-11-26T23:00'],
    ['tomorrow at nine', '2026-11-27T09:00'],
    ['at nine tomorrow', '2026-11-27T09:00'],
    ['tomorrow at five', '2026-11-27T17:00'],
    ['tomorrow at half past five in the morning', '2026-11-27T05:30'],
    ['tomorrow morning', '2026-11-27T08:00'],
    ['tomorrow evening at seven', '2026-11-27T19:00'],
    ['tomorrow', '2026-11-27T09:00'],
    ['the day after tomorrow at noon', '2026-11-28T12:00'],
    ['tonight', '2026-11-26T20:00'],
    ['tonight at nine', '2026-11-26T21:00'],
    ['this afternoon', '2026-11-26T15:00'],
    ['on Monday at nine', '2026-11-30T09:00'],
    ['on Monday', '2026-11-30T09:00'],
    ['next Thursday at 8', '2026-12-03T08:00'],
    ['Friday morning', '2026-11-27T08:00'],
    ['on 2026-12-24 at 18:00', '2026-12-24T18:00'],
  ])('%s', (text, moment) => {
    expect(readSpokenTime(text, context)).toEqual({ kind: 'once', at: berlin(`${moment}:00`) });
  });

  test('who wants to be woken at seven means the morning, also when it is still far off', () => {
    const woken = (text: string) => readSpokenTime(text, { ...context, isMorning: true });
    expect(woken('at seven')).toEqual({ kind: 'once', at: berlin('2026-11-27T07:00:00') });
    expect(woken('tomorrow at five')).toEqual({ kind: 'once', at: berlin('2026-11-27T05:00:00') });
    expect(woken('at two')).toEqual({ kind: 'once', at: berlin('2026-11-26T14:00:00') });
  });

  test('what comes again and again is read as it is when it is typed', () => {
    expect(readSpokenTime('every day at nine', context)).toEqual({ kind: 'cron', cron: '0 9 * * *' });
    expect(readSpokenTime('every twenty five minutes', context)).toEqual({ kind: 'interval', everyMs: 1_500_000 });
  });

  test.each([
    '',
    'at',
    'the bread',
    'at twenty five',
    'in the oven',
    'at thirteen past twenty',
    'monday',
    'five apples',
  ])('%j is no time', (text) => {
    expect(readSpokenTime(text, context)).toBeUndefined();
  });
});

test('a time that is written with all its parts is the same however it is read', () => {
  const clock = fc.record({ hour: fc.integer({ min: 13, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  fc.assert(
    fc.property(clock, fc.constantFrom('at', 'tomorrow at'), ({ hour, minute }, before) => {
      const text = `${before} ${hour}:${String(minute).padStart(2, '0')}`;
      expect(readSpokenTime(text, context)).toEqual(readTimeWords(text, context));
    }),
  );
});

test('whatever words it is given, it is a time to come or none, and the same each time', () => {
  const pieces =
    'in at a an half past quarter to five ten minutes hours tomorrow today tonight seven thirty twelve on monday and :'.split(
      ' ',
    );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 7 }), (words) => {
      const text = words.join(' ');
      const time = readSpokenTime(text, context);
      expect(readSpokenTime(text, context)).toEqual(time);
      if (time?.kind === 'once') expect(Number.isSafeInteger(time.at)).toBe(true);
    }),
  );
});
