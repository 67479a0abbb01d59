import { expect, onTestFinished, test } from 'vitest';
import { startScriptedModel } from '../../models/fixtures/start-scripted-model.ts';
import { fetchModelNames } from './fetch-model-names.ts';

type Lists = Parameters<typeof startScriptedModel>[0]['lists'];

async function open(lists: Lists) {
  const server = await startScriptedModel({ ...(lists ? { lists } : {}), replies: [] });
  onTestFinished(server.close);
  const ask = (baseUrl = server.baseUrl): Promise<string[]> =>
    fetchModelNames({ baseUrl, apiKey: undefined, timeLimitMs: 20_000 });
  return { ask, root: server.baseUrl.replace('/v1', ''), baseUrl: server.baseUrl, close: server.close };
}

const list = (body: unknown, status = 200): Lists => ({ '/v1/models': { status, body: JSON.stringify(body) } });

test.each<[string, unknown, string[]]>([
  ['Ollama without a model', { object: 'list', data: null }, []],
  ['no frame around it', [{ id: 'b' }, { id: 'a' }, { id: 'a' }], ['a', 'b']],
  ['names alone', { data: ['b', 'a'] }, ['a', 'b']],
  ['other words', { models: [{ name: 'qwen3:4b', model: 'qwen3:4b' }] }, ['qwen3:4b']],
  [
    'llama.cpp, twice',
    { models: [{ name: 'm' }], object: 'list', data: [{ id: 'm', meta: { n_ctx_train: 4096 } }] },
    ['m'],
  ],
])('a list of models is read as servers give it: %s', async (_, body, names) => {
  const { ask } = await open(list(body));
  expect(await ask()).toEqual(names);
});

test('who leaves out the end of the address is told what it is', async () => {
  const { ask, root, baseUrl } = await open(list({ data: [{ id: 'm' }] }));
  await expect(ask(`${root}/`)).rejects.toThrow(
    `${root}/models answered with status 404. There is one at ${baseUrl}: use that address`,
  );
});

test('a server without a list says so, and what to do', async () => {
  const { ask, baseUrl } = await open({});
  const step = 'If the server has none, type the name of a model as the server calls it';
  await expect(ask()).rejects.toThrow(`${baseUrl}/models answered with status 404. ${step}`);
  const odd = await open(list({ error: 'Unexpected endpoint or method. (GET /models)' }));
  await expect(odd.ask()).rejects.toThrow(`${odd.baseUrl}/models answered, but not with a list of models. ${step}`);
  const failing = await open(list({}, 500));
  await expect(failing.ask()).rejects.toThrow(/status 500$/);
});

test('a server that is not there: why, and how it is started', async () => {
  const { baseUrl, close } = await open({});
  await close();
  const asked = fetchModelNames({ kind: 'lm-studio', baseUrl, apiKey: undefined, timeLimitMs: 20_000 });
  await expect(asked).rejects.toThrow(
    `${baseUrl}/models cannot be reached: nothing listens there (ECONNREFUSED). Open LM Studio and start its server`,
  );
});
