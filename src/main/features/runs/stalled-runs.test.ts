import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import type { EventLog } from '../../base/event-log.ts';
import { holdLock } from '../../base/fixtures/hold-lock.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { openRuns } from './fixtures/open-runs.ts';

let folder: string;
let database: Database;
let calls: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-stalled-'));
  database = openDatabase({ file: join(folder, 'heron.db') });
  database.pragma('busy_timeout = 50');
  calls = [];
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const patience = { timeout: 30_000 };
const names = ['a', 'b', 'c', 'd', 'e'];
const chain = {
  version: 1,
  title: 'Chain',
  tasks: names.map((id, index) => ({
    id,
    action: index === 2 ? 'disk.save' : 'sum.add',
    input: index === 2 ? { path: '/x', value: 1 } : { a: 1 },
    after: names.slice(Math.max(0, index - 1), index),
  })),
};

function setRoom(pages: number): void {
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + pages}`);
}

/** Something happens in the call of one task, once; what each gives is too large for what room is left in a page. */
function callingWith(at: string, happens: () => unknown) {
  return async ({ taskId }: Attempt): Promise<Json> => {
    calls.push(taskId);
    if (taskId === at && calls.filter((id) => id === at).length === 1) await happens();
    return { value: 1, text: 'x'.repeat(10_000) };
  };
}

function stalls(events: EventLog): string[] {
  const said: string[] = [];
  events.listen((event) => event.type === 'run.stalled' && said.push(event.payload.error.message));
  return said;
}

/** Tasks that were started though they were completed. */
function repeated(events: EventLog, runId: string): string[] {
  const completed = new Set<string>();
  return events.list({ scope: { runId } }).flatMap(({ type, scope: { taskId = '' } }) => {
    if (type === 'task.completed') completed.add(taskId);
    return type === 'task.started' && completed.has(taskId) ? [taskId] : [];
  });
}

const full = 'The disk is full; nothing was saved';

test('a run stands still while the disk is full, says so once, and goes on when there is room [X-02]', async () => {
  const { runs, events } = openRuns({ callWorker: callingWith('b', () => setRoom(0)) }, database);
  const said = stalls(events);
  const runId = await runs.start({ plan: chain, source: 'person' });
  await expect.poll(() => runs.get(runId).stalled?.message, patience).toBe(full);
  expect(runs.get(runId)).toMatchObject({ tasks: { c: { status: 'waiting' } } });
  expect(runs.get(runId).endedAt).toBeUndefined();
  // It is tried in vain.
  await expect.poll(() => calls.filter((id) => id === 'b').length, patience).toBeGreaterThan(1);
  setRoom(10_000);
  await expect.poll(() => runs.get(runId).status, patience).toBe('completed');
  expect(runs.get(runId).stalled).toBeUndefined();
  expect(said).toEqual([full]);
  expect(repeated(events, runId)).toEqual([]);
  expect(calls.filter((id) => id === 'c')).toEqual(['c']);
  await runs.close();
});

test('what must not be repeated and could not be written down is asked about', async () => {
  const { runs, events } = openRuns({ callWorker: callingWith('c', () => setRoom(0)) }, database);
  const runId = await runs.start({ plan: chain, source: 'person' });
  await expect.poll(() => runs.get(runId).stalled?.message, patience).toBe(full);
  setRoom(10_000);
  await expect.poll(() => runs.get(runId).tasks['c']?.status, patience).toBe('uncertain');
  await runs.resolve(runId, 'c', 'skip');
  await expect.poll(() => runs.get(runId).status, patience).toBe('completed');
  expect(calls.filter((id) => id === 'c')).toEqual(['c']);
  expect(repeated(events, runId)).toEqual([]);
  await runs.close();
});

test('a run stands still while another process has the database, and goes on when that is gone [X-02]', async () => {
  let release: (() => Promise<void>) | undefined;
  const lock = async (): Promise<void> => {
    release = await holdLock(join(folder, 'heron.db'));
  };
  const { runs, events } = openRuns({ callWorker: callingWith('d', lock) }, database);
  const said = stalls(events);
  const runId = await runs.start({ plan: chain, source: 'person' });
  await expect.poll(() => said, patience).toEqual(['Another program has the database locked; nothing was saved']);
  await release?.();
  await expect.poll(() => runs.get(runId).status, patience).toBe('completed');
  expect(repeated(events, runId)).toEqual([]);
  await runs.close();
});

test('a run that is stopped on a full disk stays stopped, and who stopped it is told that this comes on record later', async () => {
  const { runs, events } = openRuns({ callWorker: callingWith('b', () => setRoom(0)) }, database);
  const runId = await runs.start({ plan: chain, source: 'person' });
  await expect.poll(() => runs.get(runId).stalled?.message, patience).toBe(full);
  // Whatever small room is left in the pages is used up; one that is refused may only have shared a commit with something large.
  const small = { type: 'run.cancelled' as const, scope: { runId: `run_${'0'.repeat(26)}` }, payload: { reason: '' } };
  for (let refused = 0; refused < 5;) {
    refused = await events.append([small]).then(
      () => 0,
      () => refused + 1,
    );
  }
  await expect(runs.cancel(runId, 'enough')).rejects.toMatchObject({
    code: 'storage',
    message: `${full}; the run is stopped, which is noted when Heron can write again`,
  });
  const before = calls.length;
  setRoom(10_000);
  await expect.poll(() => runs.get(runId).status, patience).toBe('cancelled');
  expect(calls).toHaveLength(before);
  await runs.close();
});
