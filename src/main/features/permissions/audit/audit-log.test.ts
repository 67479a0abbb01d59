import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../base/database.ts';
import { migrate, migrations } from '../../../base/tables/migrations.ts';
import { silentLogger } from '../../../base/silent-logger.ts';
import { type AuditLog, createAuditLog } from '../audit-log.ts';

let folder: string;
let database: Database;
let audit: AuditLog;
let now: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-audit-'));
  now = 1_000_000;
  open();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): void {
  database = openDatabase({ file: join(folder, 'heron.db') });
  audit = createAuditLog({ database, clock: () => now, logger: silentLogger, headFile: headPath() });
}

function reopen(): void {
  database.close();
  open();
}

function headPath(): string {
  return join(folder, 'audit-head.json');
}

async function add(count: number, at = now): Promise<void> {
  now = at;
  for (let index = 0; index < count; index += 1) {
    void audit.add({
      runId: 'run_1',
      workerId: 'files',
      operation: 'files.open',
      target: `/docs/${index}`,
      decision: index % 2 === 0 ? 'allowed' : 'denied',
      rule: 'grant grt_1',
    });
  }
  await audit.settled();
}

/** What somebody does who can write the file, past the triggers. */
function tamper(sql: string): void {
  database.exec(`DROP TRIGGER audit_is_append_only; DROP TRIGGER audit_is_kept; ${sql}`);
}

test('every line carries the hash of the one before, and all are verified [SB-04]', async () => {
  await add(5);
  expect(await audit.verify()).toEqual({
    state: 'unbroken',
    at: now,
    lines: 5,
    olderThanChain: 0,
    pruned: 0,
    since: now,
  });
  reopen();
  await add(2);
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 7 });
  const hashes = database.prepare('SELECT hash FROM audit').pluck().all();
  expect(new Set(hashes).size).toBe(7);
  expect(JSON.parse(readFileSync(headPath(), 'utf8'))).toEqual({ lines: 7, hash: hashes[6] });
});

test('an empty log is unbroken', async () => {
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 0 });
});

test.each([
  [
    'a changed target',
    `UPDATE audit SET target = '/else' WHERE seq = 3`,
    'changed',
    3,
    'Line 3 is not as it was written',
  ],
  ['a changed decision', `UPDATE audit SET decision = 'allowed' WHERE seq = 2`, 'changed', 2, 'Line 2 is not'],
  ['a changed time', `UPDATE audit SET at = at + 1 WHERE seq = 6`, 'changed', 6, 'Line 6 is not'],
  ['a changed hash', `UPDATE audit SET hash = upper(hash) WHERE seq = 4`, 'changed', 4, 'Line 4 is not'],
  ['a missing hash', `UPDATE audit SET hash = NULL WHERE seq = 4`, 'inserted', 4, 'Line 4 was put in afterwards'],
  ['a missing line', 'DELETE FROM audit WHERE seq = 4', 'missing', 4, 'Line 4 is missing'],
  ['missing first lines', 'DELETE FROM audit WHERE seq < 3', 'missing', 1, 'Lines 1 to 2 are missing'],
  ['missing last lines', 'DELETE FROM audit WHERE seq > 4', 'missing', 5, 'Lines 5 to 6 are missing'],
  ['no lines at all', 'DELETE FROM audit', 'missing', 1, 'Lines 1 to 6 are missing'],
  [
    'an inserted line, the others moved up',
    `UPDATE audit SET seq = seq + 100 WHERE seq > 3; UPDATE audit SET seq = seq - 99 WHERE seq > 100;
     INSERT INTO audit SELECT 4, at, run_id, task_id, worker_id, operation, '/never', decision, rule, hash FROM audit WHERE seq = 3`,
    'inserted',
    4,
    'Line 4 was put in afterwards',
  ],
  [
    'a line before the first',
    `INSERT INTO audit SELECT 0, at, run_id, task_id, worker_id, operation, target, decision, rule, hash FROM audit WHERE seq = 1`,
    'inserted',
    0,
    'Line 0 was put in',
  ],
  [
    'two lines exchanged',
    `UPDATE audit SET seq = 90 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 90`,
    'inserted',
    2,
    'Line 2 was put in',
  ],
] as const)('%s is found and named [SB-04]', async (_what, sql, kind, seq, message) => {
  await add(6);
  tamper(sql);
  expect((await audit.verify()).problem).toEqual({ kind, seq, message: expect.stringContaining(message) });
  reopen();
  expect(await audit.verify()).toMatchObject({ state: 'broken', problem: { kind, seq } });
});

test('lines that were cut off at the end stay missed when new ones come', async () => {
  await add(6);
  tamper('DELETE FROM audit WHERE seq > 4');
  reopen();
  await add(2);
  expect((await audit.verify()).problem).toMatchObject({ kind: 'missing', message: 'Lines 5 to 6 are missing' });
});

test('a log written anew from its first line is not the one that is remembered', async () => {
  await add(6);
  database.close();
  const other = mkdtempSync(join(tmpdir(), 'heron-audit-'));
  const forged = openDatabase({ file: join(other, 'heron.db') });
  const forging = createAuditLog({
    database: forged,
    clock: () => 5,
    logger: silentLogger,
    headFile: join(other, 'head.json'),
  });
  for (let index = 0; index < 6; index += 1) {
    void forging.add({
      workerId: 'files',
      operation: 'files.open',
      target: '/harmless',
      decision: 'allowed',
      rule: 'grant',
    });
  }
  await forging.settled();
  forged.close();
  writeFileSync(join(folder, 'heron.db'), readFileSync(join(other, 'heron.db')));
  rmSync(join(folder, 'heron.db-wal'), { force: true });
  rmSync(other, { recursive: true });
  open();
  expect((await audit.verify()).problem?.message).toMatch(/written anew: line 6/);
});

test('without the file that remembers its end, a log is not called whole', async () => {
  await add(3);
  rmSync(headPath());
  expect((await audit.verify()).problem).toMatchObject({ kind: 'head', message: expect.stringContaining('gone') });
  writeFileSync(headPath(), '{"lines": "many"}');
  expect((await audit.verify()).problem).toMatchObject({ kind: 'head', message: expect.stringContaining('damaged') });
});

test('lines that came after the end was last written down belong to the log', async () => {
  await add(3);
  const older = readFileSync(headPath());
  await add(2);
  writeFileSync(headPath(), older);
  reopen();
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 5 });
});

test('lines of the version before the chain are held by one hash [SB-04]', async () => {
  database.close();
  rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'heron-audit-'));
  const old = new Sqlite(join(folder, 'heron.db'));
  migrate(
    old,
    migrations.findIndex(({ name }) => name === 'the chain of the audit log'),
  );
  const insert = old.prepare(
    `INSERT INTO audit (at, worker_id, operation, target, decision, rule) VALUES (?, 'files', 'files.open', ?, 'allowed', 'x')`,
  );
  for (let index = 1; index <= 3; index += 1) insert.run(index, `/old/${index}`);
  old.close();
  open();
  await add(2);
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 5, olderThanChain: 3, since: 1 });
  reopen();
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 5, olderThanChain: 3 });
  tamper(`UPDATE audit SET target = '/new' WHERE seq = 2`);
  expect((await audit.verify()).problem?.message).toMatch(/first 3 lines, older than the chain, one was changed/);
});

test('pruning removes the oldest lines, says so in a line, and the rest still verifies [SB-04]', async () => {
  await add(4, 1000);
  await add(3, 2000);
  now = 3000;
  expect(await audit.prune(2000)).toBe(4);
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 4, pruned: 4, since: 2000 });
  expect(audit.search({ limit: 1 })).toMatchObject(
    [
      {
        seq: 8,
        workerId: 'heron',
        operation: 'audit.prune',
        target: 'before 1970-01-01T00:00:02.000Z',
        rule: /^4 lines through line 4, hash/,
      },
    ].map(({ rule, ...entry }) => ({ ...entry, rule: expect.stringMatching(rule) })),
  );
  expect(await audit.prune(2000)).toBe(0);
  reopen();
  await add(1, 4000);
  expect(await audit.prune(4000)).toBe(4);
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 2, pruned: 8 });
  expect(audit.search({ limit: 10 }).map(({ seq }) => seq)).toEqual([10, 9]);
});

test('a log that is pruned empty goes on with its numbers', async () => {
  await add(3);
  expect(await audit.prune(now + 1)).toBe(3);
  reopen();
  await add(1);
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 2, pruned: 3 });
});

test('a pruning that no line speaks of is found', async () => {
  await add(6);
  tamper(
    `INSERT INTO audit_checkpoints SELECT 'pruned', seq, seq, hash, 0 FROM audit WHERE seq = 3; DELETE FROM audit WHERE seq <= 3`,
  );
  expect((await audit.verify()).problem?.message).toBe(
    'The lines through 3 are missing, and no line says who pruned them',
  );
});

test('what is broken is not pruned away', async () => {
  await add(4, 1000);
  await add(1, 2000);
  tamper(`UPDATE audit SET target = '/else' WHERE seq = 2`);
  await expect(audit.prune(2000)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Line 2'),
  });
  expect(audit.search({ limit: 10 })).toHaveLength(5);
});

test('a line cannot be changed or removed', async () => {
  await add(2);
  expect(() => database.exec(`UPDATE audit SET rule = 'x'`)).toThrow(/append-only/);
  expect(() => database.exec('DELETE FROM audit')).toThrow(/append-only/);
});

test('the log is searched by worker, decision, time and text', async () => {
  await add(4, 1000);
  await add(1, 5000);
  expect(audit.search({ decision: 'denied', limit: 10 }).map(({ seq }) => seq)).toEqual([4, 2]);
  expect(audit.search({ since: 2000, limit: 10 }).map(({ seq }) => seq)).toEqual([5]);
  expect(audit.search({ until: 5000, limit: 2 }).map(({ seq }) => seq)).toEqual([4, 3]);
  expect(audit.search({ query: 'FILES', limit: 10 })).toHaveLength(5);
  expect(audit.search({ workerId: 'shell', limit: 10 })).toEqual([]);
  const line = { workerId: 'files', operation: 'files.open', decision: 'allowed', rule: 'x' } as const;
  void audit.add({ ...line, target: '/docs/100%_done.txt', runId: 'run_2' });
  await audit.settled();
  expect(audit.search({ query: '100%_d', limit: 10 }).map(({ seq }) => seq)).toEqual([6]);
  expect(audit.search({ query: '1%d', limit: 10 })).toEqual([]);
  expect(audit.search({ runId: 'run_2', limit: 10 }).map(({ seq }) => seq)).toEqual([6]);
});

test('the values of secrets do not reach it', async () => {
  const scrubbed = createAuditLog({
    database,
    clock: () => now,
    logger: silentLogger,
    headFile: headPath(),
    scrub: (text) => text.replace('hunter22', '[secret test]'),
  });
  void scrubbed.add({
    workerId: 'net',
    operation: 'net.open',
    target: 'hunter22.example',
    decision: 'denied',
    rule: 'x',
  });
  await scrubbed.settled();
  expect(scrubbed.search({ limit: 1 })).toMatchObject([{ target: '[secret test].example' }]);
  expect(existsSync(headPath())).toBe(true);
});

test('while the disk is full lines wait, and are written in their order when there is room again [SB-04]', async () => {
  await add(1);
  const pages = Number(database.pragma('page_count', { simple: true }));
  database.pragma(`max_page_count = ${pages}`);
  const written: string[] = [];
  const line = (target: string) => ({
    ...{ runId: 'run_1', workerId: 'web', operation: 'net.open', decision: 'allowed' as const, rule: 'grant grt_1' },
    target,
  });
  const large = 'x'.repeat(50_000);
  const lines = ['first', 'second'].map((name) => audit.add(line(`${name} ${large}`)).then(() => written.push(name)));
  await expect.poll(() => audit.standsStill(), { timeout: 30_000 }).toBe(true);
  lines.push(audit.add(line('third')).then(() => written.push('third')));
  expect(written).toEqual([]);
  database.pragma(`max_page_count = ${pages + 1000}`);
  await Promise.all(lines);
  expect(written).toEqual(['first', 'second', 'third']);
  await expect.poll(() => audit.standsStill(), { timeout: 30_000 }).toBe(false);
  expect(await audit.verify()).toMatchObject({ state: 'unbroken', lines: 4 });
});
