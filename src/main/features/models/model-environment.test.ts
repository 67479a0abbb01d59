import { afterEach, expect, test } from 'vitest';
import { closeAll, local, open, scripted } from './fixtures/open-models.ts';

afterEach(closeAll);

test('the environment goes before what is stored, and is the only model for every purpose [MD-02]', async () => {
  const stored = open();
  await stored.models.configure({ ...local, apiKey: 'sk-123' });
  const server = await scripted({ key: 'env-key', replies: [{ text: 'ready' }] });
  const given = { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_API_KEY: 'env-key' };
  const { models, first } = open(given, stored.folder);
  expect(models.get()).toEqual({ baseUrl: server.baseUrl, model: 'planner', hasKey: true });
  expect(await first({ purpose: 'title' })).toBe('environment/planner');
  expect(await models.try({ model: 'environment/planner' })).toMatchObject({ text: 'ready' });
  expect(models.overview().decidedBy).toBe('HERON_MODEL_BASE_URL');
  await expect(models.configure(local)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('HERON_MODEL_BASE_URL'),
  });
});

test('a provider is changed by the environment alone: one of its kind, or one that is set up [MD-02]', async () => {
  const stored = open();
  await stored.models.configure(local);
  await stored.models.keepProvider({ providerId: 'work', kind: 'anthropic', models: ['claude-haiku-4-5'] });
  const byKind = open({ HERON_MODEL_PROVIDER: 'openrouter', HERON_MODEL_NAME: 'x/y' }, stored.folder);
  expect(byKind.models.get()).toEqual({ baseUrl: 'https://openrouter.ai/api/v1', model: 'x/y', hasKey: false });
  const byId = open({ HERON_MODEL_PROVIDER: 'work', HERON_MODEL_API_KEY: 'k' }, stored.folder);
  expect(byId.models.get()).toMatchObject({ model: 'claude-haiku-4-5', hasKey: true });
  expect(await byId.first()).toBe('work/claude-haiku-4-5');
});

test.each([
  [{ HERON_MODEL_NAME: 'm' }, 'HERON_MODEL_BASE_URL is not'],
  [{ HERON_MODEL_BASE_URL: 'http://a/v1' }, 'HERON_MODEL_NAME is not'],
  [{ HERON_MODEL_PROVIDER: 'openai' }, 'HERON_MODEL_NAME is not'],
  [
    { HERON_MODEL_PROVIDER: 'opnai', HERON_MODEL_NAME: 'm' },
    'HERON_MODEL_PROVIDER is “opnai”, which is no provider; there are: openai',
  ],
  [{ HERON_MODEL_PROVIDER: 'compatible', HERON_MODEL_NAME: 'm' }, 'needs HERON_MODEL_BASE_URL'],
  [{ HERON_MODEL_NAME: 'm', HERON_MODEL_BASE_URL: 'ftp://a' }, 'HERON_MODEL_BASE_URL is “ftp://a”'],
  [{ HERON_MODEL_BASE_URL: 'notaurl' }, 'HERON_MODEL_BASE_URL is “notaurl”'],
  [{ HERON_MODEL_NAME: 'm', HERON_MODEL_BASE_URL: 'notaurl' }, 'begins with http:// or https://'],
])('the environment %j is refused: %s', (environment, reason) => {
  expect(() => open(environment).models.get()).toThrow(reason);
});
