import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { AnyEvent } from '../../src/contract/events.ts';
import { openDatabase } from '../../src/main/base/database.ts';
import { eventRows } from '../../src/main/base/event-rows.ts';
import { runTables } from '../../src/main/orchestrator/run-tables.ts';
import { runStore } from '../../src/main/features/runs/store.ts';

const isPause = `awaited ->> '$.until' IS NOT NULL AND awaited ->> '$.onDue' IS NULL`;
const tables = {
  runs: 'SELECT * FROM runs ORDER BY id',
  run_items: 'SELECT * FROM run_items ORDER BY run_id, parent, position, name',
  // That a pause before an attempt is over is marked here alone: no event says it, and a mark that was lost is made again.
  run_waits: `SELECT run_id, path, event_type, awaited,
      CASE WHEN ${isPause} THEN NULL ELSE due_at END AS due_at, CASE WHEN ${isPause} THEN NULL ELSE is_woken END AS is_woken
    FROM run_waits ORDER BY run_id, path`,
};

/** What a dead engine left in its database. */
export type Remains = {
  /** Events since the last look. */
  news: AnyEvent[];
  /** Where the tables are not what the events say; holes in the log. */
  differences: string[];
};

/**
 * Folds the event log into tables of its own, and compares them with those of an engine that is dead. What it left is copied
 * before it is opened, so that the next engine finds it untouched.
 */
export function createShadow(dataFolder: string, scratchFolder: string): { look(): Remains; close(): void } {
  const own = openDatabase({ file: ':memory:' });
  const rows = eventRows(own);
  const { items, waitRows } = runTables(own);
  const store = runStore(own);
  let seq = 0;

  return {
    look: () => {
      const left = openCopy(dataFolder, scratchFolder);
      if (!left) return { news: [], differences: [] };
      try {
        const news = eventRows(left).list({ after: seq });
        const differences: string[] = [];
        for (const event of news) {
          if (event.seq !== seq + 1) differences.push(`After event ${seq} comes ${event.seq}`);
          seq = event.seq ?? seq;
          rows.insert(event);
          for (const table of [store, items, waitRows]) table.apply(event);
        }
        for (const [name, query] of Object.entries(tables)) differences.push(...compare(name, query, left, own));
        return { news, differences };
      } finally {
        left.close();
      }
    },
    close: () => void own.close(),
  };
}

function openCopy(dataFolder: string, scratchFolder: string): Sqlite.Database | undefined {
  if (!existsSync(join(dataFolder, 'heron.db'))) return undefined;
  for (const name of ['heron.db', 'heron.db-wal']) {
    const from = join(dataFolder, name);
    if (existsSync(from)) copyFileSync(from, join(scratchFolder, name));
  }
  const copy = new Sqlite(join(scratchFolder, 'heron.db'));
  const isEmpty = copy.pragma('user_version', { simple: true }) === 0;
  if (!isEmpty) return copy;
  copy.close();
  return undefined;
}

function compare(name: string, query: string, left: Sqlite.Database, folded: Sqlite.Database): string[] {
  const found = left
    .prepare(query)
    .all()
    .map((row) => JSON.stringify(row));
  const expected = folded
    .prepare(query)
    .all()
    .map((row) => JSON.stringify(row));
  const known = new Set(expected);
  const there = new Set(found);
  return [
    ...found.filter((row) => !known.has(row)).map((row) => `${name} has ${row}, which no event says`),
    ...expected.filter((row) => !there.has(row)).map((row) => `${name} lacks ${row}`),
  ];
}
