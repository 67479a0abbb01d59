import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import { changedFiles } from './changed-files.ts';
import { contentByFile, contentOf } from './content-hash.ts';
import { birdFiles, writeFiles } from './fixtures/bird-worker.ts';
import { manifestAdditions, powersAdded } from './manifest-additions.ts';
import { readSource } from './read-source.ts';
import { signatureOf, signHash } from './signature.ts';
import { staging } from './staging.ts';
import { ruleAgainst } from './worker-rules.ts';

let work: string;
let folder: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-provenance-')));
  folder = writeFiles(join(work, 'bird'), birdFiles({ files: { 'lib/a.js': 'a' } }));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const hashOf = async (): Promise<string> => (await contentOf(folder)).hash;

test.each<[what: string, change: () => void]>([
  ['a byte of a file', () => appendFileSync(join(folder, 'lib/a.js'), ' ')],
  ['a new file', () => writeFileSync(join(folder, 'b.js'), '')],
  ['a file gone', () => rmSync(join(folder, 'lib/a.js'))],
  ['a file moved', () => renameSync(join(folder, 'lib/a.js'), join(folder, 'lib/b.js'))],
  ['a package it brings', () => writeFiles(folder, { 'node_modules/x/index.js': '1' })],
  ['a link', () => symlinkSync('index.js', join(folder, 'main.js'))],
])('the hash of a folder changes with %s', async (_, change) => {
  const before = await hashOf();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  change();
  expect(await hashOf()).not.toBe(before);
});

test('the hash of a folder does not change with its place, its times or its signature', async () => {
  const before = await hashOf();
  writeFileSync(join(folder, 'heron.sig'), 'x');
  chmodSync(join(folder, 'index.js'), 0o755);
  const moved = join(work, 'elsewhere');
  renameSync(folder, moved);
  expect((await contentOf(moved)).hash).toBe(before);
});

test('what one file ends with cannot be what the next begins with', async () => {
  const one = await contentOf(writeFiles(join(work, 'one'), { a: 'xfile 1 b 1\ny', b: 'z' }));
  const two = await contentOf(writeFiles(join(work, 'two'), { a: 'x', b: 'yz' }));
  expect(one.hash).not.toBe(two.hash);
});

test('a signature is known by the key in the settings, and only for these very files', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keys = [{ name: 'me', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }];
  const hash = await hashOf();
  expect(await signatureOf(folder, hash, keys)).toEqual({ signature: 'none' });
  writeFileSync(join(folder, 'heron.sig'), signHash(hash, privateKey));
  expect(await signatureOf(folder, await hashOf(), keys)).toEqual({ signature: 'known', signedBy: 'me' });
  expect(await signatureOf(folder, hash, [])).toEqual({ signature: 'unknown' });
  expect(await signatureOf(folder, hash, [{ name: 'x', publicKey: 'nonsense' }])).toEqual({ signature: 'unknown' });
  appendFileSync(join(folder, 'index.js'), '//');
  expect(await signatureOf(folder, await hashOf(), keys)).toEqual({ signature: 'unknown' });
});

const none = { allow: [], deny: [], keys: [] };

test.each<
  [
    rules: Partial<typeof none> | { allow?: string[]; deny?: string[] },
    id: string,
    location: string,
    against: string | undefined,
  ]
>([
  [{}, 'bird', '/a', undefined],
  [{ deny: ['bird'] }, 'bird', '/a', 'the settings deny bird'],
  [{ deny: ['bird'] }, 'birds', '/a', undefined],
  [
    { deny: ['https://evil.example/*'] },
    'bird',
    'https://evil.example/x.git',
    'the settings deny https://evil.example/*',
  ],
  [{ deny: ['b.rd'] }, 'bird', '/a', undefined],
  [{ allow: ['fish'] }, 'bird', '/a', 'the settings allow other workers only'],
  [{ allow: ['fish', '/a/*'] }, 'bird', '/a/bird', undefined],
  [{ allow: ['bird'], deny: ['*'] }, 'bird', '/a', 'the settings deny *'],
])('with the rules %j, against %s from %s stands: %s', (rules, id, location, against) => {
  expect(ruleAgainst({ ...none, ...rules }, id, location)).toBe(against);
});

test('what a new manifest adds is told, and nothing else', () => {
  const before = Manifest.parse(JSON.parse(birdFiles()['manifest.json']));
  const sing = before.actions['sing']!;
  const after: Manifest = {
    ...before,
    tier: 'node',
    version: '2.0.0',
    description: 'Sings better.',
    permissions: [{ capability: 'net', reason: 'To hear others.' }],
    limits: { ...before.limits, memoryMb: 512, cpuMs: 10 },
    hooks: ['before_tool_call'],
    secrets: [{ name: 'key', reason: 'To sign in.', hosts: ['a.example.org'] }],
    triggers: {
      dawn: {
        ...{ title: 'Dawn', description: 'x', means: 'it dawns', action: 'sing', input: {}, everySeconds: 60 },
        payload: sing.input,
      },
    },
    actions: {
      sing: { ...sing, risk: 'external', needs: [{ capability: 'net', target: 'a.example.org' }] },
      fly: sing,
    },
  };
  expect(manifestAdditions(before, before)).toEqual([]);
  expect(manifestAdditions(before, after)).toEqual([
    'the tier node',
    'may ask for net: To hear others.',
    'sing has the risk external, it was read',
    'sing reaches the host a.example.org',
    'watches before_tool_call',
    'wants the secret key for a.example.org: To sign in.',
    'the action fly (risk: read)',
    'offers the trigger dawn',
    'the limit memoryMb is 512, it was 64',
  ]);
  expect(manifestAdditions(after, before)).toEqual(['the limit cpuMs is 60000, it was 10']);
  expect(powersAdded(before, { ...before, limits: after.limits, actions: { ...before.actions, fly: sing } })).toEqual(
    [],
  );
});

test('of a new action it is told what it runs and reaches, and a risk that no other had', () => {
  const before = Manifest.parse(JSON.parse(birdFiles()['manifest.json']));
  const needs = [
    { capability: 'shell' as const, target: 'sox' },
    { capability: 'net' as const, target: 'songs.example.org' },
  ];
  const fly = { ...before.actions['sing']!, risk: 'irreversible' as const, needs };
  expect(powersAdded(before, { ...before, actions: { ...before.actions, fly } })).toEqual([
    'fly has the risk irreversible',
    'fly runs the program sox',
    'fly reaches the host songs.example.org',
  ]);
});

test('which files came, went and are others now is told by name, the first of them when there are many', async () => {
  const { digests: before, ...content } = await contentByFile(folder);
  expect(content).toEqual(await contentOf(folder));
  appendFileSync(join(folder, 'index.js'), '//');
  renameSync(join(folder, 'lib/a.js'), join(folder, 'lib/b.js'));
  const { digests: after } = await contentByFile(folder);
  expect(changedFiles(before, after)).toEqual({
    ...{ changed: ['index.js'], added: ['lib/b.js'], removed: ['lib/a.js'], more: 0 },
  });
  expect(changedFiles(after, after)).toEqual({ changed: [], added: [], removed: [], more: 0 });
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`f${index}`, 'x']));
  expect(changedFiles({}, many)).toMatchObject({ more: 5 });
});

test.each([
  ['http://example.org/a.git', /https, ssh or file/],
  ['git://example.org/a.git', /https, ssh or file/],
  ['ext::sh -c id', /neither an absolute path nor a git URL/],
  ['https://me:secret@example.org/a.git', /holds a name or a password/],
  ['https://example.org/a.tgz', /download it/],
  ['https://example.org/a.git#--upload-pack=x', /a branch, a tag or a commit/],
  ['bird', /neither an absolute path/],
  ['/nowhere/at/all', /There is nothing at/],
])('%s cannot be installed', async (source, message) => {
  await expect(readSource(source)).rejects.toThrow(message);
});

test.each([
  ['https://example.org/a.git#v1.0', { kind: 'git', url: 'https://example.org/a.git', ref: 'v1.0' }],
  ['git@example.org:me/a.git', { kind: 'git', url: 'git@example.org:me/a.git', ref: undefined }],
  ['ssh://git@example.org/a.git', { kind: 'git', url: 'ssh://git@example.org/a.git' }],
])('%s is a git repository', async (source, read) => {
  expect(await readSource(source)).toMatchObject(read);
});

test('what a crash left between two places is put back, and the rest is cleared', async () => {
  const [root, workers] = [join(work, 'installing'), join(work, 'workers')];
  writeFiles(join(root, 'rev_1/replaced/bird'), birdFiles());
  writeFiles(join(root, 'rev_2/replaced/fish'), { 'old.txt': '' });
  writeFiles(join(root, 'rev_2/content'), { half: '' });
  writeFiles(join(workers, 'fish'), { 'new.txt': '' });
  await staging({ root, workers }).recover();
  expect((await contentOf(join(workers, 'bird'))).files).toBe(2);
  expect(await contentOf(join(workers, 'fish'))).toMatchObject({ files: 1 });
  expect((await contentOf(root)).files).toBe(0);
});
