import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync, chmodSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext, type FakeContext, type FakeContextOptions } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { gitAs, hasGit, makeBare, startGitServer } from './fixtures/git-server.ts';
import worker from './index.ts';

const { init, clone, status, diff, log, branch, checkout, commit, pull, push, rebase, stash, worktree } =
  worker.actions;
const password = 'ghp_S3cr3t/value+1';

let root: string;
let home: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-git-')));
  home = join(root, 'home');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...names: string[]): string => join(root, ...names);
const allowed = (options: FakeContextOptions = {}): FakeContext =>
  fakeContext({ allow: { read: [root], write: [root], programs: ['git'], hosts: ['127.0.0.1'] }, ...options });
const withToken = (): FakeContext => allowed({ secrets: { 'git-token': { value: password, hosts: ['127.0.0.1'] } } });

/** A repository with one commit of `a.txt`, and the bare one it came from. */
function makePair(): { bare: string; path: string } {
  const bare = makeBare(root, 'served/a.git');
  const path = at('work');
  gitAs(root, 'clone', '--quiet', bare, path);
  for (const [key, value] of [
    ['user.name', 'Ada'],
    ['user.email', 'ada@example.org'],
  ] as const) {
    gitAs(path, 'config', key, value);
  }
  record(path, 'a.txt', 'one\n', 'First');
  gitAs(path, 'push', '--quiet', 'origin', 'main');
  return { bare, path };
}

function record(path: string, file: string, content: string, message: string): void {
  writeFileSync(join(path, file), content);
  gitAs(path, 'add', '--all');
  gitAs(path, 'commit', '--quiet', '--message', message);
}

const settled = { from: undefined, to: undefined };
const diffed = { of: 'all', maxBytes: 100_000, ...settled } as const;
const remote = { remote: 'origin', user: 'git' } as const;
const pulled = { ...remote, mode: 'ff-only', onConflict: 'abort' } as const;
const pushed = { ...remote, setUpstream: false, force: false } as const;
const statusOf = (path: string, context = allowed()) => status({ path, limit: 1000 }, context);

describe.skipIf(!hasGit())('with git (skipped without it)', () => {
  test('a repository is made, filled and looked at [W-01]', async () => {
    const path = at('new');
    expect(await init({ path, branch: 'trunk' }, allowed())).toEqual({ path, branch: 'trunk' });
    expect(existsSync(join(path, '.git/hooks'))).toBe(false);
    expect((await log({ path, limit: 5 }, allowed())).commits).toEqual([]);
    await expect(diff({ path, ...diffed }, allowed())).rejects.toMatchObject({ code: 'conflict' });
    for (const [key, value] of [
      ['user.name', 'Ada'],
      ['user.email', 'ada@example.org'],
    ] as const)
      gitAs(path, 'config', key, value);
    writeFileSync(join(path, 'ü b.txt'), 'one\n');
    expect(await statusOf(path)).toMatchObject({
      ...{ branch: 'trunk', commit: null, isClean: false, total: 1 },
      changes: [{ path: 'ü b.txt', change: 'untracked', staged: false }],
    });
    const made = await commit({ path, message: 'First; "quoted" $HOME', files: [] }, allowed());
    expect(made).toMatchObject({ subject: 'First; "quoted" $HOME' });
    await expect(commit({ path, message: 'Again', files: [] }, allowed())).rejects.toMatchObject({ code: 'conflict' });
    writeFileSync(join(path, 'ü b.txt'), 'one\ntwo\n');
    const changed = await diff({ path, ...diffed }, allowed());
    expect(changed).toMatchObject({ truncated: false, files: [{ added: 1, removed: 0 }] });
    expect(changed.text).toMatch(/^diff --git [^]*\n\+two\n$/);
    expect((await diff({ path, ...diffed, of: 'staged' }, allowed())).files).toEqual([]);
    expect((await diff({ path, ...diffed, maxBytes: 40 }, allowed())).truncated).toBe(true);
    const { commits } = await log({ path, limit: 5 }, allowed());
    expect(commits).toMatchObject([{ commit: made.commit, author: 'Ada', email: 'ada@example.org' }]);
  });

  test('branches, worktrees and what is put aside', async () => {
    const { path } = makePair();
    const made = await branch({ path, name: 'topic' }, allowed());
    expect(made.current).toBe('main');
    expect(made.branches.map(({ name, upstream }) => [name, upstream])).toEqual([
      ['main', 'origin/main'],
      ['topic', null],
    ]);
    const plain = { create: false, detach: false };
    expect(await checkout({ path, branch: 'topic', ...plain }, allowed())).toMatchObject({ branch: 'topic' });
    const folder = at('second');
    const added = await worktree({ path, step: 'add', folder, branch: 'more', create: true }, allowed());
    expect(added.worktrees.map((each) => [each.path, each.branch])).toEqual([
      [path, 'topic'],
      [folder, 'more'],
    ]);
    expect((await worktree({ path, step: 'remove', folder, create: false }, allowed())).worktrees).toHaveLength(1);
    writeFileSync(join(path, 'a.txt'), 'two\n');
    expect((await stash({ path, step: 'push', message: 'later' }, allowed())).stashes).toEqual(['On topic: later']);
    await expect(stash({ path, step: 'push' }, allowed())).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('one\n');
    expect(await stash({ path, step: 'pop' }, allowed())).toEqual({ stashes: [], conflicts: [] });
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('two\n');
    await expect(checkout({ path, branch: 'gone', ...plain }, allowed())).rejects.toThrow(/invalid reference: gone/);
  });

  test('cloning, pulling and pushing over HTTP, signed in by a token that no argument and no file holds [W-01]', async () => {
    makePair();
    const server = await startGitServer(at('served'), password);
    onTestFinished(() => server.end());
    const [url, path] = [`${server.url}/a.git`, at('copy')];
    const without = clone({ url, destination: path, user: 'git' }, allowed());
    await expect(without).rejects.toThrow(/wants to know who you are .* Settings → Secrets/);
    expect(existsSync(path)).toBe(false);
    const signed = { credential: 'git-token', user: 'git' } as const;
    const context = withToken();
    // The fake shell fills nothing in: it stands for the broker, whose own test is git-secrets.test.ts.
    const run = context.shell.run;
    const commands: string[] = [];
    context.shell.run = (program, args, options = {}) => {
      commands.push([program, ...args].join(' '));
      const header = options.environment?.['GIT_HEADER'];
      const value = `Authorization: Basic ${Buffer.from(`git:${password}`).toString('base64')}`;
      return run(program, args, {
        ...options,
        environment: { ...options.environment, ...(header ? { GIT_HEADER: value } : {}) },
      });
    };
    expect(await clone({ url, destination: path, ...signed }, context)).toMatchObject({ path, branch: 'main' });
    gitAs(path, 'config', 'user.name', 'Bob');
    gitAs(path, 'config', 'user.email', 'bob@example.org');
    writeFileSync(join(path, 'b.txt'), 'from Bob\n');
    await commit({ path, message: 'Second', files: ['b.txt'] }, context);
    expect(await push({ path, ...pushed, ...signed }, context)).toEqual({
      branch: 'main',
      outcome: 'updated',
      to: 'origin/main',
    });
    expect(await push({ path, ...pushed, ...signed }, context)).toMatchObject({ outcome: 'up to date' });
    expect(await pull({ path, ...pulled, ...signed }, context)).toMatchObject({ status: 'done', isNew: false });
    expect(commands.join('\n')).not.toContain(password);
    expect(readFileSync(join(path, '.git/config'), 'utf8')).not.toMatch(/S3cr3t|extraHeader/i);
    const work = at('work');
    expect(await pull({ path: work, ...pulled }, allowed())).toMatchObject({ status: 'done', isNew: true });
    expect(existsSync(join(work, 'b.txt'))).toBe(true);
  });

  test('conflicts are told, and the tree is as it was, or left to be resolved [W-01]', async () => {
    const { bare, path } = makePair();
    const other = at('other');
    gitAs(root, 'clone', '--quiet', bare, other);
    record(other, 'a.txt', 'theirs\n', 'Theirs');
    gitAs(other, 'push', '--quiet');
    record(path, 'a.txt', 'ours\n', 'Ours');
    const before = gitAs(path, 'rev-parse', 'HEAD').trim();
    await expect(push({ path, ...pushed }, allowed())).rejects.toThrow(/fetch first. Pull first/);
    await expect(pull({ path, ...pulled }, allowed())).rejects.toThrow(/mode merge or rebase/);
    for (const mode of ['merge', 'rebase'] as const) {
      const output = await pull({ path, ...pulled, mode }, allowed());
      expect(output).toEqual({ status: 'conflict', conflicts: ['a.txt'], commit: before, isNew: false });
      expect(await statusOf(path)).toMatchObject({ commit: before, branch: 'main', isClean: true });
    }
    const begun = { path, step: 'start', onto: 'origin/main' } as const;
    expect(await rebase({ ...begun, onConflict: 'abort' }, allowed())).toMatchObject({ status: 'conflict' });
    expect(await statusOf(path)).toMatchObject({ commit: before, isClean: true });
    expect(await rebase({ ...begun, onConflict: 'keep' }, allowed())).toMatchObject({ conflicts: ['a.txt'] });
    expect((await statusOf(path)).conflicts).toEqual(['a.txt']);
    const aborted = await rebase({ path, step: 'abort', onConflict: 'abort' }, allowed());
    expect(aborted).toEqual({ status: 'aborted', conflicts: [], commit: before });
    await rebase({ ...begun, onConflict: 'keep' }, allowed());
    writeFileSync(join(path, 'a.txt'), 'both\n');
    gitAs(path, 'add', 'a.txt');
    expect(await rebase({ path, step: 'continue', onConflict: 'abort' }, allowed())).toMatchObject({ status: 'done' });
    expect(await push({ path, ...pushed }, allowed())).toMatchObject({ outcome: 'updated' });
  });

  test('nothing that lies in a repository runs: no hook, no watcher, no editor', async () => {
    const { path } = makePair();
    const [ran, script] = [at('ran'), at('evil')];
    writeFileSync(script, `#!/bin/sh\necho "$0 $@" >> ${ran}\n`);
    chmodSync(script, 0o755);
    for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'post-checkout', 'pre-push', 'pre-rebase']) {
      writeFileSync(join(path, '.git/hooks', hook), `#!/bin/sh\necho ${hook} >> ${ran}\n`);
      chmodSync(join(path, '.git/hooks', hook), 0o755);
    }
    const keys = ['core.fsmonitor', 'core.editor', 'core.pager', 'core.askPass', 'core.sshCommand', 'sequence.editor'];
    for (const key of keys) gitAs(path, 'config', key, script);
    await statusOf(path);
    await log({ path, limit: 1 }, allowed());
    writeFileSync(join(path, 'b.txt'), 'x');
    await commit({ path, message: 'Second', files: [] }, allowed());
    await checkout({ path, branch: 'topic', create: true, detach: false }, allowed());
    await push({ path, ...pushed, setUpstream: true }, allowed());
    await rebase({ path, step: 'start', onto: 'main', onConflict: 'abort' }, allowed());
    expect(existsSync(ran)).toBe(false);
  });

  test.each(['/', 'file:///', 'relative'])(
    'a repository in a folder whose hooks would run is not pushed to: %s',
    async (kind) => {
      const { bare, path } = makePair();
      const address = kind === '/' ? bare : kind === 'file:///' ? `file://${bare}` : '../served/a.git';
      gitAs(path, 'remote', 'set-url', 'origin', address);
      expect(await push({ path, ...pushed }, allowed())).toMatchObject({ outcome: 'up to date' });
      writeFileSync(join(bare, 'hooks/post-receive'), `#!/bin/sh\necho x > ${at('ran')}\n`);
      chmodSync(join(bare, 'hooks/post-receive'), 0o755);
      record(path, 'b.txt', 'b', 'Second');
      const call = push({ path, ...pushed }, allowed());
      await expect(call).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('post-receive'),
      });
      expect(existsSync(at('ran'))).toBe(false);
    },
  );

  test.each([
    'filter.x.smudge',
    'diff.x.textconv',
    'diff.external',
    'merge.x.driver',
    'gpg.program',
    'remote.origin.uploadpack',
    'core.worktree',
    'include.path',
    'url.ext::sh.insteadOf',
    'http.proxy',
    'http.https://a.example/.sslVerify',
    'credential.helper',
    'credential.https://a.example.helper',
  ])('a repository that says %s is not worked in, and the setting is named', async (key) => {
    const path = at('new');
    gitAs(root, 'init', '--quiet', path);
    gitAs(path, 'config', key, '/nowhere');
    const call = statusOf(path);
    await expect(call).rejects.toMatchObject({ code: 'unsupported', details: { path } });
    await expect(call).rejects.toThrow(key.replace(/insteadOf$/, 'insteadof').replace(/sslVerify$/, 'sslverify'));
  });

  test('a clone that is cancelled while it waits for its server ends git', async () => {
    const context = allowed();
    const server = createServer(() => context.abort());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { run } = context.shell;
    let exit: Promise<unknown> | undefined;
    context.shell.run = async (...command) => {
      const child = await run(...command);
      exit = child.exit;
      return child;
    };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.git`;
    const call = clone({ url, destination: at('copy'), user: 'git' }, context);
    await expect(call).rejects.toThrow(/stopped by the test/);
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('of very many changed files so many are given as are asked for, and all are counted', async () => {
    const { path } = makePair();
    for (let index = 0; index < 3000; index += 1) writeFileSync(join(path, `file ${index}.txt`), '');
    const output = await status({ path, limit: 10 }, allowed());
    expect(output).toMatchObject({ total: 3000, isClean: false });
    expect(output.changes).toHaveLength(10);
  });

  test('what is no repository, and what is not there, is named', async () => {
    await expect(statusOf(root)).rejects.toThrow(/not a git repository/);
    await expect(statusOf(home)).rejects.toMatchObject({ code: 'not-found' });
    await expect(push({ path: makePair().path, ...pushed, remote: 'up' }, allowed())).rejects.toThrow(/no remote up/);
  });
});

test('git is refused when it is not allowed', async () => {
  const call = statusOf(root, fakeContext({ allow: { read: [root] } }));
  await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
});

test.each([
  'ext::sh -c id',
  '--upload-pack=id',
  'git://a.example/b',
  'https://me:secret@a.example/b.git',
  'fd::3',
  'site',
  '~/site',
  './site',
  'ftp://a.example/b',
])('the address %s is refused before anything is started', async (url) => {
  const call = async () => clone({ url, destination: at('copy'), user: 'git' }, fakeContext());
  await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'url' } });
});

test.each(['--exec=id', '-x', 'a b', 'a..b', '+main', 'a:b', 'a*'])('the name %s is refused', async (name) => {
  const call = async () => checkout({ path: root, branch: name, create: false, detach: false }, fakeContext());
  await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'branch' } });
});
