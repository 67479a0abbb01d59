import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canStart, startMariadb, startPostgresql, type TestServer } from './fixtures/servers.ts';
import worker from './index.ts';

const { schema, query, change, write, explain, export: exportRows } = worker.actions;

let folder: string;
beforeEach(() => void (folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-servers-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const limits = { limit: 1000, timeMs: 30_000 };
const secret = 'database-shop';
const allowed = (password = 'sesame', hosts = ['127.0.0.1']): FakeContext =>
  fakeContext({
    allow: { hosts: ['127.0.0.1'], read: [folder], write: [folder] },
    secrets: { [secret]: { value: password, hosts } },
  });

type Case = {
  name: string;
  isThere: boolean;
  start(): Promise<TestServer>;
  setUp: string;
  parameter: string;
  /** Gives a row a second or so, and never ends. */
  endless: string;
  running: string;
  refusals: string[];
};

const cases: Case[] = [
  {
    name: 'PostgreSQL',
    isThere: canStart.postgresql,
    start: startPostgresql,
    setUp: `SET ROLE anna;
      CREATE TABLE place (id int PRIMARY KEY, name text NOT NULL);
      CREATE TABLE bird (id bigint PRIMARY KEY, name text, weight numeric(6,2), seen timestamptz, is_rare bool, photo bytea, place int REFERENCES place);
      CREATE INDEX bird_by_name ON bird (name);
      CREATE VIEW heavy AS SELECT name FROM bird WHERE weight > 1;
      INSERT INTO place VALUES (1, 'Elbe');
      INSERT INTO bird VALUES (1, 'heron', 1.50, '2026-11-21T12:00:00Z', true, '\\x00ff', 1), (9007199254740993, NULL, NULL, NULL, NULL, NULL, NULL);`,
    parameter: '$1',
    endless: 'SELECT pg_sleep(600)',
    running: "SELECT count(*) FROM pg_stat_activity WHERE usename = 'anna' AND state = 'active'",
    refusals: [
      'WITH gone AS (DELETE FROM bird RETURNING id) SELECT * FROM gone',
      "SELECT nextval('counter')",
      'SELECT * FROM bird FOR UPDATE',
      'EXPLAIN ANALYZE DELETE FROM bird',
    ],
  },
  {
    name: 'MariaDB',
    isThere: canStart.mysql,
    start: startMariadb,
    setUp: `CREATE TABLE place (id int PRIMARY KEY, name varchar(40) NOT NULL);
      CREATE TABLE bird (id bigint PRIMARY KEY, name varchar(40), weight decimal(6,2), seen datetime, is_rare tinyint, photo blob, place int, FOREIGN KEY bird_place (place) REFERENCES place (id));
      CREATE INDEX bird_by_name ON bird (name);
      CREATE VIEW heavy AS SELECT name FROM bird WHERE weight > 1;
      INSERT INTO place VALUES (1, 'Elbe');
      INSERT INTO bird VALUES (1, 'heron', 1.50, '2026-11-21 12:00:00', 1, x'00ff', 1), (9007199254740993, NULL, NULL, NULL, NULL, NULL, NULL);`,
    parameter: '?',
    endless: 'SELECT sleep(600)',
    running:
      "SELECT count(*) FROM information_schema.processlist WHERE user = 'anna' AND command IN ('Query', 'Execute')",
    refusals: [
      "SELECT 1 INTO OUTFILE '/tmp/heron-out'",
      'SELECT 1 /*! ; DELETE FROM bird */',
      'EXPLAIN DELETE FROM bird; DELETE FROM bird',
    ],
  },
];

describe.each(cases)('$name', (each) => {
  let server: TestServer;
  beforeAll(async () => {
    if (!each.isThere) return;
    server = await each.start();
    server.run(each.setUp);
    if (each.name === 'PostgreSQL')
      server.run('CREATE SEQUENCE counter OWNED BY NONE; GRANT ALL ON SEQUENCE counter TO anna');
  });
  afterAll(() => server?.end());
  const at = () => ({ server: server.url, secret });

  describe.skipIf(!each.isThere)('(skipped where it is not installed)', () => {
    test('its tables, rows, plans and values are what the server has [W-09]', async () => {
      const { tables } = await schema(at(), allowed());
      expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
        ['bird', 'table'],
        ['heavy', 'view'],
        ['place', 'table'],
      ]);
      expect(tables[0]).toMatchObject({ references: ['place → place.id'] });
      expect(tables[0]?.indexes).toContain('bird_by_name');
      expect(tables[0]?.columns[0]).toMatchObject({ name: 'id', required: true, key: true });
      expect((await schema({ ...at(), table: 'place' }, allowed())).tables).toHaveLength(1);

      const sql = `SELECT id, name, weight, is_rare, photo FROM bird WHERE id >= ${each.parameter} ORDER BY id`;
      const output = await query({ ...at(), ...limits, sql, parameters: [1] }, allowed());
      expect(output).toMatchObject({
        server: server.url,
        columns: ['id', 'name', 'weight', 'is_rare', 'photo'],
        truncated: false,
        rows: [
          [1, 'heron', '1.50', each.name === 'PostgreSQL' ? true : 1, '0x00ff'],
          ['9007199254740993', null, null, null, null],
        ],
      });
      const hostile = `SELECT id FROM bird WHERE name = ${each.parameter}`;
      expect((await query({ ...at(), ...limits, sql: hostile, parameters: ["x' OR 1=1 --"] }, allowed())).rows).toEqual(
        [],
      );
      expect((await query({ ...at(), ...limits, limit: 1, sql: 'SELECT id FROM bird' }, allowed())).truncated).toBe(
        true,
      );
      const { steps } = await explain({ ...at(), sql: "SELECT id FROM bird WHERE name = 'x'" }, allowed());
      expect(steps.join()).toContain('bird');
    });

    test('nothing is changed by asking; the server refuses what the look at the statement lets through', async () => {
      const before = server.run('SELECT count(*) FROM bird');
      const common = ['DELETE FROM bird', 'SELECT 1; DELETE FROM bird', 'COMMIT', '', 'CALL x()', "SELECT 'open"];
      for (const sql of [...common, ...each.refusals])
        await expect(query({ ...at(), ...limits, sql: sql || ' ' }, allowed())).rejects.toMatchObject({
          code: 'invalid-input',
        });
      expect(server.run('SELECT count(*) FROM bird')).toBe(before);
      await expect(query({ ...at(), ...limits, sql: 'SELECT * FROM fish' }, allowed())).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringContaining('fish') as string,
      });
    });

    test('what is asked to change something does, as a whole or not at all', async () => {
      const put = (sql: string, parameters: unknown[] = []) =>
        write({ ...at(), sql, parameters, timeMs: 30_000 }, allowed());
      const { parameter } = each;
      expect(await put(`INSERT INTO place VALUES (2, ${parameter})`, ["O'der"])).toMatchObject({ changed: 1 });
      expect(server.run('SELECT name FROM place WHERE id = 2')).toBe("O'der");
      await expect(put('INSERT INTO place VALUES (3, NULL)')).rejects.toMatchObject({ code: 'invalid-input' });
      expect(await put('DELETE FROM place WHERE id = 2')).toMatchObject({ changed: 1 });
    });

    test('time and cancelling end it at the server', async () => {
      const active = (): number => Number(server.run(each.running));
      await expect(query({ ...at(), sql: each.endless, limit: 10, timeMs: 300 }, allowed())).rejects.toMatchObject({
        code: 'limit-exceeded',
      });
      await expect.poll(active, { timeout: 20_000 }).toBe(0);
      const context = allowed();
      const running = Promise.resolve(query({ ...at(), ...limits, sql: each.endless, timeMs: 600_000 }, context));
      running.catch(() => undefined);
      await expect.poll(active, { timeout: 20_000 }).toBe(1);
      context.abort();
      await expect(running).rejects.toThrow('stopped by the test');
      await expect.poll(active, { timeout: 20_000 }).toBe(0);
    });

    test('a hundred thousand rows go to a file as they come', async () => {
      const digits =
        '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
      const sql = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM ${['a', 'b', 'c', 'e', 'f'].map((one) => `${digits} ${one}`).join(' CROSS JOIN ')}`;
      const destination = join(folder, 'many.csv');
      const output = await exportRows({ ...at(), sql, destination, overwrite: false, timeMs: 60_000 }, allowed());
      expect(output).toMatchObject({ rows: 100_000, format: 'csv' });
      const lines = readFileSync(destination, 'latin1').trim().split('\r\n');
      expect(lines[0]).toBe('n');
      expect(new Set(lines).size).toBe(100_001);
      await exportRows(
        { ...at(), table: 'place', destination: join(folder, 'place.json'), overwrite: false, timeMs: 9000 },
        allowed(),
      );
      expect(JSON.parse(readFileSync(join(folder, 'place.json'), 'utf8'))).toEqual([{ id: 1, name: 'Elbe' }]);
    });

    test('who may not, or signs in wrongly, is refused, and no password is told', async () => {
      const asked = (context: FakeContext, place: object = at()) =>
        query({ ...place, ...limits, sql: 'SELECT 1' }, context);
      await expect(
        asked(fakeContext({ secrets: { [secret]: { value: 'sesame', hosts: ['127.0.0.1'] } } })),
      ).rejects.toMatchObject({
        code: 'permission-denied',
      });
      await expect(asked(allowed('sesame', ['db.example.org']))).rejects.toMatchObject({ code: 'permission-denied' });
      await expect(asked(allowed('wrong-word'))).rejects.toMatchObject({
        code: 'invalid-input',
        details: { field: 'server' },
        message: expect.not.stringContaining('wrong-word') as string,
      });
      await expect(asked(allowed(), { server: server.url.replace('anna@', 'anna:sesame@') })).rejects.toMatchObject({
        details: { field: 'server' },
      });
      await expect(asked(allowed(), { server: `${server.url}?tls=on`, secret })).rejects.toMatchObject({
        code: 'network',
      });
      await expect(asked(allowed(), { server: 'postgresql://anna@127.0.0.1:1/shop', secret })).rejects.toMatchObject({
        code: 'network',
      });
    });
  });
});

describe('DuckDB', () => {
  const fileOf = async (): Promise<string> => {
    const file = join(folder, 'birds.duckdb');
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE place (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
      CREATE TABLE bird (id BIGINT PRIMARY KEY, name VARCHAR, weight DECIMAL(6,2), seen DATE, place INTEGER REFERENCES place(id));
      CREATE VIEW heavy AS SELECT name FROM bird WHERE weight > 1;
      INSERT INTO place VALUES (1, 'Elbe'); INSERT INTO bird VALUES (1, 'heron', 1.5, '2026-11-21', 1)`);
    connection.closeSync();
    instance.closeSync();
    return file;
  };

  test('a file of its own is asked and never changed, and nothing else is reached from it [W-09]', async () => {
    const file = await fileOf();
    const before = readFileSync(file);
    const ask = (sql: string, more: object = {}) => query({ file, sql, ...limits, ...more }, allowed());
    const { tables } = await schema({ file }, allowed());
    expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
      ['bird', 'table'],
      ['heavy', 'view'],
      ['place', 'table'],
    ]);
    expect(tables[0]).toMatchObject({ references: ['place → place.id'] });
    expect(tables[0]?.columns[0]).toMatchObject({ name: 'id', key: true });
    expect(await ask('SELECT name, weight, seen FROM bird WHERE id = ?', { parameters: [1] })).toMatchObject({
      rows: [['heron', '1.50', '2026-11-21']],
    });
    expect((await explain({ file, sql: 'SELECT * FROM bird' }, allowed())).steps.join('\n')).toContain('bird');
    for (const sql of [
      'DELETE FROM bird',
      "COPY bird TO '/tmp/heron-bird.csv'",
      'SELECT 1; SELECT 2',
      "SELECT * FROM read_text('/etc/passwd')",
      "ATTACH '/tmp/other.duckdb'",
      'INSTALL httpfs',
      'SET enable_external_access = true',
    ])
      await expect(ask(sql)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      Promise.resolve(change({ file, sql: 'DELETE FROM bird', timeMs: 1000 }, allowed())),
    ).rejects.toMatchObject({
      ...{ code: 'unsupported', message: expect.stringContaining('is a DuckDB database') as string },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync('/tmp/heron-bird.csv')).toBe(false);
    await expect(
      ask('SELECT count(*) FROM range(100000000000) a, range(1000) b', { timeMs: 300 }),
    ).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
    await expect(query({ file, sql: 'SELECT 1', ...limits }, fakeContext())).rejects.toMatchObject({
      code: 'permission-denied',
    });
  });
});
