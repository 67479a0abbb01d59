import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext, type FakeContextOptions } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasSshServer, type SshServer, startSshServer } from './fixtures/ssh-server.ts';
import worker from './index.ts';

const { planRemote, push, pull } = worker.actions;

let root: string;
let here: string;
let there: string;
let server: SshServer;
let knownHosts: string;

function save(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function context(options: FakeContextOptions = {}) {
  return fakeContext({
    allow: { read: [root], write: [here, `${here}.heron-pull`], hosts: ['127.0.0.1'] },
    remotes: { knownHosts, environment: server.environment },
    ...options,
  });
}

const place = () => ({ host: '127.0.0.1', port: server.port, folder: here, remoteFolder: there });
const wish = (changes: object = {}) => ({
  ...place(),
  ...{ delete: false, checksum: false, exclude: [], maxRemoved: 10 },
  ...changes,
});
const planned = (direction: 'push' | 'pull', changes: object = {}) =>
  planRemote({ ...wish(changes), direction, limit: 100 }, context());
const named = ({ changes }: { changes: { name: string; why: string }[] }) =>
  changes.map(({ name, why }) => `${name} ${why}`).toSorted();

function differences(...excluded: string[]): string {
  const args = ['-r', '--no-dereference', ...excluded.map((name) => `--exclude=${name}`), here, there];
  return spawnSync('diff', args, { encoding: 'utf8' }).stdout;
}

describe.skipIf(!hasSshServer)('sync over SSH (skipped without sshd, ssh-agent and rsync, and where not root)', () => {
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-remote-')));
    [here, there, knownHosts] = [join(root, 'here'), join(root, 'there'), join(root, 'kept/known-hosts')];
    server = await startSshServer(join(root, 'server'));
  });
  afterAll(async () => {
    await server.end();
    rmSync(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    for (const folder of [here, there]) rmSync(folder, { recursive: true, force: true });
    save(join(here, 'a.txt'), 'alpha');
    save(join(here, 'deep/two words.txt'), 'beta');
    save(join(here, 'deep/run.sh'), '#!/bin/sh\n');
    chmodSync(join(here, 'deep/run.sh'), 0o755);
    mkdirSync(join(here, 'empty'));
  });

  test('the key of a host that is not known is asked about, and nobody signs in before the answer [W-14]', async () => {
    const asked = { code: 'blocked', details: { choices: [`Trust ${server.fingerprint}`, 'Do not connect'] } };
    await expect(planned('push')).rejects.toMatchObject(asked);
    await expect(push(wish(), context({ answer: 'Trust SHA256:another' }))).rejects.toMatchObject(asked);
    await expect(push(wish(), context({ answer: 'Do not connect' }))).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(knownHosts)).toBe(false);
    expect(existsSync(there)).toBe(false);
    expect(await push(wish(), context({ answer: `Trust ${server.fingerprint}` }))).toMatchObject({ copy: 3 });
    expect(differences()).toBe('');
    expect(statSync(knownHosts).mode & 0o777).toBe(0o600);
    // From now on nobody is asked.
    expect(await planned('push')).toMatchObject({ copy: 0, make: 0, same: 3, changes: [] });
  });

  test('a folder is pushed: planned first, only what changed, removed where asked, no links, no keys [W-14]', async () => {
    save(join(here, '.env'), 'TOKEN=x');
    save(join(here, 'deep/.ssh/id_ed25519'), 'x');
    symlinkSync('/etc', join(here, 'link'));
    expect(named(await planned('push'))).toEqual([
      'a.txt new',
      'deep new',
      'deep/run.sh new',
      'deep/two words.txt new',
      'empty new',
    ]);
    expect(existsSync(there)).toBe(false);
    const sent = await push(wish(), context());
    expect(sent).toMatchObject({ copy: 3, make: 2, remove: 0, bytes: 19 });
    expect(sent.skipped.toSorted()).toEqual(['.env', 'deep/.ssh', 'link']);
    expect(differences('.env', '.ssh', 'link')).toBe('');
    expect(readdirSync(there)).toEqual(['a.txt', 'deep', 'empty']);
    expect(readdirSync(join(there, 'deep'))).toEqual(['run.sh', 'two words.txt']);
    expect(statSync(join(there, 'deep/run.sh')).mode & 0o777).toBe(0o755);
    save(join(here, 'a.txt'), 'alpha and more');
    save(join(there, 'old/one.txt'), '1');
    save(join(there, 'kept.tmp'), '1');
    const changes = { delete: true, exclude: ['*.tmp'] };
    expect(named(await planned('push', changes))).toEqual(['a.txt size', 'old gone', 'old/one.txt gone']);
    await expect(push(wish({ ...changes, maxRemoved: 0 }), context())).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
    expect(await push(wish(changes), context())).toMatchObject({ copy: 1, remove: 1, same: 2 });
    expect(differences('.env', '.ssh', 'link', 'kept.tmp')).toBe('');
    expect(existsSync(join(there, 'kept.tmp'))).toBe(true);
  });

  test('a folder is pulled beside the one it is for, and what had changed only there comes over [W-14]', async () => {
    await push(wish(), context());
    save(join(there, 'a.txt'), 'alpha of there');
    save(join(there, 'new/line\nbreak.txt'), 'x');
    save(join(here, 'mine.txt'), 'x');
    expect(named(await planned('pull', { delete: true }))).toEqual([
      'a.txt size',
      'mine.txt gone',
      'new new',
      'new/line\nbreak.txt new',
    ]);
    expect(await pull(wish({ delete: true }), context())).toMatchObject({ copy: 2, make: 1, remove: 1, same: 2 });
    expect(differences()).toBe('');
    expect(existsSync(`${here}.heron-pull`)).toBe(false);
    rmSync(here, { recursive: true });
    expect(await pull(wish(), context())).toMatchObject({ copy: 4, same: 0 });
    expect(differences()).toBe('');
  });

  test('what was cut off goes on where it was, and content tells where nothing else does', async () => {
    await push(wish(), context());
    save(join(there, 'more/large.bin'), '');
    truncateSync(join(there, 'more/large.bin'), 200_000_000);
    const cut = context();
    const { progress } = cut;
    cut.progress = (report) => (progress(report), report.percent === 100 && cut.abort());
    await expect(pull(wish(), cut)).rejects.toThrow();
    expect(existsSync(join(here, 'more'))).toBe(false);
    expect(await pull(wish(), context())).toMatchObject({ copy: 1 });
    expect(differences()).toBe('');
    const { mtime } = statSync(join(there, 'a.txt'));
    save(join(there, 'a.txt'), 'ALPHA');
    execFileSync('touch', ['-d', mtime.toISOString(), join(there, 'a.txt')]);
    expect(await planned('pull')).toMatchObject({ copy: 0 });
    expect(named(await planned('pull', { checksum: true }))).toEqual(['a.txt content']);
  });

  test.each([
    ['a host that may not be reached', { host: 'elsewhere.example' }, 'permission-denied'],
    ['a folder that is not there', { remoteFolder: '/gone/heron' }, 'not-found'],
    ['a port where nobody listens', { port: 1 }, 'network'],
    ['a pattern that rsync does not know', { exclude: ['{a,b}'] }, 'invalid-input'],
  ])('%s is told', async (_, changes, code) => {
    await expect(planned('pull', changes)).rejects.toMatchObject({ code });
  });

  test('an empty source removes nothing', async () => {
    await push(wish(), context());
    rmSync(here, { recursive: true });
    mkdirSync(here);
    await expect(push(wish({ delete: true }), context())).rejects.toMatchObject({ code: 'conflict' });
    expect(readdirSync(there)).toHaveLength(3);
  });

  test('a key that has changed is refused, and nothing is sent', async () => {
    await server.change();
    const call = push(wish(), context({ answer: `Trust ${server.fingerprint}` }));
    await expect(call).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('another key') });
    expect(existsSync(there)).toBe(false);
    expect(readFileSync(knownHosts, 'utf8').trim().split('\n')).toHaveLength(1);
  });
});
