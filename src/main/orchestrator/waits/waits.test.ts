import { afterEach, expect, test, vi } from 'vitest';
import type { Awaited } from '../../../contract/plan-events.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { runId } from '../fixtures/execute.ts';
import { waitRows } from './wait-rows.ts';
import { createWaits } from './waits.ts';

afterEach(() => void vi.useRealTimers());

/** Waits on a clock and timers that the test moves. */
function openWaits(database = openDatabase({ file: ':memory:' }), now = 1_000_000) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const time = { now };
  const clock = (): number => time.now;
  const log = createEventLog({ database, makeId: createIds(), clock });
  const rows = waitRows(database);
  const due: string[] = [];
  const record = (drafts: Parameters<typeof log.append>[0]) =>
    log.append(drafts, (events) => events.forEach(rows.apply));
  const waits = createWaits({ rows, log, clock, logger: silentLogger, record, onDue: (id) => void due.push(id) });
  waits.start();
  const park = (awaited: Awaited, taskId = 'w') =>
    record([{ type: 'task.parked', scope: { runId, taskId }, payload: { attempt: 1, awaited } }]);
  const pass = async (ms: number): Promise<void> => {
    time.now += ms;
    await vi.advanceTimersByTimeAsync(ms);
    // Commits take a turn of the loop each.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { time, database, log, waits, due, park, pass };
}

test('a machine that slept is not waited for once more', async () => {
  const { time, log, waits, due, park } = openWaits();
  await park({ until: time.now + 3_600_000, onDue: 'end' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(due).toEqual([]);
  // Timers stand still while a machine sleeps; the clock does not.
  time.now += 7_200_000;
  await vi.advanceTimersByTimeAsync(60_000);
  await waits.stop();
  expect(due).toEqual([runId]);
  expect(log.last('task.woken', { runId })?.payload).toEqual({ by: 'time', output: null });
});

test('a clock that is set back makes a wait of some length no longer than twice that, and one until a moment last until then [X-02]', async () => {
  const { time, waits, due, park, pass, database } = openWaits();
  await park({ until: time.now + 5000, onDue: 'end', forMs: 5000 });
  await park({ until: time.now + 5000, onDue: 'end' }, 'moment');
  await pass(1000);
  time.now -= 3_600_000;
  await pass(4000);
  expect(due).toEqual([]);
  await pass(5000);
  expect(due).toEqual([runId]);
  expect(database.prepare('SELECT path FROM run_waits WHERE is_woken = 0').all()).toEqual([{ path: 'moment' }]);
  time.now += 3_600_000;
  await pass(60_000);
  expect(due).toEqual([runId, runId]);
  await waits.stop();
});

test('that a pause is over is marked in the table alone, and a mark that was lost is made by the next engine [X-02]', async () => {
  const { time, log, waits, due, park, pass, database } = openWaits();
  await park({ until: time.now + 1000 });
  await pass(1000);
  expect(due).toEqual([runId]);
  expect(log.last('task.woken', { runId })).toBeUndefined();
  const marks = () => database.prepare('SELECT due_at, is_woken FROM run_waits').all();
  expect(marks()).toEqual([{ due_at: null, is_woken: 1 }]);
  await waits.stop();
  database.exec(`UPDATE run_waits SET due_at = ${time.now}, is_woken = 0`);
  const next = openWaits(database, time.now);
  await next.pass(1000);
  expect(next.due).toEqual([runId]);
  expect(marks()).toEqual([{ due_at: null, is_woken: 1 }]);
  await next.waits.stop();
});

test('what could not be woken, because the disk was full, is woken when there is room, whatever it waited for [X-02]', async () => {
  const { time, log, waits, due, park, pass, database } = openWaits();
  await park({ until: time.now + 1000, onDue: 'end' }, 'time');
  await park({ event: { type: 'run.completed' } }, 'event');
  database.exec(
    `CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.type = 'task.woken' BEGIN SELECT RAISE(ABORT, 'full'); END`,
  );
  await log.append([{ type: 'run.completed', scope: { runId: `run_${'1'.repeat(26)}` }, payload: {} }]);
  await pass(2000);
  await pass(30_000);
  expect(due).toEqual([]);
  database.exec('DROP TRIGGER full');
  await pass(30_000);
  expect(due).toEqual([runId, runId]);
  expect(
    log
      .list({ types: ['task.woken'] })
      .map(({ payload }) => (payload as { by: string }).by)
      .toSorted(),
  ).toEqual(['event', 'time']);
  await waits.stop();
});
