import { describe, expect, onTestFinished, test } from 'vitest';
import type { ProviderKind } from '../../contract/model-providers.ts';
import { silentLogger } from '../base/silent-logger.ts';
import { collectAnswer } from './collect-answer.ts';
import { sentIn, windowIn } from './context/calibration.ts';
import { startScriptedModel } from './fixtures/start-scripted-model.ts';
import type { ScriptedReply } from './fixtures/transcript.ts';
import type { ModelClient, ModelRequest } from './model-client.ts';
import { createProviderClient } from './provider-client.ts';

/** Servers that people run themselves, each with its own ways; the answers are written after what each is known to send. */
async function open(kind: ProviderKind, ...replies: ScriptedReply[]) {
  const server = await startScriptedModel({ replies });
  onTestFinished(server.close);
  const target = {
    ...{ providerId: 'there', kind, baseUrl: server.baseUrl, options: {}, account: 'main', apiKey: undefined },
    ...{ model: 'qwen3:4b', record: { tools: true, vision: false, temperature: true } },
  };
  const limits = { firstByteLimitMs: 60_000, silentLimitMs: () => 60_000 };
  return { server, client: createProviderClient({ target, ...limits, clock: Date.now, logger: silentLogger }) };
}

function ask(client: ModelClient, changes: Partial<ModelRequest> = {}) {
  return collectAnswer(client, {
    ...{ choice: { purpose: 'act' }, instructions: 'Be brief.', scope: {}, signal: new AbortController().signal },
    messages: [{ role: 'user', content: 'hello' }],
    ...changes,
  });
}

const failing = (client: ModelClient): Promise<{ message: string; details: { kind?: string } }> =>
  ask(client).then(
    ({ text }) => ({ message: `it said ${text}`, details: {} }),
    (error: unknown) => error as { message: string; details: { kind?: string } },
  );

const json = (status: number, body: unknown): ScriptedReply => ({ status, body: JSON.stringify(body) });
const events = (...data: unknown[]): ScriptedReply => ({
  status: 200,
  contentType: 'text/event-stream',
  body: data.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('') + 'data: [DONE]\n\n',
});
const chunk = (delta: object, finish: string | null = null) => ({ choices: [{ delta, finish_reason: finish }] });

const tools = [{ name: 'sum', description: 'Adds', input: { type: 'object', properties: { a: { type: 'number' } } } }];

test.each<[ProviderKind, ScriptedReply]>([
  ['ollama', json(400, { error: { message: 'registry.ollama.ai/library/gemma:2b does not support tools' } })],
  ['llama-cpp', json(500, { error: { code: 500, message: 'tools param requires --jinja flag' } })],
  [
    'vllm',
    json(400, { message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set' }),
  ],
])(
  'a server of %s that takes no tools is told of them in the instructions, then and from then on',
  async (kind, no) => {
    const { client, server } = await open(kind, no, { text: '<tool_call>{}</tool_call>' }, { text: 'It is 2.' });
    expect((await ask(client, { tools })).text).toBe('<tool_call>{}</tool_call>');
    const call = { id: 'said_1', name: 'sum', input: { a: 2 } };
    await ask(client, {
      tools,
      messages: [
        { role: 'user', content: 'add' },
        { role: 'assistant', text: '', calls: [call] },
        { role: 'tool', callId: 'said_1', name: 'sum', output: 'two it is' },
        { role: 'user', content: 'and?' },
      ],
    });
    expect(server.requests.map(({ body }) => 'tools' in body)).toEqual([true, false, false]);
    const [told, ...said] = server.requests[2]?.body.messages ?? [];
    expect(told.content).toContain('{"name":"sum","description":"Adds","parameters":{"type":"object"');
    expect(said).toEqual([
      { role: 'user', content: 'add' },
      { role: 'assistant', content: '<tool_call>\n{"name":"sum","arguments":{"a":2}}\n</tool_call>' },
      { role: 'user', content: '<tool_response>\ntwo it is\n</tool_response>\nand?' },
    ]);
  },
);

test.each([
  ['<thinking>Hm.</thinking>\nYes.', 'Hm.'],
  ['[THINK]Hm.[/THINK]Yes.', 'Hm.'],
  ['  <think>Hm.</think>Yes.', 'Hm.'],
  // The mark that begins it stood at the end of the question.
  ['Hm.</think>\n\nYes.', ''],
])('%j is an answer with a thought', async (text, reasoning) => {
  const { client } = await open('lm-studio', { text, pieceLength: 2 });
  expect(await ask(client)).toMatchObject({ text: 'Yes.', reasoning });
});

test('thinking in a field of its own is no part of the answer, whatever the field is called', async () => {
  const end = chunk({ content: '' }, 'stop');
  const { client } = await open(
    'ollama',
    events(chunk({ role: 'assistant', content: '', reasoning: 'Hm.' }), chunk({ content: 'Yes.' }), end),
    events(chunk({ reasoning_content: 'Hm.' }), { choices: [] }, chunk({ content: 'Yes.' }), end),
  );
  expect(await ask(client)).toMatchObject({ text: 'Yes.', reasoning: 'Hm.' });
  expect(await ask(client)).toMatchObject({ text: 'Yes.', reasoning: 'Hm.' });
});

test('a call without an id or an index is a call', async () => {
  const call = { function: { name: 'sum', arguments: '{"a":2}' } };
  const { client } = await open('sglang', events(chunk({ tool_calls: [call] }), chunk({}, 'stop')));
  const { calls, finish } = await ask(client, { tools });
  expect(calls).toMatchObject([{ name: 'sum', input: { a: 2 } }]);
  expect(calls[0]?.id).toMatch(/./);
  expect(finish.reason).toBe('calls');
});

describe('what a person is told', () => {
  test.each<[string, ProviderKind, ScriptedReply[], string, RegExp]>([
    [
      'no model of this name in Ollama',
      'ollama',
      [json(404, { error: { message: 'model "qwen3:4b" not found, try pulling it first', type: 'api_error' } })],
      'unknown-model',
      /status 404: .*not found.*\. Run: ollama pull qwen3:4b, or choose another in Settings → Models$/,
    ],
    [
      'no model loaded in LM Studio',
      'lm-studio',
      [
        json(404, {
          error: { message: 'No models loaded. Please load a model in the developer page', code: 'model_not_found' },
        }),
      ],
      'unknown-model',
      /Load qwen3:4b in LM Studio, or choose another in Settings → Models$/,
    ],
    [
      'an address without its end, as LM Studio answers it',
      'lm-studio',
      [
        json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }),
        json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }),
      ],
      'nonsense',
      /answered with an error: Unexpected endpoint or method\. \(POST \/chat\/completions\)\. Check the address in Settings → Models/,
    ],
    [
      'an address without its end, as Ollama answers it',
      'ollama',
      [{ status: 404, body: '404 page not found', contentType: 'text/plain' }],
      'unknown-model',
      /\. Check the address in Settings → Models: a server of models does not answer there$/,
    ],
    [
      'an answer that holds none',
      'llama-cpp',
      [json(200, { choices: [] }), json(200, { choices: [] })],
      'nonsense',
      /answered with an error: it holds no answer$/,
    ],
    [
      'an error in the place of a piece',
      'lm-studio',
      [events(chunk({ content: '' }), { error: { message: 'Model unloaded.' } })],
      'nonsense',
      /gave no usable answer: Model unloaded\.$/,
    ],
  ])('%s', async (_, kind, replies, fault, text) => {
    const { client } = await open(kind, ...replies);
    const error = await failing(client);
    expect(error.message).toMatch(text);
    expect(error.details.kind).toBe(fault);
  });

  test('a server that is not there: how it is started', async () => {
    const { client, server } = await open('ollama');
    await server.close();
    expect((await failing(client)).message).toMatch(
      /cannot be reached: nothing listens there \(ECONNREFUSED\)\. Start Ollama, or run: ollama serve$/,
    );
  });
});

const overflows: [ProviderKind, ScriptedReply, { window: number; sent?: number; step: string }][] = [
  [
    'lm-studio',
    json(400, {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5120>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input.',
    }),
    { window: 4096, sent: 5120, step: 'Load the model in LM Studio with a larger context length' },
  ],
  [
    'lm-studio',
    events({
      error: {
        message:
          'Trying to keep the first 9120 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
      },
    }),
    { window: 4096, step: 'Load the model in LM Studio with a larger context length' },
  ],
  [
    'llama-cpp',
    json(400, {
      error: {
        code: 400,
        message: 'the request exceeds the available context size (4096 tokens), try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 6001,
        n_ctx: 4096,
      },
    }),
    { window: 4096, step: 'Start llama-server with a larger -c' },
  ],
  [
    'vllm',
    json(400, {
      object: 'error',
      message:
        'The decoder prompt (length 6001) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller than the number of text tokens.',
      type: 'BadRequestError',
      code: 400,
    }),
    { window: 4096, step: 'Start vLLM with a larger --max-model-len' },
  ],
  [
    'sglang',
    json(400, {
      object: 'error',
      message:
        'Input length (6001 tokens) exceeds the maximum allowed length (4096 tokens). Use a shorter input or enable --allow-auto-truncate.',
      type: 'BadRequestError',
    }),
    { window: 4096, sent: 6001, step: 'Start SGLang with a larger --context-length' },
  ],
];

test.each(overflows)(
  'a question that is too long for %s is told as such, with its window: %j',
  async (kind, reply, { window, sent, step }) => {
    const { client } = await open(kind, reply);
    const { message, details } = await failing(client);
    expect(details.kind).toBe('context-overflow');
    expect(windowIn(message)).toBe(window);
    if (sent !== undefined) expect(sentIn(message)).toBe(sent);
    expect(message).toContain(`. ${step}, or begin a new conversation`);
  },
);
