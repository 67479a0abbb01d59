import { fail, type WorkerContext } from 'heron/worker-kit';
import sqlite3InitModule, { type Database, type Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { withLog } from './write-ahead-log.ts';

export type Opened = { sqlite: Sqlite3Static; database: Database; bytes: number; modifiedAt: number };

/** What fits into the memory of this worker twice, with room for queries. */
const largest = 512 * 1024 * 1024;

let loading: Promise<Sqlite3Static> | undefined;

/**
 * A copy in memory: SQLite itself never reaches the disk, and nothing it does changes the file. Errors: `not-found`,
 * `limit-exceeded`, `invalid-input` for what is no database, `conflict` while a program is in the middle of changing it, and for what is to
 * be changed, while one has it open with changes beside it.
 */
export async function withDatabase<Value>(
  file: string,
  context: WorkerContext,
  use: (opened: Opened) => Promise<Value>,
  { willChange = false } = {},
): Promise<Value> {
  const status = await context.files.status(file);
  if (!status) return fail('not-found', `There is no database ${file}`, { path: file });
  if (status.kind === 'folder') return fail('invalid-input', `${file} is a folder`, { path: file });
  if (status.size > largest)
    return fail('limit-exceeded', `${file} has ${status.size} bytes; at most ${largest} can be opened`, { path: file });
  await refuseUnfinished(file, willChange ? ['-wal', '-journal'] : ['-journal'], context);
  const bytes = await readWithLog(file, status, context);
  const sqlite = await (loading ??= load());
  const database = new sqlite.oo1.DB();
  try {
    if (bytes.byteLength > 0) fill(sqlite, database, bytes, file);
    return await use({ sqlite, database, bytes: status.size, modifiedAt: status.modifiedAt });
  } catch (error) {
    throw readable(error, context);
  } finally {
    database.close();
  }
}

/** What it would print of a failure has the statement in it; the error says enough. */
async function load(): Promise<Sqlite3Static> {
  const sqlite = await sqlite3InitModule();
  Object.assign(sqlite.config, { error: ignore, warn: ignore });
  return sqlite;
}

function ignore(): void {}

/** With a log beside it the file alone is not what the program that writes it sees. */
async function refuseUnfinished(file: string, suffixes: readonly string[], context: WorkerContext): Promise<void> {
  for (const suffix of suffixes) {
    const log = await context.files.status(file + suffix);
    if (log && log.size > 0)
      fail(
        'conflict',
        `A program is at work on ${file}: not all of it is in the file yet (${suffix}). Close it first`,
        {
          path: file,
        },
      );
  }
}

/** As the programs see it that have it open. Errors: `conflict` when one brings the file up to date meanwhile. */
async function readWithLog(
  file: string,
  before: { size: number; modifiedAt: number },
  context: WorkerContext,
): Promise<Uint8Array> {
  const log = await context.files.status(`${file}-wal`);
  const bytes = await readAll(file, before.size, context);
  if (!log || log.size === 0) return bytes;
  if (log.size > largest)
    return fail('limit-exceeded', `${file}-wal has ${log.size} bytes; at most ${largest} can be read`, { path: file });
  // What is written behind it meanwhile is of a later commit.
  const whole = withLog(bytes, await readAll(`${file}-wal`, log.size, context, { mayGrow: true }), largest);
  const after = await context.files.status(file);
  if (after?.size === before.size && after.modifiedAt === before.modifiedAt) return whole;
  return fail('conflict', `${file} was changed while it was read; try again`, { path: file });
}

async function readAll(
  file: string,
  size: number,
  context: WorkerContext,
  { mayGrow = false } = {},
): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of context.files.read(file)) {
    if (mayGrow && filled + chunk.byteLength >= size) {
      whole.set(chunk.subarray(0, size - filled), filled);
      return whole;
    }
    if (filled + chunk.byteLength > size) fail('conflict', `${file} grew while it was read; try again`, { path: file });
    whole.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return whole.subarray(0, filled);
}

const magic = 'SQLite format 3\0';

function fill({ wasm, capi }: Sqlite3Static, database: Database, bytes: Uint8Array, file: string): void {
  if (Buffer.from(bytes.subarray(0, 16)).toString('latin1') !== magic)
    fail('invalid-input', `${file} is no SQLite database, or it is encrypted`, { path: file });
  // In memory there is no log beside it, whatever the file says of itself (file format, 1.3.3).
  bytes[18] = 1;
  bytes[19] = 1;
  const place = wasm.allocFromTypedArray(bytes);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  const { pointer } = database;
  if (pointer === undefined) return fail('worker-failed', 'SQLite gave no database');
  database.checkRc(capi.sqlite3_deserialize(pointer, 'main', place, bytes.byteLength, bytes.byteLength, flags));
}

/** SQLite says what is wrong with a statement; that is for the person who wrote it. */
function readable(error: unknown, context: WorkerContext): unknown {
  context.signal.throwIfAborted();
  if (!(error instanceof Error) || error.name !== 'SQLite3Error') return error;
  const message = error.message.replace(/^(?:sqlite3? result code \d+: |SQLITE_\w+: )+/i, '');
  try {
    return fail('invalid-input', `SQLite: ${message}`);
  } catch (failure) {
    return failure;
  }
}
