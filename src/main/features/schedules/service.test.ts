import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScheduleDefinition } from '../../../contract/schedules.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import { createEventLog, type EventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { definition } from './fixtures/simulated-machine.ts';
import { createSchedules, type ScheduleService } from './service.ts';
import { scheduleStore } from './store.ts';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 26, 12);
const hourly = { kind: 'cron' as const, cron: '0 * * * *', zone: 'UTC' };
const sentence = { kind: 'sentence' as const, text: 'zip it' };

let database: Database;
let events: EventLog;
let now: number;
let planned: string[];
let schedules: ScheduleService;

beforeEach(() => {
  database = openDatabase({ file: ':memory:' });
  now = noon + 1;
  planned = [];
  const [clock, makeId] = [() => now, createIds()];
  events = createEventLog({ database, makeId, clock });
  schedules = createSchedules({
    ...{ store: scheduleStore(database), events, clock, makeId, logger: silentLogger },
    zone: () => 'Europe/Berlin',
    plan: async ({ text }) => {
      planned.push(text);
      if (text === 'sing') throw new HeronError('invalid-plan', 'work.text: nobody can');
      return { plan: { version: 1, title: 'Zip it', tasks: [] }, by: 'rules' };
    },
    nameOf: (work) => {
      if (work.kind === 'template' && work.name === 'any') return 'Any template';
      throw new HeronError('not-found', 'There is no such thing');
    },
    pollable: async (time) => {
      if (time.action === 'none.such') throw new HeronError('invalid-input', 'time.action: there is none');
      return time;
    },
    look: async () => Promise.reject(new HeronError('invalid-plan', 'no room')),
    lookOf: () => ({ status: 'gone' }),
    evaluate: async () => undefined,
    watchable: (folder) => folder.replace('~', '/home/ada'),
    ...{ scrub: (given: ScheduleDefinition) => given, ignored: [], changesOf: async () => ({ paths: [], endedAt: 0 }) },
    start: async () => Promise.reject(new HeronError('invalid-plan', 'no room')),
  });
});
afterEach(async () => {
  await schedules.close();
  await events.close();
  database.close();
});

test('a schedule says in words when it starts, and when that is next [AU-01]', async () => {
  const made = await schedules.add(definition({ time: { kind: 'cron', cron: '0 9 * * 1-5' } }));
  expect(made).toMatchObject({ title: 'Any template', words: 'every weekday at 09:00', isPaused: false, alarms: [] });
  expect(made.next.map((at) => new Date(at).toISOString().slice(5, 16))).toEqual([
    ...['11-27T08:00', '11-30T08:00', '12-01T08:00', '12-02T08:00', '12-03T08:00'],
  ]);
  expect(await schedules.list()).toEqual([made]);
});

test('a sentence is planned when it is said, and again only when it is another', async () => {
  const { id } = await schedules.add(definition({ work: sentence, time: hourly }));
  await schedules.change(id, definition({ work: sentence, time: { ...hourly, cron: '5 * * * *' }, title: 'Mine' }));
  expect(planned).toEqual(['zip it']);
  const changed = await schedules.change(id, definition({ work: { ...sentence, text: 'zip that' }, time: hourly }));
  expect(planned).toEqual(['zip it', 'zip that']);
  expect(changed.plan?.title).toBe('Zip it');
});

test('what came before a schedule was changed to another has its rows', async () => {
  const { id } = await schedules.add(definition({ time: hourly, missed: 'all' }));
  now += 2.5 * hourMs;
  await schedules.change(id, definition({ time: { ...hourly, cron: '30 * * * *' } }));
  expect(schedules.occurrences(id, 10, undefined).map(({ status }) => status)).toEqual(['skipped', 'skipped']);
});

test.each<[Partial<ScheduleDefinition> & Pick<ScheduleDefinition, 'time'>, string]>([
  [{ time: { kind: 'cron', cron: '0 25 * * *' } }, 'time.cron: '],
  [{ time: { kind: 'cron', cron: '0 9 30 2 *' } }, 'time.cron: “0 9 30 2 *” never comes'],
  [{ time: { kind: 'once', at: noon } }, 'time.at: this moment is over'],
  [{ time: { kind: 'event', event: 'schedule.added' } }, 'time.event: expected one of run.completed'],
  [{ time: { kind: 'poll', action: 'none.such', input: {}, everyMs: 10_000 } }, 'time.action: there is none'],
  [{ time: hourly, work: { ...sentence, text: 'sing' } }, 'work.text: nobody can'],
  [{ time: hourly, work: { kind: 'template', name: 'none', input: {} } }, 'There is no such thing'],
])('%j is refused, and nothing is kept', async (wanted, message) => {
  await expect(schedules.add(definition(wanted))).rejects.toThrow(message);
  expect(await schedules.list()).toEqual([]);
});

test('a removed schedule comes back as it was, and does not make up for the time it was gone', async () => {
  const { id } = await schedules.add(definition({ time: hourly, missed: 'all' }));
  await schedules.remove(id);
  expect(await schedules.list()).toEqual([]);
  await expect(schedules.get(id)).rejects.toThrow(`The schedule ${id} was removed`);
  now += 5 * hourMs;
  expect(await schedules.recover(id)).toMatchObject({ id, words: 'every hour in UTC' });
  schedules.start();
  await schedules.pause(id);
  expect(schedules.occurrences(id, 10, undefined)).toEqual([]);
});

test('what was missed is asked about, and done or left as somebody says', async () => {
  const { id } = await schedules.add(definition({ time: hourly, missed: 'ask' }));
  await expect(schedules.answer(id, 'once')).rejects.toThrow('The schedule asks nothing now');
  now += 3 * hourMs + hourMs / 2;
  schedules.start();
  await expect.poll(() => schedules.occurrences(id, 10, undefined).length, { timeout: 30_000 }).toBe(3);
  expect((await schedules.get(id)).alarms).toMatchObject([{ kind: 'asking', count: 3, since: noon + hourMs }]);
  await schedules.answer(id, 'once');
  const became = schedules.occurrences(id, 10, undefined);
  expect(became.map(({ status }) => status)).toEqual(['failed', 'missed', 'missed']);
  expect((await schedules.get(id)).alarms).toMatchObject([{ kind: 'failed', message: 'no room' }]);
  now += 1;
  await schedules.seen(id);
  expect((await schedules.get(id)).alarms).toEqual([]);
});

test('a run that cannot be started by hand says why, and is on record', async () => {
  const { id } = await schedules.add(definition({ time: hourly }));
  await expect(schedules.run(id)).rejects.toThrow('no room');
  expect(schedules.occurrences(id, 10, undefined)).toMatchObject([{ cause: 'person', status: 'failed' }]);
});

test('words and crons are looked at before anything is kept', async () => {
  expect(await schedules.preview({ text: 'every hour' })).toMatchObject({
    ...{ cron: '0 * * * *', words: 'every hour', zone: 'Europe/Berlin' },
    next: [1, 2, 3, 4, 5].map((hours) => noon + hours * hourMs),
  });
  expect(await schedules.preview({ text: 'now and then' })).toMatchObject({ next: [], problem: expect.any(String) });
  const over = await schedules.preview({ time: { kind: 'once', at: 0 } });
  expect(over).toMatchObject({ next: [], problem: 'this moment is over' });
});
