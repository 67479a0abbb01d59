import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { heron, temporaryFolder } from './heron.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;

beforeEach(() => {
  place = temporaryFolder('keeping');
  dataFolder = join(place.path, 'data');
});
afterEach(() => place.remove());

type Options = { input?: string; environment?: Record<string, string> };

function run(args: string[], { input, environment }: Options = {}) {
  return heron(args, {
    dataFolder,
    ...(input === undefined ? {} : { input }),
    ...(environment ? { environment } : {}),
  });
}

test('a secret is set from the standard input, listed and removed, and its value is in no answer [SE-01]', async () => {
  const value = 'a-value-for-the-vault';
  const set = await run(['secrets', 'set', 'api-key', '--host', 'api.example.com'], { input: `${value}\n` });
  expect(set).toMatchObject({ code: 0, stderr: expect.stringContaining('api-key is kept, for api.example.com only') });
  const list = await run(['secrets']);
  expect(list.stdout).toMatch(/^api-key +kept +for api\.example\.com +wanted by nobody$/m);
  expect(list.stderr).toContain('other users of this machine only');
  const json = await run(['secrets', 'list', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    vault: { protection: 'key-file' },
    secrets: expect.arrayContaining([expect.objectContaining({ name: 'api-key', filled: true })]),
  });
  expect(set.stdout + set.stderr + list.stdout + json.stdout).not.toContain(value);
  expect(await run(['secrets', 'remove', 'api-key'])).toMatchObject({ code: 0 });
  expect(await run(['secrets', 'remove', 'api-key'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('heron secrets lists them'),
  });
});

test('a value among the arguments, an empty one and a bad name are refused', async () => {
  expect(await run(['secrets', 'set', 'api-key', 'the-value'])).toMatchObject({ code: 2 });
  expect(await run(['secrets', 'set', 'api-key'], { input: '\n' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('empty'),
  });
  expect(await run(['secrets', 'set', 'API KEY'], { input: 'x\n' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('lower-case'),
  });
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('secrets'))).toEqual([]);
});

test('a passphrase is rotated, and from then on it alone opens the vault [SE-01]', async () => {
  await run(['secrets', 'set', 'api-key'], { input: 'a-value-for-the-vault' });
  expect(await run(['secrets', 'rotate-passphrase'], { input: 'first passphrase\n' })).toMatchObject({ code: 0 });
  const locked = await run(['secrets', 'set', 'other'], { input: 'x-value' });
  expect(locked).toMatchObject({ code: 1, stderr: expect.stringContaining('locked') });
  const wrong = await run(['secrets', 'rotate-passphrase'], { input: 'wrong passphrase\nsecond passphrase\n' });
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('not the passphrase') });
  const right = await run(['secrets', 'rotate-passphrase'], { input: 'first passphrase\nsecond passphrase\n' });
  expect(right).toMatchObject({ code: 0 });
  const environment = { HERON_VAULT_PASSPHRASE: 'second passphrase' };
  expect(await run(['secrets', 'set', 'other'], { input: 'x-value', environment })).toMatchObject({ code: 0 });
  expect((await run(['secrets'])).stderr).toContain('locked');
});

test('the audit log is searched, pruned and verified; a changed line is found and the exit code is 1 [SB-04]', async () => {
  const note = join(place.path, 'note.txt');
  writeFileSync(note, 'hello');
  expect((await run(['do', `sha256 of ${note}`, '--allow', 'plan'])).code).toBe(0);
  const verified = await run(['audit', 'verify']);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/unbroken: \d+ lines? since/) });
  expect(
    (await run(['audit', 'search', 'note.txt', '--decision', 'allowed', '--worker', 'checksum'])).stdout,
  ).toContain('files.open');
  expect((await run(['audit', 'search', '--decision', 'denied'])).stderr).toContain('Nothing');
  expect(await run(['audit', 'prune', '--before', 'yesterday'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('expected a date'),
  });
  expect((await run(['audit', 'prune', '--before', '2020-01-01'])).stderr).toContain('There is nothing before');
  const database = new Sqlite(join(dataFolder, 'heron.db'));
  database.exec(`DROP TRIGGER audit_is_append_only; UPDATE audit SET target = '/elsewhere' WHERE seq = 1`);
  database.close();
  expect(await run(['audit', 'verify'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Line 1 is not as it was written'),
  });
  const pruned = await run(['audit', 'prune', '--before', '2999-01-01']);
  expect(pruned).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was pruned') });
});

test('a pruned log verifies, and says how much is gone', async () => {
  const note = join(place.path, 'note.txt');
  writeFileSync(note, 'hello');
  await run(['do', `sha256 of ${note}`, '--allow', 'plan']);
  expect((await run(['audit', 'prune', '--before', '2999-01-01'])).stderr).toMatch(/^\d+ lines? removed/);
  expect(await run(['audit', 'verify', '--json'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"state":"unbroken"'),
  });
  expect((await run(['audit'])).stdout).toMatch(/heron {2}audit\.prune/);
  expect((await run(['audit', 'verify'])).stdout).toMatch(/1 line since .*, \d+ lines? before that pruned/);
});
