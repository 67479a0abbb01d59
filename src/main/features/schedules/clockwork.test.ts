import fc from 'fast-check';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { MissedPolicy, OverlapPolicy } from '../../../contract/time/schedule-time.ts';
import { openDatabase } from '../../base/database.ts';
import { definition, type Row, simulatedMachine } from './fixtures/simulated-machine.ts';
import { nextTime } from './next-times.ts';

type Simulated = ReturnType<typeof simulatedMachine>;

let simulated: Simulated | undefined;
afterEach(async () => {
  await simulated?.close();
  simulated = undefined;
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const noon = Date.UTC(2026, 10, 26, 12);

function machineAt(now: number, options: Parameters<typeof simulatedMachine>[1] = {}): Simulated {
  simulated = simulatedMachine(now, options);
  return simulated;
}

const hourly = { kind: 'cron' as const, cron: '0 * * * *', zone: 'UTC' };
const shown = (rows: Row[]): string[] => rows.map(({ at, status }) => `${(at - noon) / hourMs} ${status}`);

test('an occurrence is started when its time comes, and told apart from all others', async () => {
  const { add, live, rows, machine } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly }));
  await live(2.5 * hourMs);
  expect(shown(rows(id))).toEqual(['1 ran', '2 ran']);
  expect(rows(id).map((row) => row.run_id)).toEqual(machine.started.map(({ runId }) => runId));
});

test('an occurrence with nothing to do is skipped with the reason, is no failure, and the next one runs [AU-05]', async () => {
  const { add, live, rows, machine, store, clockwork } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly }));
  machine.notNow = 'nothing changed';
  await live(2.5 * hourMs);
  machine.notNow = undefined;
  await live(hourMs);
  expect(shown(rows(id))).toEqual(['1 skipped', '2 skipped', '3 ran']);
  expect(store.occurrence(id, noon + hourMs)?.reason).toBe('nothing changed');
  // Who wants it now hears why not.
  machine.notNow = 'no model is set up';
  await expect(clockwork().runNow(id)).rejects.toThrow('It was skipped: no model is set up');
});

test.each<[MissedPolicy, string[]]>([
  ['once', ['1 missed', '2 missed', '3 ran']],
  ['all', ['1 ran', '2 ran', '3 ran']],
  ['skip', ['1 missed', '2 missed', '3 missed']],
  ['ask', ['1 asking', '2 asking', '3 asking']],
])('what came while the machine slept: %s', async (missed, expected) => {
  const { add, jump, rows } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly, missed }));
  await jump(3.5 * hourMs);
  expect(shown(rows(id))).toEqual(expected);
});

test('a machine that wakes when the next one is due makes up for none', async () => {
  const { add, jump, rows } = machineAt(noon);
  const id = await add(definition({ time: hourly }));
  await jump(3 * hourMs);
  expect(shown(rows(id))).toEqual(['1 missed', '2 missed', '3 ran']);
});

test('a clock that is set back starts nothing twice, and what was missed in a wrong future comes in time', async () => {
  const { add, live, jump, rows, machine } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly, missed: 'skip' }));
  await live(1.2 * hourMs);
  await jump(3 * hourMs);
  expect(shown(rows(id))).toEqual(['1 ran', '2 missed', '3 missed', '4 missed']);
  await jump(-4 * hourMs);
  await live(3 * hourMs);
  expect(shown(rows(id))).toEqual(['1 ran', '2 ran', '3 ran', '4 missed']);
  expect(new Set(machine.started.map(({ at }) => at)).size).toBe(2 + 1);
});

test('a time without a zone goes with the machine, and nothing is made up for what another zone had', async () => {
  const { add, live, rows, machine } = machineAt(Date.UTC(2026, 10, 26, 6), { zone: 'Europe/Berlin' });
  const id = await add(definition({ time: { kind: 'cron', cron: '0 9 * * *' } }));
  await live(4 * hourMs);
  machine.zone = 'America/New_York';
  await live(10 * hourMs);
  machine.zone = 'Asia/Tokyo';
  await live(dayMs);
  expect(rows(id).map(({ at, status }) => `${new Date(at).toISOString().slice(5, 16)} ${status}`)).toEqual([
    '11-26T08:00 ran',
    '11-26T14:00 ran',
    '11-27T00:00 ran',
  ]);
});

test.each([
  ['merge', ['1 ran', '2 ran', '3 merged', '4 merged']],
  ['queue', ['1 ran', '2 ran', '3 ran', '4 ran']],
  ['skip', ['1 ran', '2 skipped', '3 skipped', '4 skipped']],
] as const)('while a run goes on, the next ones: %s', async (overlap, expected) => {
  const { add, live, endRuns, rows, machine } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly, overlap }));
  await live(4.5 * hourMs, false);
  expect(machine.started).toHaveLength(1);
  await endRuns();
  expect(shown(rows(id))).toEqual(expected);
});

test('what waited when the engine died is started by the next one, and what had a run is not', async () => {
  const { add, live, die, rows, machine } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly }));
  await live(2.5 * hourMs, false);
  expect(shown(rows(id))).toEqual(['1 ran', '2 waiting']);
  await die(1000);
  expect(shown(rows(id))).toEqual(['1 ran', '2 ran']);
  expect(machine.started).toHaveLength(2);
});

test('an occurrence whose run cannot be started says why, and the next one is tried', async () => {
  const { add, live, rows, machine } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly }));
  machine.isBroken = true;
  await live(1.5 * hourMs);
  machine.isBroken = false;
  await live(hourMs);
  expect(rows(id)).toMatchObject([{ status: 'failed', reason: expect.stringContaining('no room') }, { status: 'ran' }]);
});

test('what came while it was paused has its row, and is not made up for', async () => {
  const { add, change, live, rows } = machineAt(noon + 1);
  const id = await add(definition({ time: hourly, missed: 'all' }));
  await change('schedule.paused', id);
  await live(2.5 * hourMs);
  await change('schedule.resumed', id);
  await live(hourMs);
  expect(shown(rows(id))).toEqual(['1 skipped', '2 skipped', '3 ran']);
});

test('of a very long absence the rest has one row together', async () => {
  const { add, jump, rows } = machineAt(noon);
  const id = await add(definition({ time: { kind: 'interval', everyMs: 1000 }, missed: 'once' }));
  await jump(365 * dayMs);
  const all = rows(id);
  expect(all).toHaveLength(10_000);
  expect(all.at(-1)).toMatchObject({ until: noon + 365 * dayMs });
  expect(all.filter(({ status }) => status === 'ran')).toHaveLength(1);
});

test('silence beyond what is usual is told once, and ends with the next start', async () => {
  const { add, live, clockwork, store, endRuns } = machineAt(noon, { sleepMs: 240_000 });
  const id = await add(definition({ time: { kind: 'start' } }));
  for (let hour = 0; hour < 5; hour += 1) {
    await clockwork().happen(id, 'start');
    await endRuns();
    await live(hourMs);
  }
  expect(store.get(id)?.silent).toBeUndefined();
  await live(1.5 * hourMs);
  expect(store.get(id)?.silent).toMatchObject({ normMs: hourMs });
  await clockwork().happen(id, 'start');
  expect(store.get(id)?.silent).toBeUndefined();
});

const times = fc.oneof(
  fc.constantFrom('30 2 * * *', '0 0 * * *', '0 9 * * 1-5', '0 */6 * * *', '0 9 29 2 *', '0 9 L * *', '15 1,2,3 * * *'),
);
const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('live' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  fc.record({ kind: fc.constant('jump' as const), hours: fc.integer({ min: -60, max: 400 }) }),
  fc.record({ kind: fc.constant('die' as const), hours: fc.integer({ min: 0, max: 2000 }) }),
  fc.record({ kind: fc.constant('pause' as const), hours: fc.integer({ min: 1, max: 300 }) }),
);

const database = openDatabase({ file: ':memory:' });
afterAll(() => database.close());

test('over ten years, in every zone, whatever befalls the machine, each occurrence has one row and at most one run [X-09]', async () => {
  const begins = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) });
  const policy = fc.record({
    missed: fc.constantFrom<MissedPolicy[]>('once', 'all', 'skip', 'ask'),
    overlap: fc.constantFrom<OverlapPolicy[]>('merge', 'queue', 'skip'),
  });
  await fc.assert(
    fc.asyncProperty(
      times,
      zones,
      begins,
      policy,
      fc.array(step, { maxLength: 8 }),
      async (text, zone, from, how, steps) => {
        const { add, live, jump, die, change, rows, machine, close } = simulatedMachine(from, {
          sleepMs: 12 * hourMs,
          database,
        });
        try {
          const time = { kind: 'cron' as const, cron: text, zone };
          const id = await add(definition({ time, ...how }));
          let latest = from;
          for (const { kind, hours } of steps) {
            if (kind === 'live') await live(hours * hourMs);
            else if (kind === 'jump') await jump(hours * hourMs);
            else if (kind === 'die') await die(hours * hourMs);
            else {
              await change('schedule.paused', id);
              await live(hours * hourMs);
              await change('schedule.resumed', id);
            }
            latest = Math.max(latest, machine.now);
          }
          const expected: number[] = [];
          const source = { time, changedAt: from, zone };
          for (let at = nextTime(source, from); at !== undefined && at <= latest; at = nextTime(source, at))
            expected.push(at);
          const all = rows(id);
          // A clock set back to before the schedule was made has occurrences there too.
          expect(all.map(({ at }) => at).filter((at) => at > from)).toEqual(expected);
          const startedAt = machine.started.map(({ at }) => at);
          expect(new Set(startedAt).size).toBe(startedAt.length);
          expect(all.filter(({ status }) => status === 'ran').map(({ at }) => at)).toEqual(
            startedAt.toSorted((a, b) => a - b),
          );
        } finally {
          await close();
        }
      },
    ),
    { numRuns: 40 },
  );
});
