import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/main/base/database.ts';
import { type EventRows, eventRows } from '../../src/main/base/event-rows.ts';
import type { AnyEvent } from '../../src/contract/events.ts';
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
    const indexed = queries(rows, 200);
    database.exec('DROP INDEX events_by_run; DROP INDEX events_by_type;');
    const bare = queries(rows, 5);
    return Object.entries(indexed).map(([name, values]) =>
      figure(name, 'ms', values, { floor: { name: 'without its index', values: bare[name] ?? [] } }),
    );
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
