import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FakeContext, fakeContext, type FakeContextOptions } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import worker from './index.ts';

const { create, snapshot, list, contents, verify, restore, prune } = worker.actions;
const hasRestic = spawnSync('restic', ['version']).status === 0;
const password = 'corr3ct horse';

let root: string;
let source: string;
let repository: string;
let destination: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-backup-')));
  [source, repository, destination] = [join(root, 'docs'), join(root, 'kept'), join(root, 'back')];
  save('docs/a.txt', 'alpha');
  save('docs/deep/run.sh', '#!/bin/sh\n');
  chmodSync(join(source, 'deep/run.sh'), 0o751);
  save('docs/deep/bytes', Buffer.from([0, 255, 10, 13]));
  mkdirSync(join(source, 'deep/empty'));
  chmodSync(join(source, 'deep'), 0o700);
  symlinkSync('deep/run.sh', join(source, 'link'));
  symlinkSync('nowhere', join(source, 'broken'));
  save('docs/left-out.tmp', 'x');
  utimesSync(join(source, 'a.txt'), 1_600_000_000, 1_600_000_000);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function save(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}

const allowed = (options: FakeContextOptions = {}): FakeContext =>
  fakeContext({
    allow: { read: [root], write: [root], programs: ['restic'] },
    secrets: { 'backup-password': { value: password, hosts: ['localhost'], programs: ['restic'] } },
    ...options,
  });
const backUp = () => snapshot({ source, repository, exclude: ['*.tmp'] }, allowed());
const wish = (changes: object = {}) => ({
  repository,
  destination,
  snapshot: 'latest',
  onChanged: 'ask' as const,
  ...changes,
});

/** Everything about each entry that a restore should bring back. */
function seen(folder: string): Record<string, unknown> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter(({ name }) => !name.endsWith('.tmp'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const name = path.slice(folder.length);
        if (entry.isSymbolicLink()) return [name, `to ${readlinkSync(path)}`];
        const { mode, mtimeMs } = statSync(path);
        const content = entry.isFile() ? readFileSync(path).toString('base64') : 'folder';
        return [name, [mode.toString(8), content, entry.isFile() ? Math.floor(mtimeMs) : 0]];
      }),
  );
}

describe.skipIf(!hasRestic)('with restic (skipped without it)', () => {
  beforeEach(() => create({ repository }, allowed()));

  test('a folder is backed up, listed, verified and restored: contents, modes, times, links and empty folders [W-11]', async () => {
    const first = await backUp();
    expect(first).toMatchObject({ isNew: 3, changed: 0, same: 0, unread: [] });
    save('docs/a.txt', 'alpha and more');
    expect(await backUp()).toMatchObject({ isNew: 0, changed: 1, same: 2 });
    const { snapshots, total } = await list({ repository, limit: 1 }, allowed());
    expect({ total, snapshots }).toMatchObject({ total: 2, snapshots: [{ source }] });
    const held = await contents({ repository, snapshot: first.snapshot, limit: 3 }, allowed());
    expect(held.total).toBe(7);
    expect(held.entries).toHaveLength(3);
    expect(await verify({ repository, all: true }, allowed())).toEqual({ repository, isSound: true, problems: [] });
    const before = seen(source);
    expect(await restore(wish(), allowed())).toMatchObject({ restored: 5, same: 0, replaced: [], kept: [] });
    expect(seen(destination)).toEqual(before);
    await restore(wish({ snapshot: first.snapshot, destination: join(root, 'older') }), allowed());
    expect(readFileSync(join(root, 'older/a.txt'), 'utf8')).toBe('alpha');
    // As another program of the same kind sees it.
    const found = execFileSync('restic', [`--repo=${repository}`, '--no-cache', 'snapshots', '--json'], {
      ...{ env: { ...process.env, RESTIC_PASSWORD: password }, encoding: 'utf8' },
    });
    expect(JSON.parse(found)).toHaveLength(2);
    expect(readdirSync(root)).not.toContain('back.heron-restore');
  });

  test('what was changed since is written over only after asking, and what is missing comes back [W-11]', async () => {
    await backUp();
    rmSync(join(source, 'deep'), { recursive: true });
    rmSync(join(source, 'broken'));
    save('docs/a.txt', 'mine, and longer');
    save('docs/new.txt', 'mine');
    const asked = restore(wish({ destination: source }), allowed());
    await expect(asked).rejects.toMatchObject({
      code: 'blocked',
      message: expect.stringContaining(': a.txt. Write over it?'),
    });
    expect(existsSync(join(source, 'deep'))).toBe(false);
    await expect(restore(wish({ destination: source }), allowed({ answer: 'Stop' }))).rejects.toMatchObject({
      code: 'conflict',
    });
    const kept = await restore(wish({ destination: source }), allowed({ answer: 'Keep mine' }));
    expect(kept).toMatchObject({ restored: 3, same: 1, replaced: [], kept: ['a.txt'] });
    expect(readFileSync(join(source, 'a.txt'), 'utf8')).toBe('mine, and longer');
    expect(statSync(join(source, 'deep/run.sh')).mode & 0o777).toBe(0o751);
    expect(existsSync(join(source, 'deep/empty'))).toBe(true);
    const replaced = await restore(wish({ destination: source, onChanged: 'replace' }), allowed());
    expect(replaced).toMatchObject({ restored: 0, replaced: ['a.txt'], kept: [] });
    expect(readFileSync(join(source, 'a.txt'), 'utf8')).toBe('alpha');
    expect(readFileSync(join(source, 'new.txt'), 'utf8')).toBe('mine');
    await restore(wish({ part: 'deep/bytes' }), allowed());
    expect(Object.keys(seen(destination)).toSorted()).toEqual(['/deep', '/deep/bytes']);
  });

  test('old snapshots are told first, then cleared away', async () => {
    await backUp();
    save('docs/a.txt', 'second');
    await backUp();
    const none = { keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
    const told = await prune({ repository, ...none, keepLast: 1, dryRun: true }, allowed());
    expect(told).toMatchObject({ kept: 1, removed: [{ source }], dryRun: true });
    expect((await list({ repository, limit: 10 }, allowed())).total).toBe(2);
    await prune({ repository, ...none, keepLast: 1, dryRun: false }, allowed());
    expect((await list({ repository, limit: 10 }, allowed())).total).toBe(1);
    const call = prune({ repository, ...none, keepLast: 0, dryRun: true }, allowed());
    await expect(call).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a damaged backup is told, and a wrong password, a missing backup or snapshot are named', async () => {
    await backUp();
    const wrong = allowed({
      secrets: { 'backup-password': { value: 'wrong', hosts: ['localhost'], programs: ['restic'] } },
    });
    await expect(list({ repository, limit: 1 }, wrong)).rejects.toThrow(/is not the password/);
    await expect(list({ repository: join(root, 'gone'), limit: 1 }, allowed())).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(create({ repository }, allowed())).rejects.toMatchObject({ code: 'already-exists' });
    await expect(restore(wish({ snapshot: '0123456789' }), allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(restore(wish({ part: 'no/such' }), allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(restore(wish({ part: '../etc' }), allowed())).rejects.toMatchObject({ code: 'invalid-input' });
    expect(existsSync(destination)).toBe(false);
    const [pack = ''] = readdirSync(join(repository, 'data'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    chmodSync(pack, 0o600);
    appendFileSync(pack, 'x');
    expect(await verify({ repository, all: false }, allowed())).toMatchObject({
      isSound: false,
      problems: [expect.anything()],
    });
  });

  test('a tree of many files comes back whole', async () => {
    for (let index = 0; index < 3000; index += 1) save(`docs/many/${index % 30}/${index}`, String(index));
    await backUp();
    expect(await restore(wish(), allowed())).toMatchObject({ restored: 3005 });
    expect(seen(destination)).toEqual(seen(source));
  });

  /** Ends a backup by force in the middle, as a cancelled run does in the end. */
  async function cancelledBackup(): Promise<number> {
    save('docs/large', randomBytes(64 * 1024 * 1024));
    const context = allowed();
    const { run: start } = context.shell;
    let pid = 0;
    context.shell.run = async (...command) => {
      const started = await start(...command);
      pid = started.pid;
      void lockIn(repository).then(() => context.abort());
      return started;
    };
    await expect(snapshot({ source, repository, exclude: [] }, context)).rejects.toThrow(/stopped by the test/);
    return pid;
  }

  test('a cancelled backup ends restic, and what its lock kept from is done again [W-11]', async () => {
    await backUp();
    const pid = await cancelledBackup();
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    expect(readdirSync(join(repository, 'locks'))).toHaveLength(1);
    expect(await verify({ repository, all: false }, allowed())).toMatchObject({ isSound: true });
    expect(readdirSync(join(repository, 'locks'))).toEqual([]);
    await cancelledBackup();
    const keep = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
    expect(await prune({ repository, ...keep, dryRun: false }, allowed())).toMatchObject({ kept: 1 });
  });

  test('a backup that another program is at work on is left to it, and it is named [W-11]', async () => {
    await backUp();
    const env = { ...process.env, RESTIC_PASSWORD: password };
    const other = spawn('restic', [`--repo=${repository}`, '--no-cache', 'backup', '--stdin'], { env });
    onTestFinished(() => void other.kill('SIGKILL'));
    await lockIn(repository);
    await expect(verify({ repository, all: false }, allowed())).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`PID ${other.pid}`),
    });
    expect(readdirSync(join(repository, 'locks'))).toHaveLength(1);
  });
});

/** Resolves when somebody has locked the backup. */
async function lockIn(backup: string): Promise<void> {
  while (readdirSync(join(backup, 'locks')).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('restic is refused when it is not allowed, and nothing is made', async () => {
  const call = create({ repository }, allowed({ allow: { read: [root], write: [root] } }));
  await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(repository)).toBe(false);
});

test('a backup inside of what it backs up, and a source that is none, are refused', async () => {
  const inside = snapshot({ source, repository: join(source, 'kept'), exclude: [] }, allowed());
  await expect(inside).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'repository' } });
  const gone = snapshot({ source: join(root, 'gone'), repository, exclude: [] }, allowed());
  await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  const file = snapshot({ source: join(source, 'a.txt'), repository, exclude: [] }, allowed());
  await expect(file).rejects.toMatchObject({ code: 'invalid-input' });
});
