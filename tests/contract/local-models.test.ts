import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providers } from '../../src/contract/model-providers.ts';
import type { OptionValues } from '../../src/contract/models.ts';
import { silentLogger } from '../../src/main/base/silent-logger.ts';
import { collectAnswer } from '../../src/main/models/collect-answer.ts';
import { openWorld, requestOf } from '../../src/main/models/guards/fixtures/guarded-models.ts';
import { createLocalModels, inferenceScript, type LocalModels } from '../../src/main/models/local/local-models.ts';
import type { ModelClient, ModelPart } from '../../src/main/models/model-client.ts';
import { chainSentence, writeTinyModel } from '../fixtures/tiny-model.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

/** npm installs the native part of this machine's system, where there is one. */
function whyNot(): string | undefined {
  const name = `@node-llama-cpp/${{ darwin: 'mac', win32: 'win' }[process.platform as string] ?? process.platform}-${process.arch}`;
  try {
    import.meta.resolve(name);
    return undefined;
  } catch {
    return process.platform === 'darwin' ? undefined : `${name} is not there`;
  }
}
const obstacle = whyNot();
const skipped = obstacle === undefined ? '' : ` (skipped: ${obstacle})`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-model-files-'));
  mkdirSync(join(folder, 'tiny'));
  writeTinyModel(join(folder, 'tiny', 'chain.gguf'), { kind: 'chain', contextTokens: 4096 });
  writeTinyModel(join(folder, 'tiny', 'random.gguf'), { kind: 'random' });
  writeTinyModel(join(folder, 'tiny', 'calling.gguf'), { kind: 'calling' });
  local = createLocalModels({
    ...{ folder, nodeBinary: process.execPath, script: inferenceScript(''), logger: silentLogger },
  });
});
afterAll(() => {
  local.close();
  rmSync(folder, { recursive: true, force: true });
});

let local: LocalModels;

/** One thread: with more, those of a busy machine wait for each other. */
const model = (name: string, options: OptionValues = {}): ModelClient =>
  local.client({
    ...{ providerId: 'local', kind: 'local', baseUrl: providers.local.baseUrl, account: 'main', apiKey: undefined },
    options: { threads: 1, ...options },
    model: name,
    record: { tools: true, vision: false, temperature: true },
  });

const schema = {
  type: 'object',
  properties: { done: { type: 'boolean' }, kind: { enum: ['a', 'b'] } },
  required: ['done', 'kind'],
  additionalProperties: false,
};

describe.skipIf(obstacle !== undefined)(`a model file that Heron runs itself${skipped}`, () => {
  test('answers piece by piece, counts its tokens, and says the same with another batch and a smaller cache [MD-03]', async () => {
    expect(local.list()).toEqual(['tiny/calling', 'tiny/chain', 'tiny/random']);
    const pieces: string[] = [];
    const first = await collectAnswer(model('tiny/chain'), requestOf(), (part) => {
      if (part.type === 'text') pieces.push(part.text);
    });
    expect(first.text.trim()).toBe(chainSentence);
    expect(pieces.length).toBeGreaterThan(3);
    expect(first.finish).toMatchObject({ reason: 'stop', model: 'local/tiny/chain', usage: { money: 0 } });
    expect(first.finish.usage.inputTokens).toBeGreaterThan(20);
    expect(first.finish.usage.outputTokens).toBeGreaterThanOrEqual(7);
    const small = { batchTokens: 16, cacheType: 'Q8_0', contextTokens: 512 };
    const path = join(folder, 'tiny', 'chain.gguf');
    expect((await collectAnswer(model(path, small), requestOf())).text.trim()).toBe(chainSentence);
    const cut = await collectAnswer(model('tiny/chain'), requestOf({ maxOutputTokens: 3 }));
    expect(cut.finish.reason).toBe('cut');
  });

  test('is held to a schema, and to the tools it is offered; it is cancelled in the middle [MD-03]', async () => {
    const held = await collectAnswer(model('tiny/random'), requestOf({ answerSchema: schema, maxOutputTokens: 200 }));
    expect(JSON.parse(held.text)).toEqual({ done: expect.any(Boolean), kind: expect.stringMatching(/^[ab]$/) });
    const tool = { name: 'lamp_set', description: 'Sets a lamp', input: schema };
    const caller = model('tiny/calling');
    const question = { role: 'user' as const, content: 'Light, please' };
    const offered = await collectAnswer(caller, requestOf({ messages: [question], tools: [tool] }));
    expect(offered).toMatchObject({
      calls: [{ name: 'lamp_set', input: { done: expect.any(Boolean), kind: expect.stringMatching(/^[ab]$/) } }],
      finish: { reason: 'calls' },
    });
    const done = [
      ...[
        question,
        { role: 'assistant' as const, text: '', calls: [{ id: '1', name: 'lamp_set', input: { done: true } }] },
      ],
      { role: 'tool' as const, callId: '1', name: 'lamp_set', output: 'It is on.' },
    ];
    const after = await collectAnswer(caller, requestOf({ messages: done, tools: [tool], maxOutputTokens: 20 }));
    expect(after.finish.usage.inputTokens).toBeGreaterThan(offered.finish.usage.inputTokens);
    const stop = new AbortController();
    const heard: ModelPart[] = [];
    const endless = (async () => {
      for await (const part of model('tiny/random').stream(requestOf({ signal: stop.signal }))) {
        heard.push(part);
        if (heard.length === 3) stop.abort(new Error('enough'));
      }
    })();
    await expect(endless).rejects.toThrow('enough');
    expect(heard.map(({ type }) => type)).not.toContain('finish');
    const pid = local.pid();
    expect((await collectAnswer(model('tiny/chain'), requestOf())).text.trim()).toBe(chainSentence);
    expect(local.pid()).toBe(pid);
  });

  test('whose window is too small has its history put into a summary; without one it says how much it holds [MD-03]', async () => {
    const client = model('tiny/chain', { contextTokens: 4096 });
    const said = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ role: 'user' as const, content: `Remark ${index}: ${'so it went on '.repeat(8)}` },
        mark: `msg_01JD00000000000000000000${String(index).padStart(2, '0')}`,
      }));
    await expect(collectAnswer(client, requestOf({ messages: said(60) }))).rejects.toMatchObject({
      code: 'provider',
      message: expect.stringMatching(/^The request has \d+ tokens, and the context window holds 4096$/),
      details: { kind: 'context-overflow' },
    });
    const way = {
      model: 'local/tiny/chain',
      account: 'main',
      turns: [],
      asked: 0,
      candidate: { model: 'local/tiny/chain', account: 'main', client },
    };
    const { ask, log } = openWorld([way]);
    const of = { conversationId: 'cnv_01JD0000000000000000000000' };
    const answer = await ask({ messages: said(60), scope: of, context: { of } });
    expect(answer.text.trim()).toBe(chainSentence);
    expect(log.list({ types: ['context.compacted', 'context.cut'] }).length).toBeGreaterThan(0);
  });

  test('that is missing, cut off or no model at all is an error that says what to do; a process that dies is started again [MD-03]', async () => {
    const chain = readFileSync(join(folder, 'tiny', 'chain.gguf'));
    writeFileSync(join(folder, 'tiny', 'half.gguf'), chain.subarray(0, chain.length / 2));
    writeFileSync(join(folder, 'tiny', 'page.gguf'), '<html>not found</html>');
    writeFileSync(join(folder, 'tiny', 'head.gguf'), chain.subarray(0, 200));
    const failing = (name: string, error: object) =>
      expect(collectAnswer(model(name), requestOf())).rejects.toMatchObject(error);
    await failing('tiny/none', {
      message: expect.stringContaining('there are: tiny/calling, tiny/chain'),
      details: { kind: 'unknown-model' },
    });
    await failing('../chain', { details: { kind: 'unknown-model' } });
    for (const name of ['tiny/half', 'tiny/page', 'tiny/head']) {
      await failing(name, {
        code: 'provider',
        message: expect.stringContaining('Fetch it again'),
        details: { kind: 'nonsense' },
      });
    }
    const parts = model('tiny/random').stream(requestOf())[Symbol.asyncIterator]();
    await parts.next();
    process.kill(local.pid() ?? 0, 'SIGKILL');
    const dying = async () => {
      while (!(await parts.next()).done);
    };
    await expect(dying()).rejects.toMatchObject({ code: 'provider', details: { kind: 'overloaded' } });
    expect((await collectAnswer(model('tiny/chain', { unloadAfter: 0.01 }), requestOf())).text.trim()).toBe(
      chainSentence,
    );
    await expect.poll(() => local.pid()).toBeUndefined();
    rmSync(join(folder, 'tiny', 'half.gguf'));
  });
});

describe.skipIf(obstacle !== undefined)(`with a model file set up${skipped}`, () => {
  let served: ServedTestEngine;
  beforeAll(async () => {
    served = await openServedEngine();
    mkdirSync(join(served.folder, 'models', 'tiny'), { recursive: true });
    writeTinyModel(join(served.folder, 'models', 'tiny', 'chain.gguf'), { kind: 'chain' });
  });
  afterAll(() => served.close());

  test('it is listed and tried, and programs ask it as any server of OpenAI’s kind, another Heron too [MD-03, MD-11]', async () => {
    const { client } = served.engine();
    const options = { threads: 1, contextTokens: 1024 };
    await client.models.keepProvider({ providerId: 'local', kind: 'local', options, models: [] });
    expect(await client.models.listOf({ providerId: 'local' })).toEqual(['tiny/chain']);
    expect(await client.models.available({ baseUrl: providers.local.baseUrl })).toEqual(['tiny/chain']);
    await client.models.keepProvider({ providerId: 'local', models: ['tiny/chain'] });
    await client.models.keepAlias({ alias: 'local', models: ['local/tiny/chain'] });
    expect((await client.models.try({ model: 'local' })).text).toBe(chainSentence);
    const overview = await client.models.overview({});
    expect(overview.models[0]).toMatchObject({ record: { context: 1024, price: { input: 0, output: 0 } } });
    expect(overview.routes.find(({ purpose }) => purpose === 'title')?.first).toBe('local/tiny/chain');

    const access = await client.spending.openAccess({ minutes: 5, tokens: 100_000, requestsPerMinute: 60 });
    const asked = createOpenAICompatible({
      name: 'heron',
      baseURL: access.url,
      apiKey: access.key,
      includeUsage: true,
    })('auto');
    const whole = await generateText({ model: asked, prompt: 'Say something.', maxRetries: 0 });
    expect(whole).toMatchObject({ finishReason: 'stop', usage: { inputTokens: expect.any(Number) } });
    expect(whole.text.trim()).toBe(chainSentence);
    let text = '';
    for await (const piece of streamText({ model: asked, prompt: 'Say something.', maxRetries: 0 }).textStream)
      text += piece;
    expect(text.trim()).toBe(chainSentence);
    const messages = [{ role: 'user', content: 'so it went on '.repeat(200) }];
    const headers = { authorization: `Bearer ${access.key}` };
    expect(await call(`${access.url}/chat/completions`, { headers, body: { messages } })).toMatchObject({
      status: 400,
      json: { error: { code: 'context_length_exceeded' } },
    });

    await client.models.keepProvider({ providerId: 'other', kind: 'llama-cpp', baseUrl: access.url, models: ['auto'] });
    await client.models.keepAccount({ providerId: 'other', accountId: 'main', apiKey: access.key });
    await client.models.keepRoute({ purpose: 'act', models: ['local/tiny/chain'] });
    expect((await client.models.try({ model: 'other/auto' })).text).toBe(chainSentence);
    const { requests } = await client.spending.requests({});
    expect(requests.some((each) => each.model === 'local/tiny/chain' && each.money === 0)).toBe(true);
  });
});
