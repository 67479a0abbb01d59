import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AnyEvent } from '../../contract/events.ts';
import { openDatabase } from './database.ts';
import { databaseCopies, putBackCopy } from './database-copies.ts';
import { createEventLog } from './event-log.ts';
import { createIds } from './ids.ts';
import { latestVersion } from './tables/migrations.ts';

/** What an older Heron left after it had packed a folder, been set to dark and ended: `fixtures/heron-v12.sql`. */
const oldVersion = 12;
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-old-'));
  file = join(folder, 'heron.db');
  const old = new Sqlite(file);
  old.exec(readFileSync(join(import.meta.dirname, 'fixtures/heron-v12.sql'), 'utf8'));
  old.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function versionOf(path: string): unknown {
  const database = new Sqlite(path, { readonly: true });
  try {
    return database.pragma('user_version', { simple: true });
  } finally {
    database.close();
  }
}

test('the data of an older Heron is brought to this one, whole, and a copy of how it was is left', async () => {
  const before = new Sqlite(file, { readonly: true });
  const events = before.prepare('SELECT count(*) AS n FROM events').get();
  before.close();
  expect(versionOf(file)).toBe(oldVersion);

  const database = openDatabase({ file });
  expect(database.pragma('user_version', { simple: true })).toBe(latestVersion);
  expect(database.prepare('SELECT count(*) AS n FROM events').get()).toEqual(events);
  expect(database.prepare('SELECT status FROM runs').all()).toEqual([{ status: 'completed' }]);
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const read = log.list({ after: 0, limit: 500 });
  expect(read.map(({ type }) => type)).toContain('run.completed');
  const broken = read.flatMap((event) => {
    const { error } = AnyEvent.safeParse(event);
    return error ? [`${event.type} ${error.issues[0]?.path.join('.')}`] : [];
  });
  expect(broken).toEqual([]);
  await log.close();
  database.close();
  expect(databaseCopies(file)).toMatchObject([{ file: `${file}.before-v${latestVersion}`, version: latestVersion }]);
  expect(versionOf(`${file}.before-v${latestVersion}`)).toBe(oldVersion);
});

test('the copy can be put back, and what it replaces is kept', () => {
  openDatabase({ file }).close();
  const [copy] = databaseCopies(file);
  const aside = putBackCopy(file, copy!, Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(aside).toBe(`${file}.replaced-2026-01-02T03-04-05.000Z`);
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(versionOf(file)).toBe(oldVersion);
  expect(versionOf(aside)).toBe(latestVersion);
  expect(() => putBackCopy(file, { file: join(folder, 'none') }, 0)).toThrow('any more');
});

test('the data of a newer Heron is refused in plain words, and not touched', () => {
  openDatabase({ file }).close();
  const newer = new Sqlite(file);
  newer.pragma(`user_version = ${latestVersion + 1}`);
  newer.pragma('wal_checkpoint(TRUNCATE)');
  newer.close();
  const kept = join(folder, 'kept');
  copyFileSync(file, kept);
  expect(() => openDatabase({ file })).toThrow(/of version \d+, this Heron knows \d+; start a newer Heron/);
  expect(versionOf(file)).toBe(latestVersion + 1);
});
