import { closeSync, copyFileSync, fdatasync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { HeronError, isFull, noRoom, systemCode } from './errors.ts';
import { prepareLate } from './late-statements.ts';
import { makeFolder } from './make-folder.ts';
import { latestVersion, migrate } from './tables/migrations.ts';

export type Database = Sqlite.Database;
export type Statement<Row = unknown> = Sqlite.Statement<unknown[], Row>;

export type Durability = 'full' | 'normal';

export type DatabaseOptions = {
  /** File path, or `:memory:`. */
  file: string;
  durability?: Durability;
  /** Statements are prepared when they are first used. */
  preparesLate?: boolean;
};

/** Asking SQLite each time would cost as much as a small commit. */
const durabilities = new WeakMap<Database, Durability>();

/** Whether each commit waits for the disk's word that it is safe against a power cut. */
export function setDurability(database: Database, durability: Durability): void {
  database.pragma(`synchronous = ${durability.toUpperCase()}`);
  durabilities.set(database, durability);
}

/**
 * Opens the database and brings it to the newest version; before an upgrade the file is copied aside.
 * Errors: `storage`, naming the file, when it is damaged, of a newer Heron, or cannot be written.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { file, durability = 'full' } = options;
  let database: Database | undefined;
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    database = new Sqlite(file);
    // Before anything is in it, so that the space of what is removed can be given back bit by bit.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    setDurability(database, durability);
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    checkIntegrity(database, file);
    upgrade(database, file);
    if (options.preparesLate) prepareLate(database);
    return database;
  } catch (error) {
    database?.close();
    throw openingError(error, file);
  }
}

/**
 * What `run` commits outlives this process at once, but a power cut may take it back until the next commit that waits
 * for the disk. Not to be called inside a transaction.
 */
export function withoutWaiting<Value>(database: Database, run: () => Value): Value {
  const durability = durabilities.get(database) ?? 'full';
  if (durability === 'normal') return run();
  database.pragma('synchronous = NORMAL');
  try {
    return run();
  } finally {
    database.pragma('synchronous = FULL');
  }
}

type Log = { file: number; asked: number; isClosed: boolean };

/** Of each database, open for as long as it is: what the disk says once of a write that failed is then said here. */
const logs = new WeakMap<Database, Log>();

/**
 * Resolves when all that is committed by now is safe against a power cut; the loop goes on meanwhile. Undefined where no commit waits for
 * that. Rejects with what the system says: then nobody knows what is on the disk.
 */
export function safeOnDisk(database: Database): Promise<void> | undefined {
  if (database.memory || durabilities.get(database) === 'normal') return undefined;
  const log = logs.get(database) ?? openLog(database);
  log.asked += 1;
  return new Promise((resolve, reject) => {
    fdatasync(log.file, (error) => {
      log.asked -= 1;
      if (log.isClosed && log.asked === 0) closeSync(log.file);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** SQLite keeps the file until its last connection is closed, and locks another one, so closing this lets go of no lock. */
function openLog(database: Database): Log {
  const log = { file: openSync(`${database.name}-wal`, 'r+'), asked: 0, isClosed: false };
  logs.set(database, log);
  const close = database.close.bind(database);
  database.close = () => {
    if (!log.isClosed && log.asked === 0) closeSync(log.file);
    log.isClosed = true;
    return close();
  };
  return log;
}

function upgrade(database: Database, file: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version === latestVersion) return;
  if (version > 0 && version < latestVersion && file !== ':memory:') {
    database.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(file, `${file}.before-v${latestVersion}`);
  }
  migrate(database, latestVersion);
}

/** Reading every page of a large file would hold up the start; SQLite itself reports damage there when it meets it. */
const checkedUpToBytes = 16 * 1024 * 1024;

function checkIntegrity(database: Database, file: string): void {
  if (file === ':memory:' || statSync(file).size > checkedUpToBytes) return;
  const answer = database.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw damaged(file, String(answer));
}

function openingError(error: unknown, file: string): HeronError {
  if (error instanceof HeronError) return error;
  const code = systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (isFull(error)) return noRoom(dirname(file), error);
  if (code?.startsWith('SQLITE_NOTADB') || code?.startsWith('SQLITE_CORRUPT')) return damaged(file, message, error);
  return new HeronError('storage', `The database ${file} cannot be opened (${message})`, { file }, { cause: error });
}

/** SQLite may write its detail on several lines. */
function damaged(file: string, detail: string, cause?: unknown): HeronError {
  const remedy = 'is damaged; move it away or restore a copy, then start Heron again';
  const brief = detail.replaceAll(/\s*\n\s*/g, ', ');
  return new HeronError('storage', `The database ${file} ${remedy} (${brief})`, { file }, { cause });
}
