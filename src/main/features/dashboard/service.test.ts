import { performance } from 'node:perf_hooks';
import { afterEach, expect, test, vi } from 'vitest';
import { Dashboard, endedRuns, successShare } from '../../../contract/dashboard.ts';
import type { Worker } from '../../../contract/workers.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { createDashboard, type DashboardParts } from './service.ts';
import { intervalsBefore, intervalsUntil } from './intervals.ts';
import { dashboardStore } from './store.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Noon, so that a few hours are still the same day. */
const now = new Date(2026, 4, 20, 12, 0, 0).getTime();

let database: Database;
afterEach(() => void database.close());

function open(changes: Partial<DashboardParts> = {}) {
  database = openDatabase({ file: ':memory:' });
  const dashboard = createDashboard({
    store: dashboardStore(database),
    clock: () => now,
    places: () => ({ taken: 0, waiting: 0 }),
    lanes: () => ({ waiting: 0, taken: 0, places: 4 }),
    questions: () => 0,
    workers: () => [],
    heldHosts: () => 0,
    storage: async () => ({ database: 1, blobs: 2, undo: 3, logs: 4 }),
    ...changes,
  });
  return {
    dashboard,
    insert: database.prepare(
      `INSERT INTO runs (id, title, source, status, tasks_total, tasks_completed, tasks_failed, created_at, ended_at)
       VALUES (?, 'Work', 'person', ?, 3, ?, ?, ?, ?)`,
    ),
    use: database.prepare(`INSERT INTO run_usage VALUES (?, ?, ?, ?, 0, 0)`),
    spawn: database.prepare('INSERT INTO spawned_runs (run_id, parent_id, path) VALUES (?, ?, ?)'),
  };
}

test('runs are counted by day and outcome, and compared with the time before [UI-12]', async () => {
  const { dashboard, insert, use } = open();
  const add = (id: string, status: string, endedAt: number, ms = 1000): void => {
    insert.run(id, status, 2, status === 'failed' ? 1 : 0, endedAt - ms, endedAt);
  };
  add('a', 'completed', now - hour, 400);
  add('b', 'completed', now - 2 * hour, 800);
  add('c', 'failed', now - day);
  add('d', 'cancelled', now - 2 * day);
  // The week before: one as far into it as now is into this one, and one that is later in it.
  add('e', 'completed', now - 7 * day - hour, 200);
  add('f', 'failed', now - 7 * day + hour);
  insert.run('g', 'running', 0, 0, now - hour, null);
  insert.run('h', 'waiting', 0, 0, now - hour, null);
  use.run('a', '', 1200, 30_000);
  use.run('a', 'inner', 1200, 30_000);
  use.run('c', '', 300, 1);

  const told = await dashboard.get(7);
  expect(Dashboard.parse(told)).toEqual(told);
  expect(told.intervals).toHaveLength(7);
  const today = { completed: 2, failed: 0, cancelled: 0, steps: 4, tokens: 1200, money: 0.03 };
  expect(told.intervals.at(-1)).toMatchObject({ ...today, timeMs: { p50: 400, p95: 800 } });
  expect(told.intervals.at(-2)).toMatchObject({ failed: 1, steps: 3, tokens: 300, money: 0.000001 });
  expect(told.intervals.at(-2)).not.toHaveProperty('timeMs');
  expect(told.intervals.at(-3)).toMatchObject({ cancelled: 1 });
  const all = { completed: 2, failed: 1, cancelled: 1, steps: 9, tokens: 1500, money: 0.030001 };
  expect(told.now).toMatchObject({ ...all, timeMs: { p50: 400, p95: 800 } });
  expect(successShare(told.now)).toBeCloseTo(2 / 3);
  expect(endedRuns(told.now)).toBe(4);
  expect(told.before).toMatchObject({ completed: 1, failed: 0, timeMs: { p50: 200, p95: 200 }, to: now - 7 * day });
  expect(told.queue).toMatchObject({ runningRuns: 1, waitingRuns: 1 });
});

test('what a run lent to one that it spawned is counted once: as what that one used [OB-05]', async () => {
  const { dashboard, insert, use, spawn } = open();
  insert.run('lender', 'completed', 1, 0, now - 2 * hour, now - hour);
  insert.run('spawned', 'completed', 1, 0, now - 2 * hour, now - hour);
  insert.run('later', 'running', 0, 0, now - hour, null);
  use.run('lender', '', 5300, 10_000);
  use.run('lender', 'work/0/spawn', 5000, 0);
  use.run('lender', 'work/1', 300, 10_000);
  use.run('spawned', '', 700, 20_000);
  use.run('later', '', 40, 0);
  spawn.run('spawned', 'lender', 'work/0/spawn');
  expect((await dashboard.get(7)).now).toMatchObject({ tokens: 1000, money: 0.03 });
});

test('with nothing in it, everything is 0 and there is no share of successes', async () => {
  const told = await open().dashboard.get(30);
  expect(told.intervals).toHaveLength(30);
  expect(told.now).toMatchObject({ completed: 0, failed: 0, steps: 0, tokens: 0, money: 0 });
  expect(told.now).not.toHaveProperty('timeMs');
  expect(successShare(told.now)).toBeUndefined();
});

test('workers in trouble stand first, and what waits and is kept is told', async () => {
  const worker = (id: string, calls: number, more: Partial<Worker> = {}): Worker => ({
    ...{ id, folder: `/workers/${id}`, origin: 'bundled', state: 'idle', trust: 'bundled', isolation: 'process' },
    statistics: { calls, errors: 1, crashes: 0, restarts: 0, cacheHits: 0, cpuMs: 0 },
    ...more,
  });
  const lastError = { code: 'worker-failed', message: 'No', details: {} } as const;
  const circuit = { state: 'open', openedAt: 1, calls: 10, faults: 9, lastError } as const;
  const { dashboard } = open({
    workers: () => [
      worker('off', 900, { origin: 'installed', state: 'refused', trust: 'denied' }),
      worker('new', 0, { origin: 'installed', state: 'refused', trust: 'unapproved' }),
      worker('calm', 9),
      worker('busy', 90),
      worker('held', 3, { circuit }),
      worker('dead', 0, { state: 'failed' }),
    ],
    places: () => ({ taken: 2, waiting: 5 }),
    questions: () => 3,
    heldHosts: () => 1,
  });
  const told = await dashboard.get(1);
  expect(told.workers.map(({ id }) => id)).toEqual(['dead', 'new', 'held', 'busy', 'calm', 'off']);
  expect(told.workers[2]).toMatchObject({ circuit: 'open', calls: 3, errors: 1 });
  expect(told).toMatchObject({ questions: 3, heldHosts: 1, storage: { database: 1, logs: 4 } });
  expect(told.queue).toMatchObject({ workingSteps: 2, waitingSteps: 5 });
});

test('how messages wait and have waited is told, and how many gave way [SQ-11]', async () => {
  const { dashboard } = open({ lanes: () => ({ waiting: 2, since: now - 5000, taken: 3, places: 4 }) });
  const log = createEventLog({ database, makeId: createIds(), clock: () => now - hour });
  const messageId = createIds()('msg');
  const waited = (waitedMs: number) =>
    log.append([{ type: 'message.waited', payload: { messageId, count: 2, waitedMs, left: 1 } }]);
  for (const waitedMs of [100, 300, 200]) await waited(waitedMs);
  await log.append([{ type: 'message.dropped', payload: { messageId, summary: 'sing' } }]);
  await log.close();
  const told = await dashboard.get(7);
  expect(Dashboard.parse(told).lanes).toEqual({
    ...{ taken: 3, places: 4, waiting: 2, longestWaitMs: 5000 },
    ...{ said: 3, dropped: 1, waitedMs: { p50: 200, p95: 300 } },
  });
});

test('a day has its hours, and intervals follow each other without a gap', () => {
  for (const days of [1, 7, 30] as const) {
    const intervals = intervalsUntil(now + 1, days);
    expect(intervals).toHaveLength(days === 1 ? 24 : days);
    intervals.slice(1).forEach(({ from }, index) => expect(from).toBe(intervals[index]?.to));
    expect(intervals.at(-1)?.from).toBeLessThanOrEqual(now);
    expect(intervals.at(-1)?.to).toBeGreaterThan(now + 1);
    const before = intervalsBefore(intervals, now + 1, days);
    expect(before.at(-1)?.to).toBeLessThanOrEqual(intervals[0]?.from ?? 0);
  }
});

test('100,000 runs are counted from the index, and the engine is not held up at once for all of them', async () => {
  const { dashboard } = open();
  const numbers = 'WITH RECURSIVE each (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each WHERE n < 99999)';
  database.transaction(() => {
    database.exec(`
      INSERT INTO runs (id, title, source, status, tasks_total, tasks_completed, created_at, ended_at)
        ${numbers} SELECT printf('run_%026d', n), 'Work', 'person', iif(n % 10 = 0, 'failed', 'completed'), 5, 5,
          ${now} - n * ${(60 * day) / 100_000} - n % 5000, ${now} - n * ${(60 * day) / 100_000} FROM each;
      INSERT INTO run_usage ${numbers} SELECT printf('run_%026d', n), '', 100, 50, 0, 0 FROM each WHERE n % 2 = 0;
    `);
  })();
  const spy = vi.spyOn(database, 'prepare');
  dashboardStore(database);
  const questions = spy.mock.calls.map(([sql]) => sql).filter((sql) => /^(?!.*FROM spawned_runs).*ended_at/s.test(sql));
  for (const sql of questions) {
    const plan = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const details = plan.all({ from: 0, to: now }).map(({ detail }) => detail);
    expect(details.join('\n')).toContain('USING COVERING INDEX runs_by_end');
  }
  expect(questions).toHaveLength(3);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 0);
  const from = performance.now();
  const told = await dashboard.get(30);
  const ms = performance.now() - from;
  clearInterval(turning);
  console.log(`dashboard of 30 days over 100,000 runs: ${ms.toFixed(0)} ms, ${turns} turns in between`);
  expect(endedRuns(told.now) + endedRuns(told.before)).toBeGreaterThan(90_000);
  expect(turns).toBeGreaterThan(1);
}, 120_000);
