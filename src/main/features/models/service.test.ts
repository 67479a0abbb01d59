import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { closeAll, local, open, scripted, serve } from './fixtures/open-models.ts';
import { accountName } from './model-keys.ts';

afterEach(closeAll);

test('without any configuration there is no model', async () => {
  const { models, first } = open();
  expect(models.get()).toBeNull();
  expect(models.overview()).toMatchObject({ providers: [], aliases: [], models: [] });
  await expect(first()).rejects.toMatchObject({ code: 'unsupported' });
});

test('the first start sets the model that plans; it is kept, told as an event, and its key is never given back', async () => {
  const { folder, models, log, keys, first } = open();
  expect(await models.configure({ ...local, apiKey: 'sk-123' })).toEqual({ ...local, hasKey: true });
  expect(models.get()).toEqual({ ...local, hasKey: true });
  expect(await first()).toBe('lm-studio/planner');
  expect(log.last('models.changed', {})?.payload.configuration).toEqual({ ...local, hasKey: true });
  expect(JSON.stringify([log.list({}), models.overview()])).not.toContain('sk-123');
  expect(readFileSync(join(folder, 'heron.db')).includes('sk-123')).toBe(false);
  expect(keys.kept.get('lm-studio--main')).toEqual({ origin: 'http://localhost:1234', key: 'sk-123' });
});

test('a default model is chosen among those that are set up; it goes before rules, is told, and holds after a restart [UI-01]', async () => {
  const { models, first, folder, log } = open();
  await models.keepProvider({ providerId: 'work', kind: 'openai', models: ['gpt-5', 'gpt-5-mini'] });
  await models.keepRoute('plan', ['work/gpt-5']);
  expect(await models.setDefault('work/gpt-5-mini')).toMatchObject({ model: 'gpt-5-mini' });
  expect([await first(), await first({ purpose: 'act' })]).toEqual(['work/gpt-5-mini', 'work/gpt-5-mini']);
  expect(log.last('models.changed', {})?.payload.what).toBe('work/gpt-5-mini plans');
  await expect(models.setDefault('nobody/else')).rejects.toThrow('Known are: smart, work/gpt-5, work/gpt-5-mini');
  expect(await open({}, folder).first()).toBe('work/gpt-5-mini');
  const decided = open({ HERON_MODEL_PROVIDER: 'work', HERON_MODEL_NAME: 'gpt-5' }, folder);
  await expect(decided.models.setDefault('work/gpt-5-mini')).rejects.toMatchObject({ code: 'conflict' });
});

test('a key stays with the server it was for, and an empty one removes it', async () => {
  const { models } = open();
  await models.configure({ ...local, apiKey: 'sk-123' });
  expect(await models.configure({ ...local, model: 'other' })).toMatchObject({ model: 'other', hasKey: true });
  await models.keepProvider({ providerId: 'lm-studio', baseUrl: 'http://evil.example/v1' });
  expect(models.get()).toMatchObject({ hasKey: false });
  await models.keepProvider({ providerId: 'lm-studio', baseUrl: local.baseUrl });
  expect(models.get()).toMatchObject({ hasKey: true });
  expect(await models.configure({ ...local, apiKey: '' })).toMatchObject({ hasKey: false });
});

test('what an older Heron kept is taken over with its key', async () => {
  const { models, database, keys, first } = open();
  database.prepare(`INSERT INTO settings (key, value) VALUES ('model', ?)`).run(JSON.stringify(local));
  await keys.write(undefined, { origin: 'http://localhost:1234', key: 'sk-old' });
  expect(models.get()).toEqual({ ...local, hasKey: true });
  expect(await first()).toBe('lm-studio/planner');
  await models.keepAlias('smart', ['lm-studio/planner']);
  expect(models.overview().providers).toMatchObject([{ kind: 'lm-studio', accounts: [{ id: 'main', hasKey: true }] }]);
  expect(database.prepare(`SELECT count(*) AS rows FROM settings WHERE key = 'model'`).get()).toEqual({ rows: 0 });
  await models.keepAccount({ providerId: 'lm-studio', accountId: 'main', apiKey: '' });
  expect(keys.kept.size).toBe(0);
});

test('several providers with several accounts, and nothing names what is removed [MD-01]', async () => {
  const { models, keys, first } = open();
  await models.keepProvider({ providerId: 'work', kind: 'openai', models: ['gpt-5', 'gpt-5-mini'] });
  await models.keepProvider({ providerId: 'ollama', kind: 'ollama', models: ['qwen3'] });
  await models.keepAccount({ providerId: 'work', accountId: 'main', apiKey: 'sk-1' });
  await models.keepAccount({ providerId: 'work', accountId: 'second', apiKey: 'sk-2' });
  await models.keepAlias('smart', ['work/gpt-5']);
  await models.keepAlias('local', ['ollama/qwen3']);
  await models.keepRoute('code', ['local', 'smart']);
  expect(await first()).toBe('work/gpt-5');
  expect(await first({ purpose: 'code' })).toBe('ollama/qwen3');
  expect(models.overview()).toMatchObject({
    providers: [
      {
        id: 'work',
        baseUrl: 'https://api.openai.com/v1',
        accounts: [
          { id: 'main', hasKey: true },
          { id: 'second', hasKey: true },
        ],
      },
      { id: 'ollama', accounts: [{ id: 'main', hasKey: false }] },
    ],
  });
  expect(models.overview().routes.find(({ purpose }) => purpose === 'code')).toEqual({
    ...{ purpose: 'code', models: ['local', 'smart'], isOwn: true, first: 'ollama/qwen3' },
  });
  await models.removeAccount({ providerId: 'work', accountId: 'second' });
  expect(keys.kept.has(accountName('work', 'second'))).toBe(false);
  await expect(models.removeAccount({ providerId: 'work', accountId: 'main' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await models.removeProvider('work');
  expect(keys.kept.size).toBe(0);
  expect(models.overview().aliases).toEqual([{ alias: 'local', models: ['ollama/qwen3'] }]);
  expect(await first()).toBe('ollama/qwen3');
});

test('a model that is let go is named nowhere, and a provider without another one goes with it', async () => {
  const { models, log } = open();
  await models.keepProvider({ providerId: 'local', kind: 'local', models: ['tiny/chain', 'tiny/other'] });
  await models.keepAlias('smart', ['local/tiny/chain', 'local/tiny/other']);
  await models.keepRoute('code', ['local/tiny/chain']);
  await models.describe('local/tiny/chain', { context: 1000 });
  await models.letGo(['local/tiny/chain']);
  expect(models.overview()).toMatchObject({
    providers: [{ id: 'local', models: ['tiny/other'] }],
    aliases: [{ alias: 'smart', models: ['local/tiny/other'] }],
    models: [{ name: 'local/tiny/other' }],
  });
  expect(models.overview().routes.filter(({ isOwn }) => isOwn)).toEqual([]);
  expect(log.last('models.changed', {})?.payload.what).toBe('local/tiny/chain let go');
  await models.letGo(['local/tiny/other']);
  expect(models.overview()).toMatchObject({ providers: [], aliases: [] });
});

test('what is set up is changed by its hash, one change after the other [GW-02]', async () => {
  const { models } = open();
  const { hash } = models.overview();
  const keep = (providerId: string) => models.keepProvider({ providerId, kind: 'ollama', models: ['qwen3'] }, hash);
  const both = await Promise.allSettled([keep('one'), keep('two')]);
  expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'conflict' } }]);
  await Promise.all([models.keepAlias('fast', ['one/qwen3']), models.keepAlias('smart', ['one/qwen3'])]);
  expect(models.overview().aliases.map(({ alias }) => alias)).toEqual(['fast', 'smart']);
});

test('an alias, a rule or a record of what is not there names what is [MD-01]', async () => {
  const { models } = open();
  await models.keepProvider({ providerId: 'ollama', kind: 'ollama', models: ['qwen3'] });
  const known = 'Known are: ollama/qwen3.';
  await expect(models.keepAlias('fast', ['gone/x'])).rejects.toThrow(`There is no model or alias “gone/x”. ${known}`);
  await expect(models.keepAlias('never-there', [])).rejects.toThrow(known);
  await expect(models.keepRoute('plan', ['clever'])).rejects.toThrow(known);
  await expect(models.describe('gone/x', {})).rejects.toThrow(known);
  await expect(models.try({ model: 'clever' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(models.removeProvider('gone')).rejects.toThrow('There is no provider gone; there are: ollama');
});

test('an option that a provider does not take is refused with its name [MD-03]', async () => {
  const { models } = open();
  const keep = (options: Record<string, string | number | boolean>) =>
    models.keepProvider({ providerId: 'llama', kind: 'llama-cpp', options });
  await expect(keep({ speed: 3 })).rejects.toThrow(
    'options.speed: llama.cpp takes no such option; it takes reuseCache',
  );
  await expect(keep({ draftMost: 'many' })).rejects.toThrow('options.draftMost: expected a number, got "many"');
  await expect(keep({ body: '[1]' })).rejects.toThrow('options.body: expected a JSON object');
  expect(await keep({ draftMost: 8, streaming: false })).toMatchObject({ options: { draftMost: 8, streaming: false } });
  await expect(models.keepProvider({ providerId: 'x', kind: 'compatible' })).rejects.toThrow('baseUrl');
});

test('what a person says a model can do goes before what is known of its name', async () => {
  const { models } = open();
  await models.keepProvider({ providerId: 'openai', kind: 'openai', models: ['gpt-4.1-mini'] });
  expect(models.overview().models).toMatchObject([
    { record: { vision: true, price: { input: 0.4, output: 1.6 } }, own: {} },
  ]);
  const own = { vision: false, context: 1000 };
  expect(await models.describe('openai/gpt-4.1-mini', own)).toMatchObject({ record: { ...own, tools: true }, own });
  expect(await models.describe('openai/gpt-4.1-mini', {})).toMatchObject({ record: { vision: true }, own: {} });
});

test('when the database refuses, the key is as before', async () => {
  const { models, database, keys } = open();
  await models.configure({ ...local, apiKey: 'sk-123' });
  database.exec(`CREATE TRIGGER full BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(models.configure({ ...local, model: 'new', apiKey: 'sk-456' })).rejects.toThrow('disk full');
  expect(models.get()).toMatchObject({ model: 'planner' });
  expect(keys.kept.get('lm-studio--main')?.key).toBe('sk-123');
});

test.each(['model', 'models'])('a damaged store is named: %s', (key) => {
  const { models, database } = open();
  database.prepare(`INSERT INTO settings (key, value) VALUES (?, '{"baseUrl": 7}')`).run(key);
  expect(() => models.get()).toThrow(`The stored setting ${key} makes no sense`);
});

test('an address that is none is refused before anything is kept', async () => {
  const { models, keys } = open();
  await expect(models.configure({ baseUrl: 'nowhere', model: 'm', apiKey: 'sk' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('baseUrl'),
  });
  expect(keys.kept.size).toBe(0);
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
  await models.listOf('server');
  expect(seen).toEqual([
    ...['/v1/models Bearer given', '/v1/models undefined', '/v1/models Bearer env-key', '/v1/models Bearer env-key'],
  ]);
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
    message: `${silent}/models did not answer within 2 s. See that its program runs, and at this address`,
  });
  await expect(models.available({ baseUrl: 'http://127.0.0.1:9/v1' })).rejects.toMatchObject({
    code: 'network',
    details: { url: 'http://127.0.0.1:9/v1/models' },
  });
});

test('servers on this machine are found by asking, and a model is tried with a real question [UI-01]', async () => {
  const server = await scripted({
    models: ['small'],
    replies: [{ fault: 'key' }, { text: '<think>hm</think> ready', reasoning: '' }],
  });
  const { models, database } = open({ HERON_MODEL_SERVERS: `${server.baseUrl}, http://127.0.0.1:9/v1` });
  expect(await models.find()).toEqual([{ name: 'Model server', baseUrl: server.baseUrl, models: ['small'] }]);
  await expect(models.test({ baseUrl: server.baseUrl, model: 'small' })).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringMatching(/status 401.*; check the key/),
  });
  expect(await models.test({ baseUrl: server.baseUrl, model: 'small', apiKey: 'secret' })).toMatchObject({
    text: 'ready',
  });
  expect(server.requests.at(-1)).toMatchObject({
    headers: { authorization: 'Bearer secret' },
    body: { model: 'small' },
  });
  expect(models.get()).toBeNull();
  expect(database.prepare('SELECT count(*) AS rows FROM settings').get()).toEqual({ rows: 0 });
});

test('a server that answers something else than a model is told as such', async () => {
  const { baseUrl } = await scripted({ replies: [{ status: 200, body: '{"choices": []}', always: true }] });
  const { models } = open();
  await expect(models.test({ baseUrl, model: 'x' })).rejects.toMatchObject({ code: 'provider' });
});

test('how a model did is kept over a restart [MD-09]', async () => {
  const { baseUrl } = await scripted({ replies: [{ text: 'ready' }, { fault: 'overloaded' }] });
  const { models, folder } = open();
  await models.configure({ baseUrl, model: 'tiny' });
  await models.try({ model: 'smart' });
  await expect(models.try({ model: 'smart' })).rejects.toMatchObject({ details: { kind: 'overloaded' } });
  expect(open({}, folder).models.overview().models).toMatchObject([{ standing: { answers: 2, success: 0.8 } }]);
});

test('what a provider says is left of its limits is kept by account, over a restart, until it begins anew', async () => {
  const headers = { 'x-ratelimit-limit-tokens': '1000', 'x-ratelimit-remaining-tokens': '750' };
  const server = await scripted({
    replies: [
      { text: 'yes', headers: { ...headers, 'x-ratelimit-reset-tokens': '1h' } },
      {
        fault: 'rate-limited',
        headers: { ...headers, 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1ms' },
      },
    ],
  });
  const { folder, models, keys, ask } = open();
  await models.keepProvider({ providerId: 'work', kind: 'compatible', baseUrl: server.baseUrl, models: ['scripted'] });
  expect(models.overview().windows).toEqual([]);
  expect(await ask('work/scripted')).toBe('yes');
  const left = { providerId: 'work', accountId: 'main', unit: 'tokens', left: 750, atMost: 1000 };
  expect(models.overview().windows).toMatchObject([left]);
  const later = open({}, folder, keys);
  expect(later.models.overview().windows).toMatchObject([left]);
  await expect(ask('work/scripted')).rejects.toMatchObject({ details: { kind: 'rate-limited' } });
  await expect.poll(() => models.overview().windows).toEqual([]);
  await models.removeProvider('work');
  expect(models.overview().windows).toEqual([]);
});
