import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { openDatabase, withoutWaiting } from './database.ts';
import { createEventLog } from './event-log.ts';
import { createIds } from './ids.ts';
import { latestVersion, migrate, migrations } from './tables/migrations.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-database-'));
  file = join(folder, 'heron.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function schemaOf(database: Sqlite.Database): unknown[] {
  return database
    .prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`)
    .all();
}

test('each version steps up and down again to the very same schema [DA-08]', () => {
  const database = new Sqlite(':memory:');
  const schemas = [schemaOf(database)];
  for (let version = 1; version <= latestVersion; version += 1) {
    migrate(database, version);
    schemas.push(schemaOf(database));
  }
  for (let version = latestVersion - 1; version >= 0; version -= 1) {
    migrate(database, version);
    expect(schemaOf(database)).toEqual(schemas[version]);
  }
});

test('a file of the previous version is copied aside, upgraded and keeps its rows [DA-08]', () => {
  const old = new Sqlite(file);
  migrate(old, latestVersion - 1);
  old.prepare(`INSERT INTO cursors (consumer, seq) VALUES ('window', 41)`).run();
  old.close();
  const database = openDatabase({ file });
  expect(database.pragma('user_version', { simple: true })).toBe(latestVersion);
  const log = createEventLog({ database, makeId: createIds(), clock: systemClock });
  expect(log.readCursor('window')).toBe(41);
  database.close();
  const copy = new Sqlite(`${file}.before-v${latestVersion}`);
  expect(copy.pragma('user_version', { simple: true })).toBe(latestVersion - 1);
  copy.close();
});

test('a step that fails leaves the last whole version', () => {
  const database = new Sqlite(':memory:');
  migrate(database, 1);
  database.exec('CREATE TABLE settings (something TEXT)');
  expect(() => migrate(database, 2)).toThrow(/settings/);
  expect(database.pragma('user_version', { simple: true })).toBe(1);
  expect(database.prepare(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'runs'`).get()).toEqual({ n: 0 });
});

test('a database of a newer Heron is refused and left alone', () => {
  const newer = new Sqlite(file);
  newer.pragma(`user_version = ${latestVersion + 1}`);
  newer.close();
  expect(() => openDatabase({ file })).toThrow(/start a newer Heron/);
  expect(existsSync(`${file}.before-v${latestVersion}`)).toBe(false);
});

test('a damaged file is refused by name, and not a byte of it is changed', () => {
  writeFileSync(
    file,
    'this is not a database, it is a sentence that is long enough to have a header of its own'.repeat(20),
  );
  const before = readFileSync(file);
  expect(() => openDatabase({ file })).toThrow(new RegExp(`${file}.*damaged`));
  expect(readFileSync(file)).toEqual(before);
});

test('a file cut in the middle is noticed at the start', async () => {
  const database = openDatabase({ file });
  const log = createEventLog({ database, makeId: createIds(), clock: systemClock });
  await log.append(
    Array.from({ length: 2000 }, () => ({ type: 'settings.changed', payload: { settings: {} } }) as never),
  );
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  truncateSync(file, 65_536);
  expect(() => openDatabase({ file })).toThrow(/damaged/);
});

test('a page that was written over is told with the remedy, and the detail in brackets', async () => {
  const database = openDatabase({ file });
  const log = createEventLog({ database, makeId: createIds(), clock: systemClock });
  const drafts = Array.from({ length: 500 }, () => ({ type: 'settings.changed', payload: { settings: {} } }) as never);
  await log.append(drafts);
  const { rootpage } = database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'events'`).get() as {
    rootpage: number;
  };
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (rootpage - 1) * pageBytes, rootpage * pageBytes);
  writeFileSync(file, bytes);
  const sentence = /is damaged; move it away or restore a copy, then start Heron again \([^\n]+\)$/;
  expect(() => openDatabase({ file })).toThrow(sentence);
});

test('migrations are named and never empty', () => {
  for (const { name, up, down } of migrations) expect([name, up.trim(), down.trim()]).not.toContain('');
});

test('a commit without waiting is there at once, and the safety of all others stays as it was', () => {
  for (const durability of ['full', 'normal'] as const) {
    const database = openDatabase({ file, durability });
    const safety = (): unknown => database.pragma('synchronous', { simple: true });
    const before = safety();
    const write = () => database.prepare("INSERT OR REPLACE INTO settings VALUES ('theme', ?)").run(`"${durability}"`);
    const inside = withoutWaiting(database, () => {
      write();
      return safety();
    });
    expect([inside, safety()]).toEqual([1, before]);
    expect(() => withoutWaiting(database, () => database.exec('nonsense'))).toThrow();
    expect(safety()).toBe(before);
    const other = openDatabase({ file });
    expect(other.prepare("SELECT value FROM settings WHERE key = 'theme'").pluck().get()).toBe(`"${durability}"`);
    other.close();
    database.close();
  }
});
