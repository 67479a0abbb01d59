import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { AnyEvent } from '../../../contract/events.ts';
import type { RetentionSettings } from '../../../contract/history.ts';
import type { Plan } from '../../../contract/plan.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createEventLog, type EventDraft, type EventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { goingTables, tablesOfRuns } from './run-tables.ts';
import { createHistory, type HistoryParts } from './service.ts';
import { historyStore } from './store.ts';

const day = 86_400_000;
const now = 1000 * day;
const none: RetentionSettings = { runsDays: 0, runsMaxMb: 0, undoDays: 0, undoMaxMb: 0, auditDays: 0, logsMaxMb: 40 };
const endings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

function open(changes: Partial<HistoryParts> = {}, policy: Partial<RetentionSettings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'heron-history-'));
  const file = join(folder, 'heron.db');
  const database = openDatabase({ file, durability: 'normal' });
  const time = { now };
  const makeId = createIds(() => time.now);
  const log = createEventLog({ database, makeId, clock: () => time.now });
  const forgotten: string[] = [];
  const blobs = new Map<string, number>();
  const history = createHistory({
    store: historyStore(database),
    clock: () => time.now,
    events: log,
    logger: silentLogger,
    policy: () => ({ ...none, ...policy }),
    blobsOf: (runId) => ({ blobs: blobs.has(runId) ? 1 : 0, bytes: blobs.get(runId) ?? 0 }),
    blobBytes: () => [...blobs.values()].reduce((all, bytes) => all + bytes, 0),
    removeBlobs: async (runId) => (blobs.delete(runId) ? 1 : 0),
    undoFolders: async () => [],
    forgetUndo: async (runId) => void forgotten.push(runId),
    pruneAudit: async () => 0,
    logBytes: () => 0,
    databaseBytes: () => statSync(file).size,
    isBusy: () => false,
    ...changes,
  });
  endings.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => void database.close(),
    () => log.close(),
    history.close,
  );
  return { database, log, history, time, forgotten, blobs, makeId };
}

type Opened = ReturnType<typeof open>;

/** A run that ended so many days ago, with as many steps. */
async function addRun({ database, log, time, makeId }: Opened, age: number, steps = 3, rows = {}): Promise<string> {
  const runId = makeId('run');
  const at = now - age * day;
  time.now = at;
  const plan: Plan = { version: 1, title: 'Work', tasks: [{ id: 'work', action: 'text.count', input: {} }] };
  const drafts: EventDraft[] = [
    { type: 'run.created', scope: { runId }, payload: { plan, source: 'person', unattended: false, ...rows } },
    ...Array.from({ length: steps }, (_, index): EventDraft => {
      const payload = { attempt: 1, output: { text: 'x'.repeat(400) }, says: 'done' };
      return { type: 'task.completed', scope: { runId, taskId: `work/${index}` }, payload };
    }),
  ];
  await log.append(drafts);
  database
    .prepare(
      `INSERT INTO runs (id, title, source, status, tasks_total, created_at, ended_at) VALUES (?, 'Work', 'person', 'completed', 1, ?, ?)`,
    )
    .run(runId, at, at);
  time.now = now;
  return runId;
}

const eventsOf = (log: EventLog, runId: string): AnyEvent[] => log.list({ scope: { runId } });
const isListed = (database: Database, runId: string): boolean =>
  database.prepare('SELECT 1 FROM runs WHERE id = ?').get(runId) !== undefined;

test('runs older than the policy go with events, items, blobs and what undoing needs; others stay [DA-07]', async () => {
  const opened = open({}, { runsDays: 30 });
  const { history, log, database, forgotten, blobs } = opened;
  const old = await addRun(opened, 31, 50);
  const fresh = await addRun(opened, 29, 5);
  blobs.set(old, 1000);
  database
    .prepare(
      `INSERT INTO run_items (run_id, parent, position, name, status, attempt) VALUES (?, 'work', 1, '', 'completed', 1)`,
    )
    .run(old);
  const preview = await history.preview({});
  expect(preview).toMatchObject({ runs: 1, events: 51, blobs: 1, through: now - 31 * day });
  expect(isListed(database, old)).toBe(true);
  const report = await history.prune({}, 'policy');
  expect(report).toMatchObject({ runs: 1, events: 51, blobs: 1, isCut: false });
  expect(report.bytes).toBe(preview.bytes);
  expect(eventsOf(log, old)).toEqual([]);
  expect(database.prepare('SELECT count(*) AS count FROM run_items').get()).toEqual({ count: 0 });
  expect(forgotten).toEqual([old]);
  expect([isListed(database, old), isListed(database, fresh), eventsOf(log, fresh).length]).toEqual([false, true, 6]);
  expect(await history.prune({}, 'policy')).toMatchObject({ runs: 0 });
});

type Column = { name: string; type: string; notnull: number; pk: number };

const tablesIn = (database: Database): string[] =>
  database
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'`)
    .all()
    .map(({ name }) => name);

const columnsOf = (database: Database, table: string): Column[] => database.pragma(`table_info(${table})`) as Column[];

/** A row of a run in any table: what it must have is made up. */
function addRow(database: Database, table: string, run: string, runId: string): void {
  const given: Record<string, string | number> = { [run]: runId };
  if (table === 'grants') Object.assign(given, { scope: 'once', revoked_at: 1 });
  for (const { name, type, notnull, pk } of columnsOf(database, table)) {
    // The database numbers rows itself where a number is all they are known by.
    if (notnull === 1 || (pk > 0 && type === 'TEXT')) given[name] ??= type === 'TEXT' ? `${runId} ${name}` : 1;
  }
  const names = Object.keys(given);
  database
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(given));
}

test('it is known of every table with rows of runs what pruning does with it [DA-07]', () => {
  const { database } = open();
  const ofRuns = tablesIn(database).filter((table) =>
    columnsOf(database, table).some(({ name }) => name === 'run_id' || name === 'holder'),
  );
  expect(Object.keys(tablesOfRuns).toSorted()).toEqual(ofRuns.toSorted());
});

test('nothing of a pruned run is left in any table that is its own, and the preview counts it [DA-07]', async () => {
  const opened = open({}, { runsDays: 30 });
  const { history, database } = opened;
  const bare = await addRun(opened, 40);
  const before = await history.preview({});
  await history.prune({}, 'policy');
  expect(isListed(database, bare)).toBe(false);
  const old = await addRun(opened, 31);
  const fresh = await addRun(opened, 29);
  for (const { table, run } of goingTables()) for (const id of [old, fresh]) addRow(database, table, run, id);
  database
    .prepare(`INSERT INTO action_manifests (hash, entry) VALUES (?, '{}'), (?, '{}')`)
    .run(`${old} hash`, `${fresh} hash`);
  const preview = await history.preview({});
  expect(preview.bytes - before.bytes).toBeGreaterThanOrEqual(100 * goingTables().length);
  expect((await history.prune({}, 'policy')).bytes).toBe(preview.bytes);
  const left = (id: string): string[] =>
    goingTables().flatMap(({ table, run }) =>
      database.prepare(`SELECT 1 FROM ${table} WHERE ${run} = ?`).get(id) === undefined ? [] : [table],
    );
  expect(left(old)).toEqual([]);
  expect(left(fresh)).toEqual(goingTables().map(({ table }) => table));
  expect(database.prepare('SELECT hash FROM action_manifests').all()).toEqual([{ hash: `${fresh} hash` }]);
  expect(historyStore(database).begun()).toEqual([]);
});

test('what is not finished, pinned or the origin of another run stays, however old, and the preview says so [DA-07]', async () => {
  const opened = open();
  const { history, database } = opened;
  const waiting = await addRun(opened, 100);
  database.prepare(`UPDATE runs SET ended_at = NULL, status = 'waiting' WHERE id = ?`).run(waiting);
  const pinned = await addRun(opened, 100);
  database.prepare('UPDATE runs SET pinned = 1 WHERE id = ?').run(pinned);
  const origin = await addRun(opened, 100);
  await addRun(opened, 1, 1, { origin: { runId: origin } });
  const old = await addRun(opened, 100);
  expect(await history.preview({ olderThanMs: 30 * day })).toMatchObject({
    runs: 1,
    kept: { unfinished: 1, pinned: 1, origins: 1 },
  });
  await history.prune({ olderThanMs: 30 * day });
  expect([waiting, pinned, origin, old].map((runId) => isListed(database, runId))).toEqual([true, true, true, false]);
});

test('by size the oldest go until the rest has room [DA-07]', async () => {
  const opened = open();
  const { history, database } = opened;
  const runs: string[] = [];
  for (let age = 20; age > 0; age -= 1) runs.push(await addRun(opened, age, 300));
  const { all, free, size } = historyStore(database).pages();
  const used = (all - free) * size;
  const report = await history.prune({ largerThanBytes: Math.round(used / 2) });
  expect(report.runs).toBeGreaterThan(4);
  expect(report.runs).toBeLessThan(18);
  expect(runs.map((runId) => isListed(database, runId))).toEqual(runs.map((_, index) => index >= report.runs));
});

test('the space is given back to the disk, and the report says how much [DA-06]', async () => {
  const opened = open();
  const { history } = opened;
  for (let age = 20; age > 0; age -= 1) await addRun(opened, age, 500);
  historyStore(opened.database).checkpoint();
  const before = (await history.get()).sizes;
  const report = await history.prune({ olderThanMs: 2 * day });
  const after = (await history.get()).sizes;
  expect(report.givenBack).toBe(before.database - after.database);
  expect(after.database).toBeLessThan(before.database / 2);
  expect(after.databaseFree).toBe(0);
  expect(after.events).toBeLessThan(before.events / 5);
});

test('the places of the log are never given twice, and what was said stays [DA-07]', async () => {
  const opened = open();
  const { history, log, makeId } = opened;
  const old = await addRun(opened, 50);
  const conversationId = makeId('cnv');
  const message = { id: makeId('msg'), conversationId, role: 'assistant' as const, text: 'Done.', runId: old, at: now };
  await log.append([{ type: 'message.added', scope: { conversationId, runId: old }, payload: { message } }]);
  const before = log.lastSeq();
  await history.prune({ olderThanMs: 0 });
  expect(eventsOf(log, old).map(({ type }) => type)).toEqual(['message.added']);
  const [next] = await log.append([
    { type: 'worker.stopped', scope: { workerId: 'text' }, payload: { reason: 'idle' } },
  ]);
  expect(next?.seq).toBeGreaterThan(before);
  expect(log.list({ types: ['history.*'] }).map(({ type }) => type)).toEqual(['history.pruning', 'history.pruned']);
  expect((await history.get()).last).toMatchObject({ runs: 1, by: 'person', at: now });
  expect(history.absence(old)).toMatch(/^There is no run run_\w+; older runs were removed on \d{4}-\d\d-\d\d$/);
});

test('a pruning that was cut off leaves no half a run: the next start removes the rest [DA-07]', async () => {
  const opened = open();
  const { history, log, database } = opened;
  const old = await addRun(opened, 50, 40);
  // The engine ended after the first word and a few events.
  const store = historyStore(database);
  expect(store.begin(old, now)).toBe(true);
  expect(store.removeEvents(old, 10)).toEqual({ rows: 10, events: 10 });
  expect(eventsOf(log, old).length).toBe(31);
  await history.recover();
  expect(eventsOf(log, old)).toEqual([]);
  expect(store.begun()).toEqual([]);
});

test('in the background it stops when a run begins, and says that there is more [DA-07]', async () => {
  let looks = 0;
  const opened = open({ isBusy: () => (looks += 1) > 6 }, { runsDays: 1 });
  for (let age = 20; age > 5; age -= 1) await addRun(opened, age);
  const report = await opened.history.prune({}, 'policy');
  expect(report.isCut).toBe(true);
  expect(report.runs).toBeLessThan(15);
  expect((await opened.history.get()).sizes.runs).toBe(15 - report.runs);
});

test('starts and ends of workers go with age; the newest stay [DA-07]', async () => {
  const opened = open({}, { runsDays: 30 });
  const { log, time, history } = opened;
  const stop: EventDraft = { type: 'worker.stopped', scope: { workerId: 'text' }, payload: { reason: 'idle' } };
  time.now = now - 40 * day;
  await log.append(Array.from({ length: 700 }, () => stop));
  time.now = now;
  await log.append([stop]);
  expect(await history.prune({}, 'policy')).toMatchObject({ engineEvents: 700 });
  expect(log.list({ types: ['worker.stopped'] })).toHaveLength(1);
});

test('what undoing needs goes by its own age and size, and never that of a run that has not ended [DA-07]', async () => {
  const folders: { runId: string; bytes: number }[] = [];
  const opened = open({ undoFolders: async () => folders }, { undoDays: 10, undoMaxMb: 1 });
  const { history, database, forgotten } = opened;
  const [old, middle, fresh, open_] = [
    await addRun(opened, 11),
    await addRun(opened, 5),
    await addRun(opened, 1),
    await addRun(opened, 20),
  ];
  database.prepare(`UPDATE runs SET ended_at = NULL, status = 'running' WHERE id = ?`).run(open_);
  for (const runId of [old, middle, fresh, open_]) folders.push({ runId: runId ?? '', bytes: 500_000 });
  expect(await history.preview({})).toMatchObject({ runs: 0, undoFolders: 2, bytes: 1_000_000 });
  await history.prune({}, 'policy');
  expect(forgotten).toEqual([old, middle]);
});

test('a database without room to shrink is written anew when it is asked for, and not while runs go on', async () => {
  let isBusy = true;
  const opened = open({ isBusy: () => isBusy });
  for (let age = 20; age > 0; age -= 1) await addRun(opened, age, 200);
  await expect(opened.history.compact()).rejects.toMatchObject({ code: 'conflict' });
  isBusy = false;
  opened.database.exec('DELETE FROM events');
  expect((await opened.history.compact()).givenBack).toBeGreaterThan(500_000);
});

test('an old database learns to shrink by being written anew once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-history-old-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'heron.db'), '');
  const { default: Sqlite } = await import('better-sqlite3');
  const bare = new Sqlite(join(folder, 'heron.db'));
  bare.pragma('auto_vacuum = NONE');
  bare.exec('CREATE TABLE early (x)');
  bare.exec('DROP TABLE early');
  bare.close();
  const database = openDatabase({ file: join(folder, 'heron.db') });
  endings.push(() => void database.close());
  const store = historyStore(database);
  expect(store.canShrink()).toBe(false);
  store.compact();
  expect(store.canShrink()).toBe(true);
  expect(existsSync(join(folder, 'heron.db'))).toBe(true);
});
