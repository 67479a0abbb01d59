import { expect, test } from 'vitest';
import { createEventLog } from '../../../base/event-log.ts';
import { memoryDatabase } from '../../../base/fixtures/memory-database.ts';
import { createIds } from '../../../base/ids.ts';
import { createTaint } from './taint.ts';

const makeId = createIds();

test('a label that could not be written down holds, and is written when it is next added', async () => {
  const database = memoryDatabase();
  const events = createEventLog({ database, makeId, clock: Date.now });
  const taint = createTaint({ database, events, clock: Date.now });
  const holder = { runId: makeId('run') };
  const reading = { sources: ['the worker stranger'], through: 'worker' as const };
  database.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON taint_sources BEGIN SELECT RAISE(ABORT, 'no room'); END");
  await expect(taint.add(holder, reading, 'soon')).rejects.toThrow('no room');
  expect(taint.of(holder.runId)).toEqual(reading.sources);
  database.exec('DROP TRIGGER full');
  expect(await taint.add(holder, reading)).toBe(true);
  expect(events.count({ types: ['run.tainted'] })).toBe(1);
  expect(await taint.add(holder, reading)).toBe(false);
  expect(createTaint({ database, events, clock: Date.now }).of(holder.runId)).toEqual(reading.sources);
});
