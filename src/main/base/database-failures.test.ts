import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { type Database, openDatabase } from './database.ts';
import { isOfDatabase, toFailure } from './errors.ts';
import { createEventLog, type EventDraft, type EventLog } from './event-log.ts';
import { holdLock } from './fixtures/hold-lock.ts';
import { createIds } from './ids.ts';

let folder: string;
let database: Database;
let log: EventLog;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-failures-'));
  database = openDatabase({ file: join(folder, 'heron.db') });
  log = createEventLog({ database, makeId: createIds(), clock: systemClock });
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const runA = `run_${'0'.repeat(25)}A`;
const runB = `run_${'0'.repeat(25)}B`;

function skipped(runId: string, reason = 'because'): EventDraft {
  return { type: 'task.skipped', scope: { runId, taskId: 't' }, payload: { reason } };
}

/** SQLite meets the end of the disk after so many pages more. */
function leaveRoom(pages: number): void {
  const used = Number(database.pragma('page_count', { simple: true }));
  database.pragma(`max_page_count = ${used + pages}`);
}

async function failuresOf(appends: Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(appends);
  return settled.map((each) => (each.status === 'rejected' ? toFailure(each.reason).message : 'stored'));
}

test('on a full disk all of a commit is kept out: what is small enough must not follow what is missing [X-02]', async () => {
  await log.append([skipped(runA)]);
  leaveRoom(2);
  const large = skipped(runA, 'x'.repeat(100_000));
  const full = 'The disk is full; nothing was saved';
  expect(await failuresOf([log.append([large]), log.append([skipped(runA)]), log.append([skipped(runB)])])).toEqual([
    full,
    full,
    full,
  ]);
  expect(log.list({}).map(({ seq }) => seq)).toEqual([1]);
  leaveRoom(1000);
  expect(await failuresOf([log.append([large]), log.append([skipped(runB)])])).toEqual(['stored', 'stored']);
  expect(log.list({}).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('what cannot be written takes along what follows it in its run, and nothing of others', async () => {
  const refuse = (): void => {
    throw new Error('no such row');
  };
  const appends = [
    log.append([skipped(runA)]),
    log.append([skipped(runA, 'wrong')], refuse),
    log.append([skipped(runB)]),
    log.append([skipped(runA, 'after')]),
  ];
  expect(await failuresOf(appends)).toEqual(['stored', 'no such row', 'stored', 'no such row']);
  expect(log.list({}).map(({ scope }) => scope.runId)).toEqual([runA, runB]);
});

test('a database that another process has locked is said to be, once for all of a commit, and is written to afterwards', async () => {
  database.pragma('busy_timeout = 50');
  const release = await holdLock(join(folder, 'heron.db'));
  const busy = log.append([skipped(runA)]);
  await expect(busy).rejects.toSatisfy(isOfDatabase);
  const locked = 'Another program has the database locked; nothing was saved';
  expect(await failuresOf([log.append([skipped(runA)]), log.append([skipped(runB)])])).toEqual([locked, locked]);
  await release();
  await log.append([skipped(runA)]);
  expect(log.lastSeq()).toBe(1);
});
