import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bird, birdFiles, writeFiles } from '../../workers/installing/fixtures/bird-worker.ts';
import { findApp } from '../app-folder.ts';
import { runCommandLine } from '../command-line.ts';
import { isProgram, placesOnPath } from '../../base/program-path.ts';
import { recordingTerminal } from '../recording-terminal.ts';

let work: string;
let data: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-install-')));
  data = join(work, 'data');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const hears = [{ capability: 'net', reason: 'To hear others.' }];
const roomy = { memoryMb: 128, cpuMs: 60_000, wallMs: 60_000 };

type Said = { code: number; out: string; err: string; questions: string[] };

async function heron(args: string[], answers?: string[], path = process.env['PATH']): Promise<Said> {
  const terminal = recordingTerminal({
    cwd: work,
    environment: { PATH: path, HERON_DATA_DIR: data, HOME: work },
    ...(answers ? { answers } : {}),
  });
  const code = await runCommandLine(args, { terminal, app: findApp(import.meta.dirname) });
  return { code, out: terminal.outLines.join('\n'), err: terminal.errLines.join('\n'), questions: terminal.questions };
}

const bird = (changes?: Bird, place = 'bird'): string => writeFiles(join(work, place), birdFiles(changes));
const installed = (id = 'bird'): string => join(data, 'workers', id);

async function sing(id = 'bird'): Promise<Said> {
  const plan = { version: 1, title: 'Sing', tasks: [{ id: 'sing', action: `${id}.sing`, input: {} }] };
  writeFileSync(join(work, 'plan.json'), JSON.stringify(plan));
  return heron(['run', 'plan.json', '--json']);
}

test('a folder is shown, asked for, installed as a whole, and works [SB-22]', async () => {
  bird();
  const said = await heron(['worker', 'install', 'bird'], ['y']);
  expect(said.code).toBe(0);
  expect(said.err).toContain('Bird (bird) 1.0.0, tier isolate');
  expect(said.err).toContain(`From     ${work}/bird`);
  expect(said.err).toMatch(/Content {2}2 files, \d+ bytes, sha256 [0-9a-f]{64}/);
  expect(said.err).toContain('Signed   no');
  expect(said.err).toContain('bird.sing  Try  reads only');
  expect(said.questions).toEqual(['Install it? [y]es or [n]o? (no) ']);
  expect(said.out).toBe('bird 1.0.0 is installed');
  expect(readdirSync(join(data, 'installing'))).toEqual([]);
  expect((await sing()).out).toContain('"chirp"');
  expect((await heron(['events', 'tail', '--types', 'worker.installed', '--json'])).out).toContain(
    `"location":"${work}/bird"`,
  );
});

test('what an installed worker still waits for is told with the command for it, and no more once it is there', async () => {
  const wanting = {
    permissions: [{ capability: 'secrets', reason: 'To sign in.' }],
    secrets: [{ name: 'bird-token', reason: 'A token for songs.', hosts: ['songs.example.org'] }],
  };
  bird({ manifest: wanting });
  const said = await heron(['worker', 'install', 'bird', '--yes']);
  expect(said.out).toBe('bird 1.0.0 is installed');
  expect(said.err).toContain('It wants the secret bird-token for songs.example.org: A token for songs.');
  expect(said.err).toContain('  heron secrets set bird-token');
  expect((await heron(['worker', 'show', 'bird'])).out).toMatch(/secret +bird-token, for songs\.example\.org: missing/);
  await heron(['secrets', 'set', 'bird-token'], ['tweet-tweet-tweet']);
  expect((await heron(['worker', 'trust', 'bird', '--yes'])).err).not.toContain('It wants the secret');
  expect((await heron(['worker', 'show', 'bird'])).out).toMatch(/secret +bird-token, for songs\.example\.org: kept/);
});

test('no is the answer that is assumed, and nobody who is there is never asked', async () => {
  bird();
  expect((await heron(['worker', 'install', 'bird'], [''])).code).toBe(130);
  const said = await heron(['worker', 'install', 'bird']);
  expect(said).toMatchObject({ code: 3, questions: [] });
  expect(said.err).toContain('--yes');
  expect(existsSync(installed())).toBe(false);
  expect(readdirSync(join(data, 'installing'))).toEqual([]);
  const agreed = await heron(['worker', 'install', 'bird', '--yes']);
  expect(agreed).toMatchObject({ code: 0 });
  expect(agreed.err).toContain('bird.sing  Try  reads only');
});

test('changed files are blocked until somebody approves them, and that is logged [SB-22]', async () => {
  bird();
  await heron(['worker', 'install', 'bird', '--yes']);
  writeFiles(installed(), birdFiles({ says: 'caw' }));
  const blocked = await sing();
  expect(blocked.code).not.toBe(0);
  expect(blocked.out + blocked.err).toContain('its files changed since you approved them');
  const shown = (await heron(['worker', 'show', 'bird'])).out;
  expect(shown).toMatch(/state +changed since you approved it/);
  expect(shown).toMatch(
    /sha256 [0-9a-f]{64} before, [0-9a-f]{64} now\n {2}~ index\.js\nbird changed since you approved it\./,
  );
  const said = await heron(['worker', 'trust', 'bird'], ['yes']);
  expect(said.err).toContain('asks for nothing besides');
  expect(said).toMatchObject({
    code: 0,
    out: 'bird 1.0.0 is approved',
    questions: ['Approve these files? [y]es or [n]o? (no) '],
  });
  expect((await sing()).out).toContain('"caw"');
  expect((await heron(['events', 'tail', '--types', 'worker.trusted', '--json'])).out).toContain('"isWatched":false');
});

test('a folder put there by hand is not used before somebody approves it; watched, its changes are used too [SB-22, RT-11]', async () => {
  writeFiles(installed(), birdFiles());
  expect((await sing()).err).toContain('nobody has approved it yet');
  expect((await heron(['workers'])).out).toMatch(/bird .*waits for your approval.*nobody has approved it yet/);
  expect(await heron(['worker', 'trust', 'bird', '--watch', '--yes'])).toMatchObject({ code: 0 });
  expect((await sing()).out).toContain('"chirp"');
  writeFiles(installed(), birdFiles({ says: 'caw' }));
  expect((await sing()).out).toContain('"caw"');
});

test('a watched worker that asks for more is not loaded before that was shown and approved [SB-22, RT-11]', async () => {
  writeFiles(installed(), birdFiles());
  await heron(['worker', 'trust', 'bird', '--watch', '--yes']);
  writeFiles(installed(), birdFiles({ says: 'tweet', manifest: { permissions: hears, limits: roomy } }));
  const blocked = await sing();
  expect(blocked.code).not.toBe(0);
  expect(blocked.err).toContain('it asks for more than you approved');
  expect((await heron(['workers'])).out).toContain(
    'bird changed since you approved it, and would add:\n  + may ask for net: To hear others.\n  + the limit memoryMb is 128, it was 64\n',
  );
  const said = await heron(['worker', 'trust', 'bird', '--watch'], ['y']);
  expect(said.err).toContain('and besides:\n  + may ask for net: To hear others.');
  expect(said.err).toMatch(/~ index\.js\n {2}~ manifest\.json/);
  expect((await sing()).out).toContain('"tweet"');
  writeFiles(installed(), birdFiles({ says: 'caw', manifest: { limits: roomy } }));
  expect((await sing()).out).toContain('"caw"');
});

test('an upgrade shows what it adds, and takes the place of the old one', async () => {
  bird();
  await heron(['worker', 'install', 'bird', '--yes']);
  const manifest = { permissions: [{ capability: 'net', reason: 'To hear others.' }] };
  bird({ version: '1.1.0', says: 'tweet', manifest }, 'next/bird');
  const said = await heron(['worker', 'install', 'next/bird', '--yes']);
  expect(said.err).toContain('Takes the place of 1.0.0, and besides:\n  + may ask for net: To hear others.');
  expect((await sing()).out).toContain('"tweet"');
});

test('an archive is installed, also when all is in one folder of it', async () => {
  bird();
  await create({ file: join(work, 'bird.tgz'), cwd: work, gzip: true }, ['bird']);
  const said = await heron(['worker', 'install', 'bird.tgz', '--yes']);
  expect(said.out).toBe('bird 1.0.0 is installed');
  expect((await sing()).out).toContain('"chirp"');
});

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=me', '-c', 'user.email=me@example.org', ...args], {
    cwd: join(work, 'bird'),
    encoding: 'utf8',
  }).trim();
const hasGit = placesOnPath(['git'], process.env).some(isProgram);

test.skipIf(!hasGit)(
  'a git repository is installed at the commit it has, without its hooks (skipped without git)',
  async () => {
    bird();
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
    const first = git('rev-parse', 'HEAD');
    git('tag', 'v1');
    writeFiles(join(work, 'bird'), birdFiles({ says: 'caw', version: '1.1.0' }));
    writeFiles(join(work, 'bird/.git/hooks'), { 'post-checkout': `#!/bin/sh\ntouch ${work}/hooked\n` });
    git('commit', '--quiet', '-am', 'two');
    const said = await heron(['worker', 'install', `file://${work}/bird`, '--yes']);
    expect(said.err).toContain(`From     file://${work}/bird, commit ${git('rev-parse', 'HEAD')}`);
    expect((await sing()).out).toContain('"caw"');
    expect(existsSync(join(installed(), '.git'))).toBe(false);
    expect(existsSync(join(work, 'hooked'))).toBe(false);
    for (const ref of ['v1', first]) {
      expect((await heron(['worker', 'install', `file://${work}/bird#${ref}`, '--yes'])).err).toContain(
        `commit ${first}`,
      );
    }
    expect((await sing()).out).toContain('"chirp"');
    const absent = await heron(['worker', 'install', `file://${work}/bird#nowhere`, '--yes']);
    expect(absent).toMatchObject({ code: 1 });
    expect(absent.err).toContain('git fetch failed');
  },
);

test('without git, a repository is refused with what can be done', async () => {
  const said = await heron(['worker', 'install', `file://${work}/bird`, '--yes'], undefined, join(work, 'nothing'));
  expect(said).toMatchObject({ code: 1 });
  expect(said.err).toContain('There is no git on this machine');
});

const refused: [what: string, make: () => void, message: RegExp][] = [
  ['no manifest', () => mkdirSync(join(work, 'bird')), /there is no manifest\.json in it/],
  ['a manifest that is wrong', () => bird({ manifest: { tier: 'thread' } }), /tier: expected one of/],
  ['an id that is none', () => bird({ manifest: { id: '../up' } }), /names no id of a worker/],
  ['the id of a bundled one', () => writeFiles(join(work, 'bird'), birdFiles({ id: 'clock' })), /came with Heron/],
  [
    'code that lacks an action',
    () => bird({ manifest: {}, files: { 'index.js': 'export default { actions: {} }' } }),
    /the code has no such action/,
  ],
  ['an entry outside', () => bird({ manifest: { entry: '../x.js' } }), /entry: /],
];

test.each(refused)('a worker with %s is refused, and nothing is left of it', async (_, make, message) => {
  make();
  const said = await heron(['worker', 'install', 'bird', '--yes']);
  expect(said.code).not.toBe(0);
  expect(said.err).toMatch(message);
  expect(existsSync(installed())).toBe(false);
  expect(readdirSync(join(data, 'installing'))).toEqual([]);
});

test('rules keep workers out by id and by source, also those that are there [SB-22]', async () => {
  bird();
  await heron(['worker', 'install', 'bird', '--yes']);
  expect((await heron(['worker', 'rules', '--deny', 'bird'])).out).toBe('deny  bird');
  expect((await sing()).err).toContain('the settings deny bird');
  expect((await heron(['worker', 'show', 'bird'])).out).toMatch(/state +kept off/);
  expect((await heron(['workers'])).out).toMatch(/^\d+ workers?, 1 kept off$/m);
  const status = (await heron(['status', '--days', '1'])).out;
  expect(status).toContain('Workers kept off: Bird');
  expect(status).not.toContain('in trouble');
  expect((await heron(['worker', 'install', 'bird', '--yes'])).err).toContain('the settings deny bird');
  expect((await heron(['worker', 'trust', 'bird', '--yes'])).err).toContain('the settings deny bird');
  expect((await heron(['worker', 'rules', '--forget', 'bird'])).err).toContain('No rules');
  expect((await sing()).out).toContain('"chirp"');
  expect((await heron(['worker', 'rules', '--allow', `${work}/other/*`])).code).toBe(0);
  expect((await heron(['worker', 'install', 'bird', '--yes'])).err).toContain('the settings allow other workers only');
});

test('a signature is made, shown as known, and missed when its key is forgotten [SB-22]', async () => {
  bird();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(work, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(work, 'author.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  expect((await heron(['worker', 'sign', 'bird', '--key', 'key.pem'])).out).toMatch(/^bird 1\.0\.0 is signed/);
  expect((await heron(['worker', 'install', 'bird'], ['n'])).err).toContain('Signed   by no key that you know');
  expect((await heron(['worker', 'rules', '--key', 'author.pem'])).out).toBe('key  author');
  expect((await heron(['worker', 'install', 'bird', '--yes'])).err).toContain('Signed   by author, whose key you know');
  await heron(['worker', 'rules', '--forget', 'author']);
  expect((await sing()).err).toContain('the key author that signed it is no longer known');
});

test('a removed worker is gone with its settings; its runs are still there', async () => {
  const settings = {
    type: 'object',
    properties: { tone: { type: 'string', description: 'Which.' } },
    additionalProperties: false,
  };
  bird({ manifest: { settings } });
  await heron(['worker', 'install', 'bird', '--yes']);
  await heron(['worker', 'settings', 'bird', 'tone', 'high']);
  expect((await sing()).out).toContain('{"tone":"high"}');
  expect((await heron(['worker', 'remove', 'bird'], ['n'])).code).toBe(130);
  expect(await heron(['worker', 'remove', 'bird'], ['y'])).toMatchObject({ code: 0, out: 'bird is removed' });
  expect(existsSync(installed())).toBe(false);
  expect((await heron(['runs'])).out).toContain('Sing');
  expect((await heron(['worker', 'remove', 'clock', '--yes'])).err).toContain('came with Heron');
  await heron(['worker', 'install', 'bird', '--yes']);
  expect((await heron(['worker', 'settings', 'bird', '--json'])).out).toBe('{"tone":null}');
});
