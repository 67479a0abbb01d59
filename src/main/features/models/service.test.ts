import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { createModels, type KeyStore, type ModelKey } from './service.ts';
import { modelStore } from './store.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The vault, as far as the model's key goes. */
function fakeKeys(): KeyStore {
  let kept: ModelKey | undefined;
  return {
    read: () => kept,
    write: async (key) => {
      kept = key;
    },
  };
}

function open(
  environment: NodeJS.ProcessEnv = {},
  folder = mkdtempSync(join(tmpdir(), 'heron-models-')),
  keys = fakeKeys(),
) {
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const database = openDatabase({ file: join(folder, 'heron.db') });
  closing.push(() => database.close());
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const models = createModels({
    log,
    store: modelStore(database),
    keys,
    environment,
    clock: Date.now,
    listTimeLimitMs: 200,
    testTimeLimitMs: 200,
  });
  return { folder, keys, database, log, models };
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const local = { baseUrl: 'http://localhost:1234/v1', model: 'planner' };

test('without any configuration there is no model', () => {
  const { models } = open();
  expect(models.get()).toBeNull();
  expect(models.access()).toBeUndefined();
});

test('a configuration is kept, told as an event, and its key is never given back', async () => {
  const { folder, models, log, keys } = open();
  expect(await models.configure({ ...local, apiKey: 'sk-123' })).toEqual({ ...local, hasKey: true });
  expect(models.get()).toEqual({ ...local, hasKey: true });
  expect(models.access()).toEqual({ ...local, apiKey: 'sk-123' });
  expect(log.last('models.changed', {})?.payload).toEqual({ configuration: { ...local, hasKey: true } });
  expect(JSON.stringify(log.list({}))).not.toContain('sk-123');
  expect(readFileSync(join(folder, 'heron.db')).includes('sk-123')).toBe(false);
  expect(keys.read()).toEqual({ origin: 'http://localhost:1234', key: 'sk-123' });
});

test('a key stays with the server it was for, and an empty one removes it', async () => {
  const { models } = open();
  await models.configure({ ...local, apiKey: 'sk-123' });
  expect(await models.configure({ ...local, model: 'other' })).toMatchObject({ model: 'other', hasKey: true });
  expect(await models.configure({ ...local, baseUrl: 'http://evil.example/v1' })).toMatchObject({ hasKey: false });
  expect(models.access()?.apiKey).toBeUndefined();
  await models.configure({ ...local, apiKey: 'sk-123' });
  expect(await models.configure({ ...local, apiKey: '' })).toMatchObject({ hasKey: false });
});

test('clearing forgets the model and its key', async () => {
  const { models, log, keys } = open();
  await models.configure({ ...local, apiKey: 'sk-123' });
  await models.clear();
  expect(models.get()).toBeNull();
  expect(keys.read()).toBeUndefined();
  expect(log.last('models.changed', {})?.payload).toEqual({ configuration: null });
});

test('when the database refuses, the key is as before', async () => {
  const { models, database } = open();
  await models.configure({ ...local, apiKey: 'sk-123' });
  database.exec(`CREATE TRIGGER full BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(models.configure({ ...local, model: 'new', apiKey: 'sk-456' })).rejects.toThrow('disk full');
  expect(models.access()).toEqual({ ...local, apiKey: 'sk-123' });
});

test('the environment goes before what is stored', async () => {
  const stored = open();
  await stored.models.configure({ ...local, apiKey: 'sk-123' });
  const given = { HERON_MODEL_BASE_URL: 'http://127.0.0.1:9/v1', HERON_MODEL_API_KEY: 'env-key' };
  const { models } = open(given, stored.folder);
  expect(models.access()).toEqual({ baseUrl: 'http://127.0.0.1:9/v1', model: 'planner', apiKey: 'env-key' });
  await expect(models.configure(local)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('HERON_MODEL_BASE_URL'),
  });
  await expect(models.clear()).rejects.toMatchObject({ code: 'conflict' });
});

test.each([
  [{ HERON_MODEL_NAME: 'm' }, 'HERON_MODEL_BASE_URL is not'],
  [{ HERON_MODEL_BASE_URL: 'http://a/v1' }, 'HERON_MODEL_NAME is not'],
  [{ HERON_MODEL_NAME: 'm', HERON_MODEL_BASE_URL: 'ftp://a' }, 'HERON_MODEL_BASE_URL is “ftp://a”'],
  [{ HERON_MODEL_BASE_URL: 'notaurl' }, 'HERON_MODEL_BASE_URL is “notaurl”'],
  [{ HERON_MODEL_NAME: 'm', HERON_MODEL_BASE_URL: 'notaurl' }, 'begins with http:// or https://'],
])('the environment %j is refused: %s', (environment, reason) => {
  expect(() => open(environment).models.get()).toThrow(reason);
});

test('a damaged store is named', () => {
  const { models, database } = open();
  database.prepare(`INSERT INTO settings (key, value) VALUES ('model', '{"baseUrl": 7}')`).run();
  expect(() => models.get()).toThrow('The stored setting model makes no sense');
});

test('an address that is none is refused before anything is kept', async () => {
  const { models, keys } = open();
  await expect(models.configure({ baseUrl: 'nowhere', model: 'm', apiKey: 'sk' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('baseUrl'),
  });
  expect(keys.read()).toBeUndefined();
});

test('a server is asked for its models with the key it is given', async () => {
  const seen: (string | undefined)[] = [];
  const baseUrl = await serve((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'zeta' }, { id: 'alpha' }] }));
  });
  const { models } = open({ HERON_MODEL_API_KEY: 'env-key' });
  expect(await models.available({ baseUrl: `${baseUrl}/`, apiKey: 'given' })).toEqual(['alpha', 'zeta']);
  expect(await models.available({ baseUrl })).toEqual(['alpha', 'zeta']);
  await models.configure({ baseUrl, model: 'alpha' });
  await models.available({ baseUrl });
  expect(seen).toEqual(['/v1/models Bearer given', '/v1/models undefined', '/v1/models Bearer env-key']);
});

test('a server that refuses, babbles or is silent is named', async () => {
  const { models } = open();
  const refusing = await serve((_, response) => response.writeHead(401).end('no'));
  await expect(models.available({ baseUrl: refusing })).rejects.toMatchObject({
    code: 'provider',
    message: `${refusing}/models answered with status 401; check the key`,
  });
  const babbling = await serve((_, response) => response.end('<html>'));
  await expect(models.available({ baseUrl: babbling })).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringContaining(`${babbling}/models answered, but not with a list`),
  });
  const silent = await serve(() => undefined);
  await expect(models.available({ baseUrl: silent })).rejects.toMatchObject({
    code: 'network',
    message: `${silent}/models did not answer within 0.2 s`,
  });
  await expect(models.available({ baseUrl: 'http://127.0.0.1:9/v1' })).rejects.toMatchObject({
    code: 'network',
    details: { url: 'http://127.0.0.1:9/v1/models' },
  });
});

test('servers on this machine are found by asking, and a model is tried with a real question [UI-01]', async () => {
  let asked = '';
  const server = await serve((request, response) => {
    if (request.url === '/v1/models') return void response.end(JSON.stringify({ data: [{ id: 'small' }] }));
    if (request.headers.authorization !== 'Bearer secret') return void response.writeHead(401).end();
    request.on('data', (data: Buffer) => (asked += data.toString()));
    request.on('end', () => {
      response.end(JSON.stringify({ choices: [{ message: { content: '<think>hm</think> ready' } }] }));
    });
  });
  const { models, database } = open({ HERON_MODEL_SERVERS: `${server}, http://127.0.0.1:9/v1` });
  expect(await models.find()).toEqual([{ name: 'Model server', baseUrl: server, models: ['small'] }]);
  await expect(models.test({ baseUrl: server, model: 'small' })).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringContaining('status 401; check the key'),
  });
  expect(await models.test({ baseUrl: server, model: 'small', apiKey: 'secret' })).toMatchObject({ text: 'ready' });
  expect(JSON.parse(asked)).toMatchObject({ model: 'small', messages: [{ role: 'user' }] });
  expect(models.get()).toBeNull();
  expect(database.prepare('SELECT count(*) AS rows FROM settings').get()).toEqual({ rows: 0 });
});

test('a server that answers something else than a model is told as such', async () => {
  const babbling = await serve((_, response) => response.end('{"choices": []}'));
  const { models } = open();
  await expect(models.test({ baseUrl: babbling, model: 'x' })).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringContaining('but not as a model does'),
  });
});
