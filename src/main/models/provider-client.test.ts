import { describe, expect, onTestFinished, test } from 'vitest';
import type { ProviderKind } from '../../contract/model-providers.ts';
import { silentLogger } from '../base/silent-logger.ts';
import { collectAnswer } from './collect-answer.ts';
import { startScriptedModel } from './fixtures/start-scripted-model.ts';
import type { ScriptedReply } from './fixtures/transcript.ts';
import type { ModelClient, ModelRequest } from './model-client.ts';
import type { ModelTarget } from './model-target.ts';
import { createProviderClient } from './provider-client.ts';

const price = { input: 1, output: 10 };

async function open(
  kind: ProviderKind,
  replies: ScriptedReply[],
  changes: Partial<ModelTarget> = {},
  limitMs = 60_000,
  wholeLimitMs = 60_000,
  silentLimitMs = () => 60_000,
) {
  const server = await startScriptedModel({ replies });
  onTestFinished(server.close);
  const target: ModelTarget = {
    ...{
      providerId: 'there',
      kind,
      baseUrl: server.baseUrl,
      options: {},
      account: 'main',
      apiKey: 'sk-secret',
      model: 'm',
    },
    record: { tools: true, vision: true, temperature: true, price },
    ...changes,
  };
  const limits = { firstByteLimitMs: limitMs, wholeLimitMs, silentLimitMs };
  const parts = { target, ...limits, clock: Date.now, logger: silentLogger };
  return { server, client: createProviderClient(parts) };
}

function ask(client: ModelClient, changes: Partial<ModelRequest> = {}, onText?: (text: string) => void) {
  const request: ModelRequest = {
    choice: { purpose: 'act' },
    instructions: 'Be brief.',
    messages: [{ role: 'user', content: 'hello' }],
    scope: {},
    signal: new AbortController().signal,
    ...changes,
  };
  return collectAnswer(client, request, (part) => {
    if (part.type === 'text') onText?.(part.text);
  });
}

const tools = [{ name: 'sum', description: 'Adds', input: { type: 'object', properties: { a: { type: 'number' } } } }];
const wires: [string, ProviderKind, ModelTarget['options']][] = [
  ['chat completions', 'compatible', {}],
  ['chat completions at OpenAI', 'openai', { api: 'chat' }],
  ['responses', 'openai', {}],
  ['messages', 'anthropic', {}],
  ['OpenRouter', 'openrouter', {}],
];

describe.each(wires)('%s', (_, kind, options) => {
  test('text comes as it is written, reasoning apart, tokens and money counted [MD-02] [MD-03]', async () => {
    const reasoning = kind === 'compatible' || kind === 'anthropic' ? { reasoning: 'Let me see.' } : {};
    const usage = { input: 1000, output: 20, reasoning: 7 };
    const { client, server } = await open(kind, [{ text: 'Good morning to you.', usage, ...reasoning }], { options });
    const pieces: string[] = [];
    const answer = await ask(client, {}, (text) => pieces.push(text));
    expect(answer).toMatchObject({
      text: 'Good morning to you.',
      reasoning: reasoning.reasoning ?? '',
      finish: { reason: 'stop', model: 'there/m', usage: { inputTokens: 1000, outputTokens: 20, money: 0.0012 } },
    });
    expect(pieces.length).toBeGreaterThan(1);
    if (kind !== 'anthropic') expect(answer.finish.usage.reasoningTokens).toBe(7);
    else expect(answer.finish.usage.reasoningTokens).toBeGreaterThan(0);
    expect(JSON.stringify(server.requests[0]?.headers)).toContain('sk-secret');
  });

  test('a call of a tool, asked for at temperature 0 and where there is one with a seed, and its result sent back [MD-12]', async () => {
    const call = { id: 'call_9', name: 'sum', input: { a: 2 } };
    const { client, server } = await open(kind, [{ calls: [call] }, { text: 'It is 2.' }], { options });
    const first = await ask(client, { tools });
    expect(first.calls).toEqual([{ type: 'call', id: 'call_9', name: 'sum', input: { a: 2 }, text: '{"a":2}' }]);
    expect(first.finish.reason).toBe('calls');
    expect(server.requests[0]?.body.temperature).toBe(0);
    const hasSeed = kind !== 'anthropic' && (kind !== 'openai' || options['api'] === 'chat');
    expect(server.requests[0]?.body.seed).toBe(hasSeed ? 1 : undefined);
    await ask(client, {
      tools,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'add' },
            { type: 'image', bytes: new Uint8Array([1, 2]), mediaType: 'image/png' },
          ],
        },
        { role: 'assistant', text: '', calls: [call] },
        { role: 'tool', callId: 'call_9', name: 'sum', output: 'two it is' },
      ],
    });
    expect(server.requests[1]?.text).toContain('two it is');
    expect(server.requests[1]?.text).toContain('AQI=');
  });

  test.each<[ScriptedReply, string, object]>([
    [{ fault: 'key' }, 'provider', { kind: 'key' }],
    [{ fault: 'billing' }, 'provider', { kind: 'billing' }],
    [{ fault: 'rate-limited', retryAfterS: 7 }, 'provider', { kind: 'rate-limited', retryAfterMs: 7000 }],
    [{ fault: 'overloaded' }, 'provider', { kind: 'overloaded' }],
    [{ fault: 'context-overflow' }, 'provider', { kind: 'context-overflow' }],
    [{ fault: 'unknown-model' }, 'provider', { kind: 'unknown-model' }],
    [{ status: 418, body: '{"error":{"message":"no sk-secret"}}' }, 'provider', { kind: 'refused', status: 418 }],
    [{ misbehave: 'hang up' }, 'network', {}],
    [{ text: 'cut in the middle of it', cutAfter: 1 }, 'network', {}],
    [{ text: 'and then nonsense', malformedAfter: 1 }, 'provider', { kind: 'nonsense' }],
    [{ status: 200, body: '<html></html>', contentType: 'text/html' }, 'provider', { kind: 'nonsense' }],
  ])('%j is told as %s %j', async (reply, code, details) => {
    const { client } = await open(kind, [reply], { options });
    const error = await ask(client).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code, details });
    expect(String(error)).not.toContain('sk-secret');
  });

  test('a cut answer is told as cut, and a call in it is handed on as it was written', async () => {
    const { client } = await open(kind, [{ text: 'so far', finish: 'length' }], { options });
    expect((await ask(client)).finish.reason).toBe('cut');
  });

  test('an answer can be stopped at any point, and the server hears of it', async () => {
    const { client, server } = await open(kind, [{ text: 'one two three four', stallAfter: 1 }], { options });
    const stop = new AbortController();
    const reason = new Error('enough');
    const answer = ask(client, { signal: stop.signal }, () => stop.abort(reason));
    await expect(answer).rejects.toBe(reason);
    await expect.poll(() => server.requests[0]?.isAborted, { timeout: 30_000 }).toBe(true);
  });

  test('an answer that stops in its middle is given up after a silence, and the server hears of it', async () => {
    const stalling = [{ text: 'one two three four', stallAfter: 1 }];
    const { client, server } = await open(kind, stalling, { options }, 60_000, 60_000, () => 80);
    await expect(ask(client)).rejects.toMatchObject({
      code: 'timeout',
      message: `The model's server at ${server.baseUrl} began its answer and then said nothing for 0.08 s`,
    });
    await expect.poll(() => server.requests[0]?.isAborted, { timeout: 30_000 }).toBe(true);
  });

  test('a temperature and a schema that are refused are left out of that request and the next [MD-12]', async () => {
    const replies: ScriptedReply[] = [
      { fault: 'no-temperature' },
      { fault: 'no-schema' },
      { text: '{}' },
      { text: '{}' },
    ];
    const { client, server } = await open(kind, replies, { options });
    const answerSchema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
    expect((await ask(client, { answerSchema })).text).toBe('{}');
    await ask(client, { answerSchema });
    const sent = server.requests.map(({ text }) => [
      /"temperature"/.test(text),
      /json_schema|"format"|json_object|"name":"json"/.test(text),
    ]);
    expect(sent[0]).toEqual([true, true]);
    expect(sent.slice(2)).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  test('a server that cannot stream is asked for the whole answer', async () => {
    const { client, server } = await open(kind, [{ fault: 'no-stream' }, { text: 'Whole.' }, { text: 'Again.' }], {
      options,
    });
    expect((await ask(client)).text).toBe('Whole.');
    expect((await ask(client)).text).toBe('Again.');
    expect(server.requests.map(({ body }) => body.stream === true)).toEqual([true, false, false]);
  });
});

test('thinking between marks is reasoning, and its tokens are estimated where nobody counts them', async () => {
  const { client } = await open('lm-studio', [{ text: '<think>Twelve letters</think>\n\nReady.', pieceLength: 3 }]);
  const answer = await ask(client);
  expect(answer).toMatchObject({
    text: 'Ready.',
    reasoning: 'Twelve letters',
    finish: { usage: { reasoningTokens: 4 } },
  });
});

test('what a local server takes with each request is sent with it [MD-03]', async () => {
  const options = { reuseCache: true, draftMost: 12, body: '{"slot": 3}', streaming: false };
  const { client, server } = await open('llama-cpp', [{ text: 'Ready.' }], { options, apiKey: undefined });
  await ask(client);
  const [request] = server.requests;
  expect(request?.body).toMatchObject({ cache_prompt: true, 'speculative.n_max': 12, slot: 3 });
  expect(request?.body.stream).toBeUndefined();
  expect(request?.headers.authorization).toBeUndefined();
});

test('a model that takes no temperature is never sent one', async () => {
  const record = { tools: true, vision: false, temperature: false };
  const { client, server } = await open('compatible', [{ text: 'Ready.' }], { record });
  await ask(client, { tools });
  expect(server.requests[0]?.body.temperature).toBeUndefined();
});

test('a seed that is refused is left out from then on, and a model whose record has none is never sent one [MD-12]', async () => {
  const fault: ScriptedReply = { status: 400, body: '{"error":{"message":"Unsupported parameter: seed"}}' };
  const { client, server } = await open('compatible', [fault, { text: 'Ready.' }, { text: 'Ready.' }]);
  await ask(client, { tools });
  await ask(client, { tools });
  expect(server.requests.map(({ body }) => [body.seed, body.temperature])).toEqual([
    [1, 0],
    [undefined, 0],
    [undefined, 0],
  ]);
  const record = { tools: true, vision: false, temperature: true, seed: false };
  const other = await open('compatible', [{ text: 'Ready.' }], { record });
  await ask(other.client, { tools });
  expect(other.server.requests[0]?.body).not.toHaveProperty('seed');
  const lively = await open('compatible', [{ text: 'Lively.' }]);
  await ask(lively.client, { choice: { purpose: 'answer' } });
  expect(lively.server.requests[0]?.body).not.toHaveProperty('seed');
});

test('a server that takes the request and says nothing is given up', async () => {
  const { client } = await open('compatible', [{ misbehave: 'stay silent' }], {}, 50);
  await expect(ask(client)).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('within 0.05 s'),
  });
});

test('a server that gives whole answers has as long as one takes, and is given up after that', async () => {
  const silent: ScriptedReply = { misbehave: 'stay silent' };
  const { client } = await open('compatible', [silent], { options: { streaming: false } }, 50, 120);
  await expect(ask(client)).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('within 0.12 s'),
  });
});

test('a malformed input of a call is handed on as it was written', async () => {
  const { client } = await open('compatible', [{ calls: [{ name: 'sum', input: '{"a": 2' }] }]);
  expect((await ask(client, { tools })).calls).toEqual([
    { type: 'call', id: 'call_1', name: 'sum', input: undefined, text: '{"a": 2' },
  ]);
});
