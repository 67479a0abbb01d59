import { expect, test } from 'vitest';
import { hasItems, type HeartbeatFacts, type HeartbeatWork, isWithin, whyNoHeartbeat } from './heartbeat.ts';

const work: HeartbeatWork = { kind: 'heartbeat', always: false };
const noon = Date.UTC(2026, 10, 26, 12, 0);
const facts: HeartbeatFacts = {
  ...{ now: noon, zone: 'UTC', checklist: '- Is the disk full?', hasModel: true, isBusy: false, isWanted: false },
  last: undefined,
};

test('a heartbeat asks no model when there is nothing to look at, it is busy, or nothing changed [AU-05]', () => {
  const why = (changed: Partial<HeartbeatFacts>, how: Partial<HeartbeatWork> = {}): string =>
    whyNoHeartbeat({ ...work, ...how }, { ...facts, ...changed }) ?? 'asked';
  expect(why({})).toBe('asked');
  expect(why({ checklist: undefined })).toMatch('no HEARTBEAT.md');
  expect(why({ checklist: '# Checklist\n\n- [ ]\n<!-- later -->\n' })).toMatch('nothing to look at');
  expect(why({ hasModel: false })).toMatch('no model');
  expect(why({ isBusy: true })).toMatch('worked on');
  const last = { checklist: '- Is the disk full?', hasNews: false };
  expect(why({ last })).toMatch('nothing changed');
  expect(why({ last: { ...last, hasNews: true } })).toBe('asked');
  expect(why({ last: { ...last, checklist: '- Other' } })).toBe('asked');
  expect(why({ last }, { always: true })).toBe('asked');
  const hours = { from: '13:00', to: '22:00' };
  expect(why({}, { hours })).toMatch('not between 13:00 and 22:00');
  // Who wants it now gets it, if there is anything to look at.
  expect(why({ isWanted: true, last, isBusy: true }, { hours })).toBe('asked');
  expect(why({ isWanted: true, hasModel: false })).toMatch('no model');
});

test('active hours hold from their first minute to before their last, also over midnight and in another zone [AU-05]', () => {
  const at = (hour: number, minute: number) => Date.UTC(2026, 10, 26, hour, minute);
  const day = { from: '09:00', to: '17:00' };
  expect([at(8, 59), at(9, 0), at(16, 59), at(17, 0)].map((now) => isWithin(day, now, 'UTC'))).toEqual([
    ...[false, true, true, false],
  ]);
  const night = { from: '22:00', to: '06:00' };
  expect([at(21, 59), at(23, 0), at(5, 59), at(6, 0)].map((now) => isWithin(night, now, 'UTC'))).toEqual([
    ...[false, true, true, false],
  ]);
  expect(isWithin({ from: '00:00', to: '24:00' }, at(23, 59), 'UTC')).toBe(true);
  expect(isWithin(day, at(8, 30), 'Europe/Berlin')).toBe(true);
});

test('what is only the frame of a list names nothing', () => {
  expect(hasItems('# A\n\n- \n1. \n* [x]\n')).toBe(false);
  expect(hasItems('- [ ] Look at the mail')).toBe(true);
});
