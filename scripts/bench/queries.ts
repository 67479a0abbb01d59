import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/main/base/database.ts';
import { type EventRows, eventRows } from '../../src/main/base/event-rows.ts';
import type { AnyEvent } from '../../src/contract/events.ts';
import { itemRows } from '../../src/main/orchestrator/item-rows.ts';
import { runStore } from '../../src/main/features/runs/store.ts';
import { historyStore } from '../../src/main/features/history/store.ts';
import { giveBack, removeRuns } from '../../src/main/features/history/prune.ts';
import { type Figure, figure } from './figure.ts';

const events = 1_000_000;
const perRun = 1000;

/** A run's events and a page of them among a million, with the index that serves them and, as its floor, without. */
export async function measureQueries(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-queries-'));
  const database = openDatabase({ file: join(folder, 'heron.db'), durability: 'normal' });
  try {
    const rows = eventRows(database);
    fill(database, rows);
    fillItems(database);
    fillRuns(database);
    const failed = failedItems(database);
    const indexed = { ...queries(rows, 200), ...listQueries(database, 200), ...failed.indexed };
    database.exec(dropped);
    const bare = { ...queries(rows, 3), ...listQueries(database, 3), ...failed.bare };
    database.exec('CREATE INDEX events_by_run ON events (run_id, seq) WHERE run_id IS NOT NULL;');
    const pruned = await prunings(database);
    return [
      ...Object.entries(indexed).map(([name, values]) =>
        figure(name, 'ms', values, { floor: { name: 'without its index', values: bare[name] ?? [] } }),
      ),
      ...pruned,
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(database: Database, rows: EventRows): void {
  const insertAll = database.transaction((from: number) => {
    for (let seq = from; seq < from + 10_000; seq += 1) rows.insert(eventAt(seq));
  });
  for (let seq = 1; seq <= events; seq += 10_000) insertAll(seq);
}

function eventAt(seq: number): AnyEvent {
  const runId = runAt(Math.floor((seq - 1) / perRun));
  const place = (seq - 1) % perRun;
  const common = { id: `evt_${String(seq).padStart(26, '0')}`, seq, at: seq, version: 1, traceId: runId };
  const scope = { runId, taskId: `t${place}` };
  return (place === 0
    ? { ...common, type: 'run.started', scope: { runId }, payload: {} }
    : {
        ...common,
        type: 'task.completed',
        scope,
        payload: { attempt: 1, output: { text: 'heron' }, says: 'heron' },
      }) as unknown as AnyEvent;
}

function queries(rows: EventRows, count: number): Record<string, number[]> {
  const timed = (query: (index: number) => AnyEvent[], expected: number): number[] =>
    Array.from({ length: count + 1 }, (_, index) => {
      const begun = performance.now();
      const found = query(index).length;
      if (found !== expected) throw new Error(`The query gave ${found} events, not ${expected}`);
      return performance.now() - begun;
    }).slice(1);
  const run = (index: number): string => runAt((index * 379) % (events / perRun));
  return {
    "a run's 1,000 events among 1,000,000": timed((at) => rows.list({ scope: { runId: run(at) } }), perRun),
    "a page of 100 of a run's events": timed((at) => rows.list({ scope: { runId: run(at) }, limit: 100 }), 100),
    'the 100 last starts of runs, by type': timed(
      () => rows.list({ types: ['run.started'], after: events - 100 * perRun, limit: 100 }),
      100,
    ),
  };
}

function runAt(index: number): string {
  return `run_${String(index).padStart(26, '0')}`;
}

/** All that serve the queries; what stays is the order in which rows are stored. */
const dropped = `
  DROP INDEX events_by_run; DROP INDEX events_by_type; DROP INDEX events_by_conversation;
  DROP INDEX runs_by_status; DROP INDEX runs_by_age;
`;
const items = 1_000_000;
const runs = 100_000;

/** One run's list of a million items, of which one in ten thousand failed. */
function fillItems(database: Database): void {
  const insert = database.prepare(
    `INSERT INTO run_items (run_id, parent, position, name, status, attempt) VALUES (?, 'list', ?, '', ?, 1)`,
  );
  const insertAll = database.transaction((from: number) => {
    for (let at = from; at < from + 10_000; at += 1) {
      insert.run(runAt(runs), at, at % 10_000 === 9999 ? 'failed' : 'completed');
    }
  });
  for (let at = 0; at < items; at += 10_000) insertAll(at);
}

function fillRuns(database: Database): void {
  const insert = database.prepare(
    `INSERT INTO runs (id, title, source, status, tasks_total, created_at, ended_at) VALUES (?, 'Work', 'person', ?, 1, ?, ?)`,
  );
  database.transaction(() => {
    for (let at = 0; at < runs; at += 1) insert.run(runAt(at), at % 1000 === 0 ? 'failed' : 'completed', at, at);
  })();
}

function listQueries(database: Database, count: number): Record<string, number[]> {
  const { list } = runStore(database);
  return {
    'the 100 newest runs among 100,000': timedRows(count, () => list({ limit: 100 })),
    'the 100 failed runs among 100,000': timedRows(count, () => list({ status: 'failed', limit: 100 })),
  };
}

const failedName = 'the 100 failed items among 1,000,000';

/** The same hundred, found by their own index and by looking through the list. */
function failedItems(database: Database): Record<'indexed' | 'bare', Record<string, number[]>> {
  const { page } = itemRows(database);
  const through = database.prepare(
    `SELECT * FROM run_items NOT INDEXED WHERE run_id = ? AND parent = 'list' AND status = 'failed' ORDER BY position, name LIMIT 100`,
  );
  return {
    indexed: {
      [failedName]: timedRows(200, () => page(runAt(runs), { inside: 'list', status: 'failed', limit: 100 })),
    },
    bare: { [failedName]: timedRows(3, () => through.all(runAt(runs))) },
  };
}

function timedRows(count: number, query: () => unknown[]): number[] {
  return Array.from({ length: count + 1 }, () => {
    const begun = performance.now();
    const found = query().length;
    if (found !== 100) throw new Error(`The query gave ${found} rows, not 100`);
    return performance.now() - begun;
  }).slice(1);
}

/** The two hundred oldest runs go; the longest that anything else had to wait meanwhile is measured. */
async function prunings(database: Database): Promise<Figure[]> {
  const store = historyStore(database);
  const old = store.endedBefore(200, { endedAt: -1, id: '' }, events);
  const costs = old.map((run) => ({ ...run, events: 0, bytes: 0, blobs: 0 }));
  const parts = { store, clock: Date.now, removeBlobs: async () => 0, forgetUndo: async () => undefined };
  const pauses = watchPauses();
  const begun = performance.now();
  const removed = await removeRuns(parts, { runs: costs }, () => true);
  const removedMs = performance.now() - begun;
  await giveBack(store, () => true);
  const longest = pauses.end();
  return [
    figure('200,000 of 1,000,000 events pruned', '1/s', [removed.events / (removedMs / 1000)]),
    figure('the longest turn while they are pruned, processor time', 'ms', [longest], {
      goal: { text: '≤ 50 ms', isMet: (ms) => ms <= 50 },
    }),
  ];
}

/** How long others wait for their turn at most, in processor time: what else the machine does is not counted. */
function watchPauses(): { end(): number } {
  let longest = 0;
  const spent = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let last = spent();
  let next: NodeJS.Immediate;
  const look = (): void => {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
    next = setImmediate(look);
  };
  next = setImmediate(look);
  return {
    end() {
      clearImmediate(next);
      return longest;
    },
  };
}
