import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTimedSentence, readTimeWords } from './read-time-words.ts';
import type { ScheduleTime } from './schedule-time.ts';
import { timeWords } from './time-words.ts';

// A Thursday, 13:30 in Berlin.
const context = { now: Date.UTC(2026, 10, 26, 12, 30), zone: 'Europe/Berlin' };
const cron = (text: string, zone?: string): ScheduleTime => ({
  kind: 'cron',
  cron: text,
  ...(zone === undefined ? {} : { zone }),
});
const once = (text: string): ScheduleTime => ({ kind: 'once', at: Date.parse(text) });

describe('words of time', () => {
  test.each<[string, ScheduleTime]>([
    ['every weekday at 9', cron('0 9 * * 1-5')],
    ['Every weekday at 9 am.', cron('0 9 * * 1-5')],
    ['at 9 on weekdays', cron('0 9 * * 1-5')],
    ['every day', cron('0 9 * * *')],
    ['daily at 17:30', cron('30 17 * * *')],
    ['every day at 5pm', cron('0 17 * * *')],
    ['every day at 9, 12 and 17', cron('0 9,12,17 * * *')],
    ['every day at 9:30:15', cron('15 30 9 * * *')],
    ['every day at midnight', cron('0 0 * * *')],
    ['every morning', cron('0 8 * * *')],
    ['every evening at 7 pm', cron('0 19 * * *')],
    ['every monday and thursday at 8:15', cron('15 8 * * 1,4')],
    ['on Mondays at 9', cron('0 9 * * 1')],
    ['weekly on fri at noon', cron('0 12 * * 5')],
    ['every weekend at 10', cron('0 10 * * 0,6')],
    ['on the 1st of every month at 6', cron('0 6 1 * *')],
    ['monthly', cron('0 9 1 * *')],
    ['on the last day of every month at 18:00', cron('0 18 L * *')],
    ['on the first Monday of every month at 9', cron('0 9 * * 1#1')],
    ['on the last friday of every month at 16:00', cron('0 16 * * 5#L')],
    ['every year on December 24 at 18:00', cron('0 18 24 12 *')],
    ['every year on the 29th of February', cron('0 9 29 2 *')],
    ['every minute', cron('* * * * *')],
    ['every 15 minutes', cron('*/15 * * * *')],
    ['every 30 seconds', cron('*/30 * * * * *')],
    ['hourly at :15', cron('15 * * * *')],
    ['every 2 hours', cron('0 */2 * * *')],
    ['every hour between 9 and 17 on weekdays', cron('0 9-17 * * 1-5')],
    ['every 15 minutes between 9 and 17', cron('*/15 9-16 * * *')],
    ['every weekday at 9 in America/New_York', cron('0 9 * * 1-5', 'America/New_York')],
    ['every day at 9 in utc', cron('0 9 * * *', 'UTC')],
    ['0 9 * * 1-5', cron('0 9 * * 1-5')],
    ['*/5 * * * * *', cron('*/5 * * * * *')],
    ['every 90 minutes', { kind: 'interval', everyMs: 5_400_000 }],
    ['every other day', { kind: 'interval', everyMs: 172_800_000 }],
    ['every week', { kind: 'interval', everyMs: 604_800_000 }],
    ['in 10 minutes', once('2026-11-26T12:40:00Z')],
    ['in half an hour', once('2026-11-26T13:00:00Z')],
    ['tomorrow at 9', once('2026-11-27T08:00:00Z')],
    ['tonight at 8pm', once('2026-11-26T19:00:00Z')],
    ['on monday at 9', once('2026-11-30T08:00:00Z')],
    ['on Thursday at 12:00', once('2026-12-03T11:00:00Z')],
    ['at 17:00', once('2026-11-26T16:00:00Z')],
    ['at 9:00', once('2026-11-27T08:00:00Z')],
    ['on 2027-07-01 at 9', once('2027-07-01T07:00:00Z')],
    ['when Heron starts', { kind: 'start' }],
    ['when a file changes in ~/notes', { kind: 'files', folder: '~/notes', globs: [], quietMs: 2000 }],
    ['whenever something in "~/my notes" changes', { kind: 'files', folder: '~/my notes', globs: [], quietMs: 2000 }],
    [
      'when *.pdf or *.txt changes in ~/in',
      { kind: 'files', folder: '~/in', globs: ['*.pdf', '*.txt'], quietMs: 2000 },
    ],
    ['when a run fails', { kind: 'event', event: 'run.failed' }],
    ['when I say "good morning"', { kind: 'said', phrase: 'good morning' }],
    ['whenever I say “tidy up”', { kind: 'said', phrase: 'tidy up' }],
    ['when I press ctrl+alt+r', { kind: 'keys', keys: 'Control+Alt+R' }],
  ])('%s', (text, time) => {
    expect(readTimeWords(text, context)).toEqual(time);
  });

  test.each([
    'every',
    'every day at 25',
    'at 9 and 10:30 every day',
    'on 2026-02-30 at 9',
    'every 0 minutes',
    'every day in Atlantis/Nowhere',
    'sometimes',
    'every hour at 9',
    'when a pig flies',
    'when I press R',
    'when I say "?"',
    'today',
    '',
  ])('%j is no time', (text) => {
    expect(readTimeWords(text, context)).toBeUndefined();
  });

  test.each<[string, string]>([
    ['every weekday at 9 zip the folder ~/notes', 'zip the folder ~/notes'],
    ['Every weekday at 9, zip the folder ~/notes.', 'zip the folder ~/notes'],
    ['zip the folder ~/notes every weekday at 9 please', 'zip the folder ~/notes'],
    ['at 9 on weekdays: zip the folder ~/notes', 'zip the folder ~/notes'],
  ])('%s leaves %s', (text, rest) => {
    expect(readTimedSentence(text, context)).toEqual({ time: cron('0 9 * * 1-5'), rest });
  });

  test.each([
    'zip the folder ~/notes',
    'find files in ~/every day/x',
    'say "at 9:00"',
    'every weekday at 9',
    'list 3 files',
    'list the events tomorrow',
  ])('%s says nothing of when something is to be done', (text) => {
    expect(readTimedSentence(text, context)).toBeUndefined();
  });
});

const clock = fc.record({ hour: fc.nat(23), minute: fc.nat(59), second: fc.nat(59) });
const weekday = fc.oneof(
  fc.constantFrom('*', '1-5', '0,6'),
  fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b).join(',')),
  fc.tuple(fc.nat(6), fc.constantFrom('1', '2', '3', '4', '5', 'L')).map(([day, nth]) => `${day}#${nth}`),
);
const zone = fc.constantFrom(undefined, 'Europe/Berlin', 'UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires');
const steps = fc.constantFrom(2, 3, 4, 5, 6, 10, 12, 15, 20, 30);
const spoken = fc.oneof(
  fc
    .record({ clock, weekday })
    .map(({ clock: { hour, minute, second }, weekday: days }) =>
      second === 0 ? `${minute} ${hour} * * ${days}` : `${second} ${minute} ${hour} * * ${days}`,
    ),
  fc.tuple(fc.integer({ min: 1, max: 31 }), fc.nat(23)).map(([date, hour]) => `0 ${hour} ${date} * *`),
  fc.tuple(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 })).map(([d, m]) => `0 9 ${d} ${m} *`),
  steps.map((step) => `*/${step} * * * *`),
  steps.map((step) => `*/${step} * * * * *`),
  fc.constantFrom(2, 3, 4, 6, 8, 12).map((step) => `0 */${step} * * *`),
  fc.tuple(fc.nat(11), fc.integer({ min: 12, max: 23 })).map(([from, to]) => `0 ${from}-${to} * * 1-5`),
  fc.tuple(steps, fc.nat(11), fc.integer({ min: 12, max: 22 })).map(([s, from, to]) => `*/${s} ${from}-${to} * * *`),
);

test('words that are said and keys that are pressed are read as they are written', () => {
  const letters = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} ,.!?'-]{1,40}$/u).map((text) => text.trim());
  const keys = fc
    .tuple(fc.constantFrom('Control', 'Alt', 'Command', 'Control+Alt'), fc.constantFrom('A', '7', 'F5', 'Space'))
    .map((parts) => parts.join('+'));
  fc.assert(
    fc.property(letters, keys, (text, pressed) => {
      fc.pre(/^.{2}/u.test(text)); // characters, which some letters are two units of
      const times: ScheduleTime[] = [
        { kind: 'said', phrase: text },
        { kind: 'keys', keys: pressed },
      ];
      for (const time of times) expect(readTimeWords(timeWords(time, context.zone), context)).toEqual(time);
    }),
  );
});

test('what a time is in words is read as that time again', () => {
  fc.assert(
    fc.property(spoken, zone, (text, place) => {
      const time = cron(text, place);
      const words = timeWords(time, context.zone);
      expect({ words, time: readTimeWords(words, context) }).toEqual({ words, time });
    }),
  );
});

test('a moment in words is that moment again', () => {
  const second = fc.integer({ min: 1_800_000_000, max: 1_900_000_000 });
  fc.assert(
    fc.property(second, (at) => {
      const time = { kind: 'once' as const, at: at * 1000 };
      expect(readTimeWords(timeWords(time, 'Asia/Kolkata'), { ...context, zone: 'Asia/Kolkata' })).toEqual(time);
    }),
  );
});
