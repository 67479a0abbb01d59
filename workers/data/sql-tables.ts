import { fail, type WorkerContext } from 'heron/worker-kit';
import sqlite3InitModule, { type Database, type Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { distinctNames } from './duck-tables.ts';
import type { Table } from './table.ts';
import { meant } from './values.ts';

const mostRows = 3_000_000;

let loading: Promise<Sqlite3Static> | undefined;

export type Tables = { sqlite: Sqlite3Static; database: Database; names: string[] };

/** A database in memory with a table for each file, named after it; the first is also called data. Errors: `limit-exceeded`. */
export async function withTables<Result>(
  tables: Table[],
  context: WorkerContext,
  use: (opened: Tables) => Promise<Result>,
): Promise<Result> {
  const sqlite = await (loading ??= load());
  const database = new sqlite.oo1.DB();
  try {
    const names: string[] = [];
    for (const table of tables) {
      const name = nameOf(table.path, names);
      await fill(database, name, table);
      names.push(name);
    }
    if (!names.includes('data')) database.exec(`CREATE VIEW data AS SELECT * FROM ${quoted(names[0] ?? '')}`);
    return await use({ sqlite, database, names });
  } catch (error) {
    context.signal.throwIfAborted();
    throw readable(error);
  } finally {
    database.close();
  }
}

async function load(): Promise<Sqlite3Static> {
  const sqlite = await sqlite3InitModule();
  // What it would print of a failure has the statement in it; the error says enough.
  Object.assign(sqlite.config, { error: () => undefined, warn: () => undefined });
  return sqlite;
}

/** `/a/Sales 2026.csv` is sales_2026; a second one sales_2026_2. */
export function nameOf(path: string, taken: string[]): string {
  const file = path.split(/[/\\]/).at(-1) ?? '';
  const plain = file.replace(/\.[^.]*$/, '').toLowerCase();
  const name = plain.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replace(/^(?=\d)|^$/, 'data_');
  for (let number = 2, one = name; ; one = `${name}_${number}`, number += 1) if (!taken.includes(one)) return one;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function fill(database: Database, name: string, table: Table): Promise<void> {
  const columns = distinctNames(table.columns);
  database.exec(`CREATE TABLE ${quoted(name)} (${columns.map(quoted).join(', ')})`);
  const places = columns.map(() => '?').join(', ');
  const insert = database.prepare(`INSERT INTO ${quoted(name)} VALUES (${places})`);
  let rows = 0;
  try {
    database.exec('BEGIN');
    for await (const batch of table.rows()) {
      rows += batch.length;
      if (rows > mostRows) {
        const message = `${table.path} has more than ${mostRows} rows; filter or aggregate it first, which needs no memory`;
        fail('limit-exceeded', message, { path: table.path });
      }
      for (const row of batch) insert.bind(row.map(meant)).stepReset();
    }
    database.exec('COMMIT');
  } finally {
    insert.finalize();
  }
}

/** SQLite says what is wrong with a statement; that is for the person who wrote it. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'SQLite3Error') return error;
  const message = error.message.replace(/^(?:sqlite3? result code \d+: |SQLITE_\w+: )+/i, '');
  try {
    return fail('invalid-input', `SQLite: ${message}`, { field: 'sql' });
  } catch (failure) {
    return failure;
  }
}
