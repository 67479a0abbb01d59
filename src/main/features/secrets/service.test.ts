import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createEventLog, type EventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { dataPaths } from '../../base/paths.ts';
import { createScrubber } from '../../base/scrubber.ts';
import { openSecrets, vaultHealth } from './open-secrets.ts';
import type { SecretService } from './service.ts';

const logged: string[] = [];
const logger = {
  debug() {},
  info() {},
  warn: (text: string) => void logged.push(text),
  error: (text: string) => void logged.push(text),
  setLevel() {},
  isDebugOn: () => false,
  from: () => logger,
};
const value = 'ghp_0123456789abcdef';
let folder: string;
let database: Database;
let events: EventLog;
let now: number;
let manifests: Manifest[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-secrets-'));
  database = openDatabase({ file: join(folder, 'heron.db') });
  now = 1000;
  logged.length = 0;
  manifests = [workerWanting('github', ['api.github.com'])];
  events = createEventLog({ database, makeId: createIds(), clock: () => now });
});
afterEach(async () => {
  await events.close();
  database.close();
  rmSync(folder, { recursive: true });
});

function workerWanting(id: string, hosts: string[]): Manifest {
  return Manifest.parse({
    id,
    version: '1.0.0',
    engines: { heron: '*' },
    name: id.toUpperCase(),
    description: 'Calls.',
    tier: 'isolate',
    permissions: [{ capability: 'secrets', reason: 'It signs in.' }],
    secrets: [{ name: 'github-token', reason: 'To sign in.', hosts }],
    limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
    actions: {},
  });
}

function open(environment: NodeJS.ProcessEnv = {}): Promise<SecretService> {
  const host = {
    program: 'headless' as const,
    version: '1',
    dataFolder: folder,
    appFolder: folder,
    nodeBinary: process.execPath,
    homeFolder: folder,
    environment,
  };
  const scrubber = createScrubber();
  return openSecrets({
    host,
    paths: dataPaths(folder),
    database,
    events,
    logger,
    clock: () => now,
    scrubber,
    manifests: () => manifests,
  });
}

test('a secret is kept, listed with all but its value, told as an event and forgotten [SE-01]', async () => {
  const secrets = await open();
  expect(secrets.list()).toEqual([
    {
      name: 'github-token',
      kind: 'worker',
      filled: false,
      hosts: [],
      wantedBy: [{ workerId: 'github', workerName: 'GITHUB', reason: 'To sign in.', hosts: ['api.github.com'] }],
    },
  ]);
  const kept = await secrets.set({ name: 'github-token', value });
  expect(kept).toMatchObject({
    filled: true,
    lengthClass: 'medium',
    hosts: ['api.github.com'],
    createdAt: 1000,
    changedAt: 1000,
  });
  now = 2000;
  await secrets.set({ name: 'github-token', value: 'short value' });
  expect(secrets.list()).toMatchObject([{ lengthClass: 'short', createdAt: 1000, changedAt: 2000 }]);
  await secrets.remove('github-token');
  expect(secrets.list()).toMatchObject([{ filled: false }]);
  await expect(secrets.remove('github-token')).rejects.toMatchObject({ code: 'not-found' });
  expect(events.list({ types: ['secret.*'] }).map(({ type }) => type)).toEqual([
    'secret.stored',
    'secret.stored',
    'secret.removed',
  ]);
  const everything = JSON.stringify([kept, events.list({}), database.prepare('SELECT * FROM secrets').all()]);
  expect(everything).not.toContain(value);
});

test('a secret without hosts is bound to those of the first worker that uses it', async () => {
  manifests = [];
  const secrets = await open();
  await secrets.set({ name: 'github-token', value });
  expect(secrets.use.read('github-token')).toEqual({ value, hosts: [] });
  now = 5000;
  await secrets.use.note('github-token', ['api.github.com']);
  expect(secrets.list()).toMatchObject([{ hosts: ['api.github.com'], usedAt: 5000 }]);
  await secrets.use.note('github-token', ['evil.example']);
  expect((await open()).use.read('github-token')).toEqual({ value, hosts: ['api.github.com'] });
  // A new value keeps the hosts; naming them changes them.
  await secrets.set({ name: 'github-token', value: 'another value' });
  expect(secrets.list()).toMatchObject([{ hosts: ['api.github.com'] }]);
  await secrets.set({ name: 'github-token', value, hosts: ['git.example.com', 'git.example.com'] });
  expect(secrets.list()).toMatchObject([{ hosts: ['git.example.com'] }]);
});

test('why a worker cannot use a secret is said with the remedy', async () => {
  const secrets = await open({ HERON_VAULT_PASSPHRASE: 'correct horse' });
  expect(secrets.use.refusal('github-token')).toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('heron secrets set github-token'),
  });
  await secrets.set({ name: 'github-token', value });
  expect(secrets.use.refusal('github-token')).toBeUndefined();
  const locked = await open();
  expect(locked.use.refusal('github-token')).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('locked'),
  });
  expect(logged).toEqual([expect.stringContaining('locked')]);
});

test('when the database refuses, the vault is as before', async () => {
  const secrets = await open();
  await secrets.set({ name: 'github-token', value });
  database.exec(`CREATE TRIGGER full BEFORE UPDATE ON secrets BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(secrets.set({ name: 'github-token', value: 'another value' })).rejects.toThrow('disk full');
  expect(secrets.use.read('github-token')).toMatchObject({ value });
});

test("the model's key is a secret of Heron's own, that no worker gets", async () => {
  const secrets = await open();
  expect(secrets.modelKeys.read()).toBeUndefined();
  await secrets.modelKeys.write(undefined, { origin: 'https://api.example.com', key: 'sk-123456' });
  expect((await open()).modelKeys.read()).toEqual({ origin: 'https://api.example.com', key: 'sk-123456' });
  expect(secrets.list()[1]).toMatchObject({ name: 'model-api-key', kind: 'model', filled: true });
  expect(secrets.use.read('model-api-key')).toBeUndefined();
  expect(secrets.use.refusal('model-api-key')).toMatchObject({ code: 'permission-denied' });
  await expect(secrets.set({ name: 'model-api-key', value })).rejects.toMatchObject({ code: 'invalid-input' });
  const before = events.lastSeq();
  await secrets.modelKeys.write(undefined, { origin: 'https://api.example.com', key: 'sk-123456' });
  expect(events.lastSeq()).toBe(before);
  await secrets.modelKeys.write(undefined, undefined);
  expect(secrets.modelKeys.read()).toBeUndefined();
});

test('a key that is locked away is not lost by changing the model', async () => {
  const secrets = await open({ HERON_VAULT_PASSPHRASE: 'correct horse' });
  await secrets.modelKeys.write(undefined, { origin: 'https://api.example.com', key: 'sk-123456' });
  const locked = await open();
  expect(locked.modelKeys.read()).toBeUndefined();
  await expect(locked.modelKeys.write(undefined, undefined)).rejects.toMatchObject({ code: 'conflict' });
  await locked.unlock('correct horse');
  expect(locked.modelKeys.read()?.key).toBe('sk-123456');
  expect(events.last('vault.unlocked', {})).toBeDefined();
});

test('the file of keys of an older Heron moves into the vault [SE-01]', async () => {
  const file = join(folder, 'secrets.json');
  writeFileSync(file, JSON.stringify({ model: { origin: 'http://localhost:1234', key: 'sk-old-key' } }));
  const secrets = await open();
  expect(secrets.modelKeys.read()).toEqual({ origin: 'http://localhost:1234', key: 'sk-old-key' });
  expect(existsSync(file)).toBe(false);
  for (const name of readdirSync(folder))
    expect(readFileSync(join(folder, name), 'latin1')).not.toContain('sk-old-key');
});

test('what else stood in that file stays, and a newer key is not replaced', async () => {
  const file = join(folder, 'secrets.json');
  await (await open()).modelKeys.write(undefined, { origin: 'http://localhost:1234', key: 'sk-new-key' });
  writeFileSync(file, JSON.stringify({ other: 1, model: { origin: 'http://localhost:1234', key: 'sk-old-key' } }));
  expect((await open()).modelKeys.read()?.key).toBe('sk-new-key');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ other: 1 });
});

test('while the vault is locked the old file waits', async () => {
  const file = join(folder, 'secrets.json');
  await (await open({ HERON_VAULT_PASSPHRASE: 'correct horse' })).set({ name: 'github-token', value });
  writeFileSync(file, JSON.stringify({ model: { origin: 'http://localhost:1234', key: 'sk-old-key' } }));
  const secrets = await open();
  expect(existsSync(file)).toBe(true);
  await secrets.unlock('correct horse');
  expect(secrets.modelKeys.read()?.key).toBe('sk-old-key');
  expect(existsSync(file)).toBe(false);
});

test('a damaged old file is named in the log without its content, and keeps nobody out', async () => {
  writeFileSync(join(folder, 'secrets.json'), '{"model": {"key": "sk-broken');
  const secrets = await open();
  expect(logged).toEqual([expect.stringMatching(/secrets\.json is damaged/)]);
  expect(logged.join()).not.toContain('sk-broken');
  await secrets.set({ name: 'github-token', value });
});

test('health says what holds the secrets, and that a key beside them is weak [SE-01]', async () => {
  const secrets = await open();
  expect(vaultHealth(secrets)).toMatchObject({ state: 'ok' });
  await secrets.set({ name: 'github-token', value });
  expect(vaultHealth(secrets)).toMatchObject({
    state: 'degraded',
    message: expect.stringContaining('other users of this machine only'),
  });
  await secrets.protect({ by: 'passphrase', passphrase: 'correct horse' });
  expect(vaultHealth(secrets)).toMatchObject({ state: 'ok', message: expect.stringContaining('passphrase') });
  expect(vaultHealth(await open())).toMatchObject({ state: 'degraded', message: expect.stringContaining('locked') });
  expect(events.last('vault.protected', {})?.payload).toEqual({ protection: 'passphrase' });
});
