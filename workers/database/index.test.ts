import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { schema, query, change, explain, export: exportRows } = worker.actions;

let folder: string;
let file: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-database-')));
  file = join(folder, 'birds.db');
  const database = new SqliteFile(file);
  database.exec(`
    CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE bird (id INTEGER PRIMARY KEY, name TEXT, weight REAL, place INTEGER REFERENCES place(id), photo BLOB);
    CREATE INDEX bird_by_name ON bird(name);
    CREATE VIEW heavy AS SELECT name FROM bird WHERE weight > 1;
    INSERT INTO place VALUES (1, 'Elbe'), (2, 'Main');
    INSERT INTO bird VALUES (1, 'heron', 1.5, 1, x'00ff'), (2, 'wren, "small"', 0.01, 2, NULL), (9007199254740993, NULL, 2, 1, NULL);
  `);
  database.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const ask = (sql: string, changes: object = {}) =>
  query({ file, sql, limit: 100, timeMs: 30_000, ...changes }, allowed());
const readBack = (sql: string): unknown[] => {
  const database = new SqliteFile(file, { readonly: true });
  try {
    return database.prepare(sql).raw().all();
  } finally {
    database.close();
  }
};
const denied = { code: 'permission-denied' };

describe('schema', () => {
  test('tables, views, columns, keys and indexes are what another SQLite made [W-09]', async () => {
    const { tables } = await schema({ file }, allowed());
    expect(tables.map(({ name, kind, rows }) => [name, kind, rows])).toEqual([
      ['bird', 'table', 3],
      ['heavy', 'view', 0],
      ['place', 'table', 2],
    ]);
    expect(tables[0]).toMatchObject({ references: ['place → place.id'], indexes: ['bird_by_name'] });
    expect(tables[0]?.columns[0]).toEqual({ name: 'id', type: 'INTEGER', required: false, key: true });
    expect((await schema({ file, table: 'PLACE' }, allowed())).tables).toHaveLength(1);
  });
});

describe('query', () => {
  test('rows come with their columns; parameters are values and never SQL', async () => {
    expect(await ask('SELECT id, name, photo FROM bird ORDER BY id')).toMatchObject({
      columns: ['id', 'name', 'photo'],
      rows: [
        [1, 'heron', '0x00ff'],
        [2, 'wren, "small"', null],
        ['9007199254740993', null, null],
      ],
    });
    expect((await ask('SELECT id FROM bird WHERE name = ?', { parameters: ['heron'] })).rows).toEqual([[1]]);
    expect((await ask('SELECT id FROM bird WHERE name = :n', { parameters: { n: "x' OR 1=1 --" } })).rows).toEqual([]);
    await expect(ask('SELECT ?', { parameters: [] })).rejects.toMatchObject({ details: { field: 'parameters' } });
    await expect(ask('SELECT ?', { parameters: [{}] })).rejects.toMatchObject({ details: { field: 'parameters' } });
  });

  test.each([
    'DELETE FROM bird',
    'WITH x AS (SELECT 1) INSERT INTO place SELECT 5, 6 FROM x',
    'DROP TABLE bird',
    'PRAGMA user_version = 5',
    'SELECT 1; DELETE FROM bird',
    'ATTACH DATABASE "/etc/passwd" AS other',
    '',
  ])('%j is refused, and the file is as it was', async (sql) => {
    const before = readFileSync(file);
    await expect(ask(sql)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a mistake says what SQLite says of it', async () => {
    await expect(ask('SELECT * FROM fish')).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'SQLite: no such table: fish',
    });
    await expect(ask('SELEC 1')).rejects.toMatchObject({ message: 'SQLite: near "SELEC": syntax error' });
  });

  const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT';

  test('what takes too long is ended, what gives too much is cut', async () => {
    await expect(ask(`${endless} count(*) FROM n`, { timeMs: 100 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    expect(await ask(`${endless} x FROM n`, { limit: 5 })).toMatchObject({
      truncated: true,
      rows: [[1], [2], [3], [4], [5]],
    });
    await expect(ask(`${endless} printf('%.*c', 5000, 'x') FROM n`, { limit: 10_000 })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
  });

  test('it ends when it is cancelled', async () => {
    const context = allowed();
    const destination = join(folder, 'out.csv');
    const call = exportRows(
      { file, sql: `${endless} x FROM n`, destination, overwrite: false, timeMs: 60_000 },
      context,
    );
    setTimeout(() => context.abort(), 200);
    await expect(call).rejects.toThrow('stopped by the test');
    expect(existsSync(destination)).toBe(false);
  });

  test('what is no database, or is in the middle of being written, is told', async () => {
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'no database at all, just text');
    await expect(ask('SELECT 1', { file: text })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(ask('SELECT 1', { file: join(folder, 'gone') })).rejects.toMatchObject({ code: 'not-found' });
    writeFileSync(`${file}-journal`, 'half done');
    await expect(ask('SELECT 1')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a file it may not read is refused', async () => {
    await expect(query({ file, sql: 'SELECT 1', limit: 1, timeMs: 1000 }, fakeContext())).rejects.toMatchObject(denied);
  });
});

describe('explain', () => {
  test('it tells an index from reading everything', async () => {
    const steps = async (sql: string) => (await explain({ file, sql }, allowed())).steps;
    expect(await steps("SELECT id FROM bird WHERE name = 'x'")).toEqual([
      'SEARCH bird USING COVERING INDEX bird_by_name (name=?)',
    ]);
    expect(await steps('SELECT * FROM bird WHERE weight = 1')).toEqual(['SCAN bird']);
  });
});

describe('change', () => {
  const alter = (sql: string, changes: object = {}, context = allowed()) =>
    change({ file, sql, timeMs: 30_000, ...changes }, context);

  test('everything is done, and another SQLite reads it', async () => {
    expect(await alter("UPDATE bird SET weight = 3 WHERE id < 3; INSERT INTO place VALUES (3, 'Oder')")).toMatchObject({
      changed: 3,
    });
    expect(readBack('SELECT weight FROM bird WHERE id < 3')).toEqual([[3], [3]]);
    expect(readBack('PRAGMA integrity_check')).toEqual([['ok']]);
    await alter('DELETE FROM place WHERE name = ?', { parameters: ['Oder'] });
    expect(readBack('SELECT count(*) FROM place')).toEqual([[2]]);
  });

  test('what goes wrong in the middle, leaves rows without what they refer to, or may not be written, changes nothing', async () => {
    const before = readFileSync(file);
    await expect(alter("DELETE FROM bird; INSERT INTO place VALUES (1, 'again')")).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(alter('DELETE FROM place')).rejects.toMatchObject({ code: 'conflict' });
    const readOnly = fakeContext({ allow: { read: [folder] } });
    await expect(alter('DELETE FROM bird', {}, readOnly)).rejects.toMatchObject(denied);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('export', () => {
  test('a table becomes CSV, a query JSON', async () => {
    const csv = join(folder, 'bird.csv');
    const basics = { file, overwrite: false, timeMs: 60_000 };
    expect(await exportRows({ ...basics, table: 'place', destination: csv }, allowed())).toMatchObject({
      format: 'csv',
      rows: 2,
    });
    expect(readFileSync(csv, 'utf8')).toBe('id,name\r\n1,Elbe\r\n2,Main\r\n');
    const json = join(folder, 'bird.json');
    await exportRows({ ...basics, sql: 'SELECT name FROM bird WHERE id = 2', destination: json }, allowed());
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual([{ name: 'wren, "small"' }]);
    await expect(exportRows({ ...basics, destination: json }, allowed())).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(exportRows({ ...basics, table: 'place', destination: csv }, allowed())).rejects.toMatchObject({
      code: 'already-exists',
    });
  });

  test('100,000 rows go to a file as they come', async () => {
    const sql =
      'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000) SELECT x, x * x FROM n';
    const destination = join(folder, 'many.csv');
    const output = await exportRows({ file, sql, destination, overwrite: false, timeMs: 60_000 }, allowed());
    expect(output).toMatchObject({ rows: 100_000, bytes: statSync(destination).size });
    expect(readFileSync(destination, 'latin1').endsWith('100000,10000000000\r\n')).toBe(true);
  });
});
