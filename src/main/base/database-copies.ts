import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HeronError } from './errors.ts';

/** The database as it was before an upgrade to `version`. */
export type DatabaseCopy = { file: string; version: number; at: number };

/** Copies that upgrades left beside a database, the newest first. */
export function databaseCopies(database: string): DatabaseCopy[] {
  const folder = dirname(database);
  const beginning = `${basename(database)}.before-v`;
  return readdirSync(folder)
    .flatMap((name) => {
      const version = Number(name.startsWith(beginning) ? name.slice(beginning.length) : Number.NaN);
      const file = join(folder, name);
      return Number.isInteger(version) ? { file, version, at: statSync(file).mtimeMs } : [];
    })
    .toSorted((one, other) => other.version - one.version);
}

/**
 * Puts a copy in the database's place; what stood there is kept beside it, and named. To be called while no engine has
 * the data folder. Errors: `not-found`.
 */
export function putBackCopy(database: string, copy: Pick<DatabaseCopy, 'file'>, now: number): string {
  if (!existsSync(copy.file)) throw new HeronError('not-found', `There is no ${copy.file} any more`);
  const aside = `${database}.replaced-${new Date(now).toISOString().replaceAll(':', '-')}`;
  const ready = `${database}.ready`;
  copyFileSync(copy.file, ready);
  flush(ready);
  // The log beside a database belongs to it; left behind it would be taken for the other one's.
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${database}${suffix}`)) renameSync(`${database}${suffix}`, `${aside}${suffix}`);
  }
  renameSync(ready, database);
  return aside;
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
