import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { HeronError, isFull, noRoom, systemCode } from '../base/errors.ts';
import { makeFolder } from '../base/make-folder.ts';

export type EngineLock = { release(): void };

/**
 * Makes this process the only engine of a data folder, until it ends in whatever way: the lock is an open SQLite
 * transaction, which the system ends with the process. The holder's process id stands in the file for others to read.
 * Errors: `conflict` with `details.pid` when another process has it, `storage` when the file cannot be used.
 */
export function acquireEngineLock(file: string): EngineLock {
  makeFolder(dirname(file));
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(file, { timeout: 0 });
    hold(database);
    const held = database;
    return { release: () => held.close() };
  } catch (error) {
    const failure = lockError(error, file, database);
    database?.close();
    throw failure;
  }
}

/** The first transaction writes who holds it; the second is never ended. It lets others read, but none begin their own. */
function hold(database: Sqlite.Database): void {
  // A power cut ends the holder too: nothing of this has to be safe from it.
  database.pragma('synchronous = OFF');
  database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${process.pid}; COMMIT`);
  database.exec('BEGIN IMMEDIATE');
}

function lockError(error: unknown, file: string, database: Sqlite.Database | undefined): HeronError {
  if (systemCode(error)?.startsWith('SQLITE_BUSY')) {
    const pid = database ? readHolder(database) : undefined;
    const who = pid === undefined ? 'Another Heron' : `Another Heron (process ${pid})`;
    return new HeronError('conflict', `${who} is using ${dirname(file)}`, {
      file,
      ...(pid === undefined ? {} : { pid }),
    });
  }
  if (isFull(error)) return noRoom(dirname(file), error);
  const because = error instanceof Error ? error.message : String(error);
  return new HeronError('storage', `The lock ${file} cannot be used (${because})`, { file }, { cause: error });
}

function readHolder(database: Sqlite.Database): number | undefined {
  try {
    return Number(database.pragma('user_version', { simple: true })) || undefined;
  } catch {
    return undefined; // it is just being written
  }
}
