import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../base/database.ts';
import { createEventLog } from '../base/event-log.ts';
import { createIds } from '../base/ids.ts';
import { silentLogger } from '../base/silent-logger.ts';
import { runId } from './fixtures/execute.ts';
import { waitRows } from './wait-rows.ts';
import { createWaits } from './waits.ts';

afterEach(() => void vi.useRealTimers());

test('a machine that slept is not waited for once more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let now = 1_000_000;
  const database = openDatabase({ file: ':memory:' });
  const clock = (): number => now;
  const log = createEventLog({ database, makeId: createIds(), clock });
  const rows = waitRows(database);
  const due: string[] = [];
  const record = (drafts: Parameters<typeof log.append>[0]) =>
    log.append(drafts, (events) => events.forEach(rows.apply));
  const waits = createWaits({ rows, log, clock, logger: silentLogger, record, onDue: (id) => void due.push(id) });
  waits.start();
  const awaited = { until: now + 3_600_000, onDue: 'end' as const };
  await record([{ type: 'task.parked', scope: { runId, taskId: 'w' }, payload: { attempt: 1, awaited } }]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(due).toEqual([]);
  // Timers stand still while a machine sleeps; the clock does not.
  now += 7_200_000;
  await vi.advanceTimersByTimeAsync(60_000);
  await waits.stop();
  expect(due).toEqual([runId]);
  expect(log.last('task.woken', { runId })?.payload).toEqual({ by: 'time', output: null });
});
