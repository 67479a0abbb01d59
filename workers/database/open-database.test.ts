import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';
import { withLog } from './write-ahead-log.ts';

const { query, change, schema } = worker.actions;

let folder: string;
let file: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-open-database-')));
  file = join(folder, 'birds.db');
  return () => rmSync(folder, { recursive: true });
});
const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const ask = async (sql: string, of = file) =>
  (await query({ file: of, sql, limit: 10, timeMs: 30_000 }, allowed())).rows;

describe('a database that a program has open, with a log beside it', () => {
  let program: SqliteFile.Database;
  beforeEach(() => {
    program = new SqliteFile(file);
    program.pragma('journal_mode = WAL');
    program.pragma('wal_autocheckpoint = 0');
    program.exec('CREATE TABLE bird (id INTEGER PRIMARY KEY, name TEXT)');
    return () => void program.close();
  });
  const add = (name: string): void => void program.prepare('INSERT INTO bird (name) VALUES (?)').run(name);

  test('is read as that program sees it, and is left as it is [W-09]', async () => {
    add('heron');
    program.pragma('wal_checkpoint(FULL)');
    add('wren');
    add('x'.repeat(20_000));
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect(await ask('SELECT id, substr(name, 1, 5) FROM bird ORDER BY id')).toEqual([
      [1, 'heron'],
      [2, 'wren'],
      [3, 'xxxxx'],
    ]);
    expect((await schema({ file }, allowed())).tables).toMatchObject([{ name: 'bird', rows: 3 }]);
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
    // The log is begun anew: what is left of the old one behind it is no longer true.
    program.pragma('wal_checkpoint(RESTART)');
    program.exec("UPDATE bird SET name = 'rail' WHERE id = 2");
    expect(await ask('SELECT name FROM bird WHERE id = 2')).toEqual([['rail']]);
    program.exec('DELETE FROM bird');
    program.exec('VACUUM');
    expect(await ask('SELECT count(*) FROM bird')).toEqual([[0]]);
  });

  test('is told without what is not finished: a log that was cut off, a transaction that is open', async () => {
    add('heron');
    const wholeLog = statSync(`${file}-wal`).size;
    add('wren');
    const copy = join(folder, 'copy.db');
    for (const [length, count] of [
      [statSync(`${file}-wal`).size, 2],
      [statSync(`${file}-wal`).size - 1, 1],
      [wholeLog, 1],
      [10, undefined],
    ] as const) {
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      truncateSync(`${copy}-wal`, length);
      if (count === undefined) expect(await ask('SELECT count(*) FROM sqlite_schema', copy)).toEqual([[0]]);
      else expect(await ask('SELECT count(*) FROM bird', copy)).toEqual([[count]]);
    }
    program.exec('PRAGMA cache_size = 1; BEGIN');
    for (let index = 0; index < 200; index += 1) add('y'.repeat(3000));
    expect(await ask('SELECT count(*) FROM bird')).toEqual([[2]]);
    program.exec('ROLLBACK');
  });

  test('is refused where it is larger with its log than can be opened', () => {
    for (let index = 0; index < 20; index += 1) add('y'.repeat(3000));
    const [own, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
    const { byteLength: size } = withLog(own, log, 1024 * 1024);
    expect(size).toBeGreaterThan(20 * 3000);
    expect(() => withLog(own, log, size - 1)).toThrow(`it is ${size} bytes; at most ${size - 1} can be opened`);
  });

  test('is not changed', async () => {
    add('heron');
    const call = change({ file, sql: 'DELETE FROM bird', timeMs: 1000 }, allowed());
    await expect(call).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Close it first') as string,
    });
    expect(program.prepare('SELECT count(*) FROM bird').pluck().get()).toBe(1);
  });
});

describe('a large database', () => {
  test('of a million rows is asked, and what is more than a step can hand on is cut [W-09]', async () => {
    const program = new SqliteFile(file);
    program.exec(`CREATE TABLE reading (id INTEGER PRIMARY KEY, place TEXT, value INTEGER);
      WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000)
      INSERT INTO reading SELECT x, 'place ' || (x % 2), 2 * x FROM n`);
    program.close();
    expect(await ask('SELECT place, count(*), sum(value) FROM reading GROUP BY place ORDER BY place')).toEqual([
      ['place 0', 500_000, 500_001_000_000],
      ['place 1', 500_000, 500_000_000_000],
    ]);
    const first = await query({ file, sql: 'SELECT id FROM reading', limit: 1000, timeMs: 30_000 }, allowed());
    expect([first.rows.length, first.truncated]).toEqual([1000, true]);
  });

  test('what is larger than can be opened is refused before it is read', async () => {
    writeFileSync(file, '');
    truncateSync(file, 600 * 1024 * 1024);
    await expect(ask('SELECT 1')).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringContaining('at most 536870912 can be opened') as string,
    });
    expect(existsSync(file)).toBe(true);
  });
});
