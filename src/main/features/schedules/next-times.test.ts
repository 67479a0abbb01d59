import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wallTime } from '../../../contract/time/zoned-time.ts';
import { mustCome, nextTimes, timesBetween } from './next-times.ts';

const at = (text: string): number => Date.parse(text);
const cron = (text: string, zone: string) => ({
  ...{ time: { kind: 'cron' as const, cron: text, zone }, changedAt: 0, zone: 'UTC' },
});
const iso = (times: number[]): string[] => times.map((each) => new Date(each).toISOString().replace('.000Z', 'Z'));

test.each<[string, string, string, string, string[]]>([
  // The clocks go from 2:00 to 3:00: what is due at 2:30 comes once, when there is such a time of day again.
  ['a gap', '30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']],
  // They go from 3:00 back to 2:00: once, not twice.
  ['a fold', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
  [
    'a gap at midnight',
    '0 0 * * *',
    'America/Santiago',
    '2026-09-05T12:00Z',
    ['2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
  ],
  [
    'half an hour',
    '15 2 * * *',
    'Australia/Lord_Howe',
    '2026-10-03T00:00Z',
    ['2026-10-03T15:30:00Z', '2026-10-04T15:15:00Z'],
  ],
  // Whatever repeats goes on as time does.
  [
    'every half hour over a fold',
    '*/30 * * * *',
    'Europe/Berlin',
    '2026-10-25T00:15Z',
    ['2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'],
  ],
  [
    'every half hour over a gap',
    '*/30 * * * *',
    'Europe/Berlin',
    '2026-03-29T00:15Z',
    ['2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z'],
  ],
  ['a leap day', '0 9 29 2 *', 'UTC', '2026-01-01T00:00Z', ['2028-02-29T09:00:00Z', '2032-02-29T09:00:00Z']],
  ['the last day', '0 9 L * *', 'UTC', '2028-01-31T09:00Z', ['2028-02-29T09:00:00Z', '2028-03-31T09:00:00Z']],
  [
    'seconds',
    '*/20 0 9 * * *',
    'UTC',
    '2026-01-01T09:00:00Z',
    ['2026-01-01T09:00:20Z', '2026-01-01T09:00:40Z', '2026-01-02T09:00:00Z'],
  ],
  [
    'a zone without an hour',
    '0 9 * * 1-5',
    'Asia/Kathmandu',
    '2026-11-27T00:00Z',
    ['2026-11-27T03:15:00Z', '2026-11-30T03:15:00Z'],
  ],
  ['first Mondays', '0 9 * * 1#1', 'UTC', '2026-11-27T00:00Z', ['2026-12-07T09:00:00Z', '2027-01-04T09:00:00Z']],
  ['last Fridays', '0 9 * * 5#L', 'UTC', '2026-11-27T10:00Z', ['2026-12-25T09:00:00Z', '2027-01-29T09:00:00Z']],
])('%s: %s in %s after %s', (_name, text, zone, after, expected) => {
  expect(iso(nextTimes(cron(text, zone), at(after), expected.length))).toEqual(expected);
});

test('intervals are counted from their beginning, also before it where none is named', () => {
  const source = (from?: number) => ({
    ...{ time: { kind: 'interval' as const, everyMs: 7000, ...(from === undefined ? {} : { from }) } },
    ...{ changedAt: 100_000, zone: 'UTC' },
  });
  expect(nextTimes(source(), 100_000, 2)).toEqual([107_000, 114_000]);
  expect(nextTimes(source(), 90_000, 2)).toEqual([93_000, 100_000]);
  expect(nextTimes(source(50_000), 10, 2)).toEqual([50_000, 57_000]);
});

test('a moment comes once, and one that is over never', () => {
  const source = { time: { kind: 'once' as const, at: 5000 }, changedAt: 0, zone: 'UTC' };
  expect(nextTimes(source, 4999, 3)).toEqual([5000]);
  expect(nextTimes(source, 5000, 3)).toEqual([]);
  expect(() => mustCome(source, 5000)).toThrow('time.at: this moment is over');
  expect(() => mustCome(cron('0 9 30 2 *', 'UTC'), 0)).toThrow('time.cron: “0 9 30 2 *” never comes');
  expect(() => mustCome(cron('0 25 * * *', 'UTC'), 0)).toThrow(/time\.cron: .*25/);
});

test('of a long absence no more than wanted is listed', async () => {
  const source = cron('* * * * * *', 'UTC');
  const some = await timesBetween(source, { after: 0, until: 3_600_000, most: 500 });
  expect(some).toMatchObject({ isMore: true, times: { length: 500 } });
  const all = await timesBetween(source, { after: 0, until: 500_000, most: 500 });
  expect(all).toMatchObject({ isMore: false, times: { length: 500 } });
});

const zones = Intl.supportedValuesOf('timeZone');
const dayMs = 86_400_000;

/** Days of the calendar there, as far as they exist: some places have left one out. */
function daysThere(zone: string, from: number, until: number): Set<string> {
  const days = new Set<string>();
  for (let moment = from; moment <= until; moment += dayMs / 4) days.add(dayOf(moment, zone));
  return days;
}

function dayOf(moment: number, zone: string): string {
  const { year, month, day } = wallTime(moment, zone);
  return `${year}-${month}-${day}`;
}

test('what is due at a time of day comes once on each day of the calendar, in every zone [X-09]', () => {
  const start = fc.integer({ min: at('2000-01-01'), max: at('2036-01-01') });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.nat(23), fc.nat(59), start, (zone, hour, minute, from) => {
      const times = nextTimes(cron(`${minute} ${hour} * * *`, zone), from, 40);
      const last = times.at(-1) ?? 0;
      const days = times.map((time) => dayOf(time, zone));
      expect(new Set(days).size).toBe(times.length);
      expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
      const [first = '', ...between] = daysThere(zone, from, last);
      expect([first, ...between].filter((day) => !days.includes(day) && day !== first)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('what repeats comes as evenly as time goes by, in every zone [X-09]', () => {
  const start = fc.integer({ min: at('2000-01-01'), max: at('2036-01-01') });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.constantFrom(5, 10, 15), start, (zone, step, from) => {
      const times = nextTimes(cron(`*/${step} * * * *`, zone), from, 24);
      for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBe(step * 60_000);
    }),
    { numRuns: 200 },
  );
});
