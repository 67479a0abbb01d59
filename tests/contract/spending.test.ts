import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noShares, noSpendingLimits } from '../../src/contract/spending.ts';
import { changeLimits, listKeys, openKey, resumeModel, showUsage } from '../../src/main/headless/commands/spending.ts';
import { recordingTerminal } from '../../src/main/headless/recording-terminal.ts';
import { changeFolder } from '../../src/main/headless/commands/folder-accounts.ts';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

const realKey = 'sk-canary-4e0f6a1b9c7d';
const limits = { minutes: 5, tokens: 1000, requestsPerMinute: 20 };

let served: ServedTestEngine;
let server: ScriptedModel;
beforeAll(async () => {
  server = await startScriptedModel({ key: realKey, models: ['large', 'small'], replies: [] });
  served = await openServedEngine();
  await client().models.configure({ baseUrl: server.baseUrl, model: 'large', apiKey: realKey });
  const [provider] = (await client().models.overview({})).providers;
  if (!provider) throw new Error('no provider was set up');
  const { id: providerId, kind, baseUrl } = provider;
  await client().models.keepProvider({ providerId, kind, baseUrl, models: ['large', 'small'] });
});
afterAll(async () => {
  await served.close();
  await server.close();
});

/** From now on it says this, whatever it is asked. */
const says = (text: string): void => server.script({ text, usage: { input: 40, output: 10 }, always: true });
/** The last requests but those for titles. */
const asked = (): { key: string | undefined; model: string }[] =>
  server.requests
    .filter(({ text }) => !text.includes('Give the conversation below a title'))
    .map(({ headers, body }) => ({ key: headers.authorization?.replace('Bearer ', ''), model: body.model as string }));

const client = () => served.engine().client;
const terminalParts = () => {
  const terminal = recordingTerminal({});
  const openEngine = async () => ({ client: async () => client(), isRemote: true, close: async () => undefined });
  return { terminal, openEngine };
};

async function answer(text: string, conversationId?: string): Promise<{ conversationId: string; said: string }> {
  const sent = await client().conversations.send({ text, ...(conversationId ? { conversationId } : {}) });
  const { messages } = await client().conversations.get({ conversationId: sent.conversationId });
  return { conversationId: sent.conversationId, said: messages.at(-1)?.text ?? '' };
}

async function waitingRun(): Promise<string> {
  const tasks = [{ id: 'wait', wait: { forMs: 3_600_000 } }];
  const plan = { version: 1 as const, title: 'Wait', tasks };
  return (await client().runs.start({ plan, allow: 'plan', unattended: true })).runId;
}

test('a program asks a model with a key of its own, whole and streamed, and sees the real key nowhere [MD-11]', async () => {
  const runId = await waitingRun();
  const { url, key } = await served.engine().openModelAccess(runId, limits);
  says('The answer.');
  const provider = createOpenAICompatible({ name: 'heron', baseURL: url, apiKey: key, includeUsage: true });
  const whole = await generateText({ model: provider('auto'), prompt: 'Say something.', maxRetries: 0 });
  expect(whole).toMatchObject({
    text: 'The answer.',
    finishReason: 'stop',
    usage: { inputTokens: 40, outputTokens: 10 },
  });
  const streamed = streamText({ model: provider('server/small'), prompt: 'Say something.', maxRetries: 0 });
  let text = '';
  for await (const piece of streamed.textStream) text += piece;
  expect(text).toBe('The answer.');
  expect(asked().slice(-2)).toMatchObject([
    { key: realKey, model: 'large' },
    { key: realKey, model: 'small' },
  ]);
  expect((await client().spending.requests({ runId })).total).toMatchObject({ requests: 2, inputTokens: 80 });

  const authorization = { authorization: `Bearer ${key}` };
  const body = { model: 'auto', messages: [{ role: 'user', content: 'hello' }] };
  const seen = [
    await call(`${url}/models`, { method: 'GET', headers: authorization }),
    await call(`${url}/chat/completions`, { headers: authorization, body }),
    await call(`${url}/chat/completions`, { headers: authorization, body: { ...body, stream: true } }),
    await call(`${url}/chat/completions`, { headers: authorization, body: { messages: [] } }),
    await call(`${url}/chat/completions`, {
      headers: authorization,
      body: { ...body, model: 'server/large', tools: [] },
    }),
    await call(`${url}/nothing`, { headers: authorization, body }),
  ];
  expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 400, 200, 404]);
  says('The answer.');
  const told = JSON.stringify([url, key, seen, whole.response.headers, whole.response.body]);
  expect(told).not.toContain(realKey);
  expect(told).not.toContain(server.baseUrl);
  expect(served.logText()).not.toContain(key);

  await client().runs.cancel({ runId });
  await served.ended(runId);
  await expect
    .poll(async () => (await call(`${url}/models`, { method: 'GET', headers: authorization })).status, {
      timeout: 30_000,
    })
    .toBe(401);
});

test('a key has a budget and a pace, opens nothing else, and ends when it is told to [MD-11]', async () => {
  const { url, key, id } = await client().spending.openAccess({ minutes: 5, tokens: 90, requestsPerMinute: 3 });
  const headers = { authorization: `Bearer ${key}` };
  const ask = (said = 'hello') =>
    call(`${url}/chat/completions`, { headers, body: { messages: [{ role: 'user', content: said }] } });
  expect((await ask('a'.repeat(800))).json).toMatchObject({ error: { code: 'insufficient_quota' } });
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  expect(await ask()).toMatchObject({ status: 429, json: { error: { code: 'insufficient_quota' } } });
  const api = new URL('/api/settings', url).href;
  expect((await call(api, { method: 'GET', headers })).status).toBe(401);
  expect(
    (await call(`${url}/models`, { method: 'GET', headers: { authorization: 'Bearer heron-wrong' } })).status,
  ).toBe(401);
  const parts = terminalParts();
  await listKeys(parts, { end: id });
  expect(parts.terminal.errLines).toEqual([`Key ${id} is ended`, 'No program has a key.']);
  expect((await ask()).status).toBe(401);
  const paced = await client().spending.openAccess({ minutes: 5, tokens: 5000, requestsPerMinute: 1 });
  const again = () =>
    call(`${paced.url}/chat/completions`, {
      headers: { authorization: `Bearer ${paced.key}` },
      body: { messages: [{ role: 'user', content: 'hello' }] },
    });
  expect((await again()).status).toBe(200);
  const refused = await again();
  expect(refused).toMatchObject({ status: 429, json: { error: { code: 'rate_limit_exceeded' } } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  await openKey(parts, { minutes: 1, tokens: 10, requestsPerMinute: 1 });
  expect(parts.terminal.outLines.slice(-2)).toEqual([
    `OPENAI_BASE_URL=${paced.url}`,
    expect.stringMatching(/^OPENAI_API_KEY=heron-[\w-]{43}$/),
  ]);
});

test('a conversation is given a model, and the usual one again; it is in the log and over a restart [MD-07]', async () => {
  says(JSON.stringify({ answer: 'Hello.' }));
  const { conversationId } = await answer('how are you');
  expect(asked().at(-1)).toMatchObject({ model: 'large' });
  expect((await client().spending.options({})).map(({ model }) => model)).toEqual([
    'smart',
    'server/large',
    'server/small',
  ]);
  const chosen = await client().conversations.chooseModel({ conversationId, model: 'server/small' });
  expect(chosen).toMatchObject({ id: conversationId, model: 'server/small' });
  await served.restart();
  await answer('and now', conversationId);
  expect(asked().at(-1)).toMatchObject({ model: 'small' });
  expect(await client().conversations.chooseModel({ conversationId })).not.toHaveProperty('model');
  await answer('and again', conversationId);
  expect(asked().at(-1)).toMatchObject({ model: 'large' });
  const { events } = await client().events.list({ types: ['conversation.modelChosen'], scope: { conversationId } });
  expect(events.map(({ payload }) => payload)).toEqual([{ model: 'server/small' }, {}]);
});

test('beyond a limit no model is asked: the rules are, and the conversation is told which limit it was [X-10]', async () => {
  const parts = terminalParts();
  await changeLimits(parts, 'day', { tokens: 60 });
  expect(parts.terminal.outLines).toEqual(['60 tokens a day']);
  const { length } = asked();
  const { conversationId } = await answer('how are you');
  expect(asked()).toHaveLength(length);
  const { events } = await client().events.list({ scope: { conversationId } });
  expect(events.map(({ type }) => type)).toContain('model.limitReached');
  const fellBack = events.find(({ type }) => type === 'planner.fellBack');
  expect(fellBack?.payload).toMatchObject({
    error: { code: 'limit-exceeded', details: { setting: 'spending.dayTokens', atMost: 60 } },
  });
  await changeLimits(parts, 'day', { tokens: 0 });
  expect((await client().settings.get({})).spending).toEqual(noSpendingLimits);
});

test('what was used is told by day, model and purpose, beside the limits, and per conversation [OB-05, MD-17]', async () => {
  const { conversationId } = await answer('how are you');
  const { total, days, models } = await client().spending.usage({ days: 7 });
  expect(days).toHaveLength(7);
  expect(days.at(-1)?.requests).toBe(total.requests);
  expect(models.map(({ model }) => model).toSorted()).toEqual(['server/large', 'server/small']);
  await client().settings.update({ spending: { dayTokens: 1_000_000, monthMoney: 5 } });
  const parts = terminalParts();
  await showUsage(parts, { days: 7 });
  const [first, second] = parts.terminal.outLines;
  expect(first).toMatch(/^1,000,000 tokens a day {2}[\d,]+ tokens used {2}0 % {2}anew \d{4}-/);
  expect(second).toMatch(/^\$5\.00 a month/);
  expect(parts.terminal.outLines).toContain('By model');
  parts.terminal.outLines.length = 0;
  await showUsage(parts, { days: 7, conversation: conversationId });
  expect(parts.terminal.outLines.filter((line) => !line.includes('  title  '))).toEqual([
    expect.stringMatching(/ {2}server\/large {2}main {2}plan {2}50 tokens {2}40 in {2}10 out/),
  ]);
  await expect(resumeModel(parts, { model: 'server/large', account: 'main' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await client().settings.update({ spending: noSpendingLimits });
});

test('a server that refuses the key rests, and not any more once another key is set [MD-06]', async () => {
  await client().models.configure({ baseUrl: server.baseUrl, model: 'large', apiKey: 'sk-wrong' });
  await answer('how are you');
  expect((await client().spending.usage({ days: 1 })).resting).toMatchObject([
    { model: 'server/large', because: 'key' },
    { model: 'server/small', because: 'key' },
  ]);
  await client().models.configure({ baseUrl: server.baseUrl, model: 'large', apiKey: realKey });
  expect((await client().spending.usage({ days: 1 })).resting).toEqual([]);
});

test('what a run took to think is told by tokens, time and steps, and its words are not [GW-05]', async () => {
  const runId = await waitingRun();
  const { url, key } = await served.engine().openModelAccess(runId, limits);
  const usage = { input: 40, output: 10, reasoning: 7 };
  server.script({ reasoning: 'a secret thought of several pieces', text: 'Done.', pieceMs: 5, usage });
  const provider = createOpenAICompatible({ name: 'heron', baseURL: url, apiKey: key, includeUsage: true });
  const { textStream } = streamText({ model: provider('auto'), prompt: 'Think.', maxRetries: 0 });
  for await (const _piece of textStream);
  const authorization = `Bearer ${served.tokens().apiToken}`;
  const at = async (id: string) =>
    call(`${await served.address()}/api/v1/tasks/${id}`, { method: 'GET', headers: { authorization } });
  const told = await at(runId);
  expect(JSON.parse(told.text)).toEqual({
    ...{ id: runId, status: 'running', steps: 0, model_requests: 1, reasoning_tokens_used: 7 },
    ...{ thinking_time_ms: expect.any(Number), reasoning: '[redacted]' },
  });
  expect(JSON.parse(told.text)).toMatchObject({ thinking_time_ms: expect.toSatisfy((ms: number) => ms > 0) });
  await client().runs.cancel({ runId });
  expect(await at(`run_${'0'.repeat(26)}`)).toMatchObject({ status: 422, json: { data: { code: 'not-found' } } });
  expect(served.logText()).not.toContain('secret thought');
});

test('a folder asks its own account, its spending has a limit of its own, and keys of programs honour both [MD-10, MD-11, OB-05]', async () => {
  await client().models.keepAccount({ providerId: 'server', accountId: 'work', apiKey: realKey });
  const parts = terminalParts();
  await changeFolder(parts, 'Work', ['server/work'], { reserved: true });
  expect(parts.terminal.outLines).toEqual(['Work  server/work  asked nowhere else']);
  await expect(changeFolder(parts, 'Work', ['server/none'], {})).rejects.toThrow(
    'There is no account server/none; there are: server/main, server/work',
  );
  says(JSON.stringify({ answer: 'Hello.' }));
  const { conversationId } = await answer('how are you');
  await client().conversations.file({ conversationId, folder: 'Work' });
  const headers = { authorization: `Bearer ${served.tokens().apiToken}` };
  const url = `${await served.address()}/api/conversations/send`;
  expect(await call(url, { headers, body: { conversationId, text: 'and now' } })).toMatchObject({ status: 200 });
  const { requests } = await client().spending.requests({ conversationId });
  const seen = requests.map(({ account, channel, folder }) => [account, channel, folder]);
  expect(seen).toContainEqual(['work', 'http', 'Work']);
  expect(seen).toContainEqual(['main', undefined, undefined]);

  const access = await client().spending.openAccess({ ...limits, folder: 'Work' });
  const ask = () =>
    call(`${access.url}/chat/completions`, {
      headers: { authorization: `Bearer ${access.key}` },
      body: { messages: [{ role: 'user', content: 'hello' }] },
    });
  expect((await ask()).status).toBe(200);
  expect((await client().spending.requests({})).requests[0]).toMatchObject({
    ...{ account: 'work', channel: 'program', folder: 'Work' },
  });
  const { shares } = await client().spending.usage({ days: 1 });
  expect(shares).toContainEqual(expect.objectContaining({ kind: 'folder', name: 'Work', requests: 2 }));
  parts.terminal.outLines.length = 0;
  await changeLimits(parts, 'day', { folder: 'Work', tokens: 100 });
  expect(parts.terminal.outLines).toEqual(['100 tokens a day of the folder Work']);
  expect(await ask()).toMatchObject({ status: 429, json: { error: { code: 'insufficient_quota' } } });
  expect((await answer('outside of it')).said).toBe('Hello.');
  await showUsage(parts, { days: 1 });
  expect(parts.terminal.outLines).toEqual(expect.arrayContaining(['By channel', 'By folder']));
  expect(parts.terminal.outLines).toContainEqual(
    expect.stringMatching(/^100 tokens a day of the folder Work +100 tokens used +100 %/),
  );

  await changeLimits(parts, 'day', { folder: 'Work', tokens: 0 });
  await changeFolder(parts, 'Work', [], { remove: true });
  expect((await client().settings.get({})).shares).toEqual(noShares);
  await client().models.removeAccount({ providerId: 'server', accountId: 'work' });
});

test('what agents ask for is counted by their names, and by what started their run [OB-05, X-10]', async () => {
  says('Done.');
  await client().settings.update({
    agents: { named: [{ name: 'researcher', description: 'finds things out' }] },
  });
  const tasks = [{ id: 'look', agent: { as: 'researcher', goal: 'look' } }];
  const start = async () => {
    const { runId } = await client().runs.start({ plan: { version: 1, title: 'Look', tasks }, allow: 'plan' });
    return served.ended(runId);
  };
  expect(await start()).toMatchObject({ status: 'completed' });
  const parts = terminalParts();
  await changeLimits(parts, 'month', { agent: 'researcher', tokens: 50 });
  expect(await start()).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('The limit of 50 tokens a month of the agent researcher') },
  });
  const { shares, limits: shown } = await client().spending.usage({ days: 1 });
  expect(shares.find(({ kind }) => kind === 'agent')).toMatchObject({
    name: 'researcher',
    requests: 1,
    inputTokens: 40,
  });
  expect(shown).toMatchObject([{ per: 'month', used: 50, atMost: 50, of: { kind: 'agent', name: 'researcher' } }]);
  await changeLimits(parts, 'month', { agent: 'researcher', tokens: 0 });
});

test('what has ended, or never was, is given no key [MD-11]', async () => {
  const runId = await waitingRun();
  await client().runs.cancel({ runId });
  await served.ended(runId);
  await expect(served.engine().openModelAccess(runId, limits)).rejects.toMatchObject({ code: 'conflict' });
  await expect(served.engine().openModelAccess(`run_${'0'.repeat(26)}`, limits)).rejects.toMatchObject({
    code: 'not-found',
  });
});
