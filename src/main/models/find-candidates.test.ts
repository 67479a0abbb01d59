import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelPurposes } from '../../contract/models.ts';
import { createFindCandidates } from './find-candidates.ts';
import type { ModelRequest } from './model-client.ts';
import { emptySetup, type ModelSetup } from './model-setup.ts';
import { createStandings, type Standings } from './standing.ts';

const provider = (id: string, models: string[], accounts = ['main']): ModelSetup['providers'][number] => ({
  ...{ id, kind: 'compatible', baseUrl: 'http://127.0.0.1:9/v1', options: {}, accounts, models },
});

const setup: ModelSetup = {
  ...emptySetup,
  providers: [provider('home', ['tiny', 'seeing']), provider('far', ['large', 'quick'], ['main', 'work'])],
  aliases: { smart: ['far/large'], fast: ['far/quick', 'home/tiny'], blind: ['home/tiny'] },
  records: { 'home/seeing': { vision: true, tools: false }, 'far/large': { vision: true } },
};

const standingsOf = (): Standings => createStandings({ read: () => ({}), write: () => undefined });

function find(changes: Partial<ModelRequest>, parts: { setup?: ModelSetup; standings?: Standings } = {}) {
  const findCandidates = createFindCandidates({
    setup: () => parts.setup ?? setup,
    standings: parts.standings ?? standingsOf(),
    candidate: (model, account) => ({ model, account, client: { stream: () => never() } }),
  });
  const request: ModelRequest = {
    ...{ choice: { purpose: 'plan' }, instructions: '', messages: [], scope: {}, signal: new AbortController().signal },
    ...changes,
  };
  return findCandidates(request).then((found) => found.map(({ model, account }) => `${model} ${account}`));
}

// oxlint-disable-next-line require-yield -- nobody is asked here
async function* never(): AsyncGenerator<never> {
  throw new Error('nobody is asked');
}

const picture = {
  messages: [
    { role: 'user' as const, content: [{ type: 'image' as const, bytes: new Uint8Array(), mediaType: 'image/png' }] },
  ],
};
const tools = { tools: [{ name: 'sum', description: '', input: {} }] };

test('a purpose goes by its rule, then to all others, by every account [MD-09]', async () => {
  expect(await find({})).toEqual([
    ...['far/large main', 'far/large work', 'far/quick main', 'far/quick work', 'home/tiny main', 'home/seeing main'],
  ]);
  expect((await find({ choice: { purpose: 'answer' } }))[0]).toBe('far/quick main');
  const routed = { ...setup, routes: { title: ['home/tiny'] } };
  expect((await find({ choice: { purpose: 'title' } }, { setup: routed }))[0]).toBe('home/tiny main');
});

test('small jobs go to the local model where there is one [MD-16]', async () => {
  const withLocal = { ...setup, aliases: { ...setup.aliases, local: ['home/tiny'] } };
  for (const purpose of ['title', 'summary'] as const) {
    expect((await find({ choice: { purpose } }, { setup: withLocal }))[0]).toBe('home/tiny main');
  }
});

test('where a sentence goes only a small model is asked, and nobody where there is none [MD-16]', async () => {
  const withLocal = { ...setup, aliases: { ...setup.aliases, local: ['home/tiny'] } };
  expect(await find({ choice: { purpose: 'route' } }, { setup: withLocal })).toEqual(['home/tiny main']);
  await expect(find({ choice: { purpose: 'route' } })).rejects.toThrow('No small model is set up');
});

test('pictures go to who sees, tools to who calls them [MD-09]', async () => {
  expect(await find({ choice: { purpose: 'answer' }, ...picture })).toEqual([
    ...['far/large main', 'far/large work', 'home/seeing main'],
  ]);
  expect(await find({ ...picture, ...tools })).toEqual(['far/large main', 'far/large work']);
});

test('an alias is its models; an unknown one is an error that names the known [MD-01]', async () => {
  expect(await find({ choice: { named: 'smart' } })).toEqual(['far/large main', 'far/large work']);
  expect(await find({ choice: { named: 'home/other' } })).toEqual(['home/other main']);
  await expect(find({ choice: { named: 'clever' } })).rejects.toMatchObject({
    code: 'not-found',
    message:
      'There is no model or alias “clever”. Known are: smart, fast, blind, home/tiny, home/seeing, far/large, far/quick.',
  });
  await expect(find({ choice: { named: 'local' } })).rejects.toThrow('The alias local stands for no model yet.');
  await expect(find({ choice: { named: 'nowhere/large' } })).rejects.toMatchObject({ code: 'not-found' });
});

test('what is asked for by name is never replaced by another model', async () => {
  expect(await find({ choice: { named: 'blind' } })).toEqual(['home/tiny main']);
  await expect(find({ choice: { named: 'blind' }, ...picture })).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('home/tiny is no model that sees pictures'),
  });
});

test('what the environment decides is the only one for every purpose [MD-02]', async () => {
  for (const purpose of modelPurposes) {
    expect(await find({ choice: { purpose } }, { setup: { ...setup, decided: 'home/tiny' } })).toEqual([
      'home/tiny main',
    ]);
  }
});

test('without a model there is no candidate', async () => {
  await expect(find({}, { setup: emptySetup })).rejects.toMatchObject({
    code: 'unsupported',
    message: 'No model is set up',
  });
});

test('among equals the one that answers goes first, then the faster one [MD-09]', async () => {
  const standings = standingsOf();
  const first = async () => (await find({ choice: { named: 'fast' } }, { standings }))[0];
  expect(await first()).toBe('far/quick main');
  standings.note('far/quick', { isAnswer: true, firstPartMs: 900 });
  standings.note('home/tiny', { isAnswer: true, firstPartMs: 90 });
  expect(await first()).toBe('home/tiny main');
  for (let each = 0; each < 5; each += 1) standings.note('home/tiny', { isAnswer: false });
  expect(await first()).toBe('far/quick main');
  // The order of the rule stays: only equals change places.
  expect((await find({ choice: { purpose: 'plan' } }, { standings }))[0]).toBe('far/large main');
});

test('whatever is set up, who is found is set up, fits, and is named once', async () => {
  const anyName = fc.constantFrom('a', 'b', 'c');
  const anySetup = fc.record({
    models: fc.uniqueArray(anyName, { minLength: 1 }),
    alias: fc.array(fc.constantFrom('p/a', 'p/b', 'q/c', 'gone/a'), { maxLength: 4 }),
    seeing: fc.subarray(['p/a', 'p/b', 'p/c']),
    purpose: fc.constantFrom(...modelPurposes),
    isShown: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(anySetup, async ({ models, alias, seeing, purpose, isShown }) => {
      const records = Object.fromEntries(seeing.map((name) => [name, { vision: true }]));
      const given = {
        ...emptySetup,
        providers: [provider('p', models)],
        aliases: { smart: alias, fast: alias },
        records,
      };
      const found = await find({ choice: { purpose }, ...(isShown ? picture : {}) }, { setup: given }).catch(() => []);
      expect(new Set(found).size).toBe(found.length);
      for (const name of found) {
        expect(name.startsWith('p/')).toBe(true);
        if (isShown) expect(seeing).toContain(name.split(' ')[0]);
      }
      if (!isShown && purpose !== 'route') expect(found.length).toBeGreaterThanOrEqual(models.length);
    }),
  );
});
