import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../../contract/errors.ts';
import { openDatabase } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { noModel } from '../../models/fixtures/no-model.ts';
import { type Limited, modelAt } from '../../models/fixtures/model-at.ts';
import { startScriptedModel } from '../../models/fixtures/start-scripted-model.ts';
import type { ScriptedReply } from '../../models/fixtures/transcript.ts';
import { smallCatalogue } from './fixtures/small-catalogue.ts';
import { createPlanService, type PlanServiceParts } from './service.ts';

const conversationId = 'cnv_01JD0000000000000000000000';
const files = { pathExists: () => false, namesIn: () => [] };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function open(changes: Partial<PlanServiceParts> = {}) {
  const database = openDatabase({ file: ':memory:' });
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const parts = {
    catalogue: smallCatalogue(),
    log,
    logger: silentLogger,
    homeFolder: '/home/ada',
    files,
    ...noModel,
  };
  return { log, plans: createPlanService({ ...parts, ...changes }) };
}

async function openWithModel(
  replies: ScriptedReply[],
  { apiKey, firstByteLimitMs, silentLimitMs, ...changes }: Partial<PlanServiceParts> & Limited = {},
) {
  const server = await startScriptedModel({ replies });
  closing.push(() => server.close());
  const model = modelAt(server.baseUrl, { apiKey, firstByteLimitMs, silentLimitMs });
  const opened = open({ model, hasModel: () => true, ...changes });
  const fallBack = (): Failure | undefined => {
    const [event] = opened.log.list({ types: ['planner.fellBack'] });
    return event?.type === 'planner.fellBack' ? event.payload.error : undefined;
  };
  return { ...opened, server, fallBack };
}

function planText(action: string, input: object): string {
  return JSON.stringify({ plan: { title: 'Zip it', tasks: [{ id: 't1', title: 'Zip', action, input }] } });
}

const goodPlan = planText('archive.create', { source: 'photos' });
const zipped = { source: '/base/photos', destination: '/base/photos.zip', format: 'zip' };
const atBase = { baseFolder: '/base' };
const stalled = { text: goodPlan, stallAfter: 3 };

describe('without a model', () => {
  test('the rules plan, and the answer shows what the plan will do', async () => {
    const { plans, log } = open();
    expect(await plans.make('zip photos', atBase)).toMatchObject({
      kind: 'plan',
      by: 'rules',
      plan: { tasks: [{ id: 't1', action: 'archive.create', input: zipped }] },
      preview: [{ taskId: 't1', title: 'Zip photos', action: 'archive.create', risk: 'read', needs: [] }],
    });
    expect(log.lastSeq()).toBe(0);
  });

  test('paths begin in the home folder when a call names no other', async () => {
    const { plans } = open();
    expect(await plans.make('read notes.txt')).toMatchObject({
      plan: { tasks: [{ input: { path: '/home/ada/notes.txt' } }] },
    });
  });

  test('a sentence nobody understands is answered with help', async () => {
    const { plans } = open();
    expect(await plans.make('zpi photos')).toMatchObject({ kind: 'help', nearPhrases: ['Zip <source>'] });
  });
});

describe('with a model', () => {
  test('its plan is completed, previewed and marked as its own', async () => {
    const { plans, server, fallBack } = await openWithModel([{ text: goodPlan }], { apiKey: 'secret-key' });
    const history = [{ role: 'person', text: 'hello' } as const, { role: 'assistant', text: 'Hello!' } as const];
    expect(await plans.make('pack my photos', { ...atBase, history })).toMatchObject({
      kind: 'plan',
      by: 'model',
      plan: { version: 1, title: 'Zip it', tasks: [{ id: 't1', input: zipped }] },
      preview: [{ taskId: 't1', title: 'Zip' }],
    });
    const [asked] = server.requests;
    expect(asked).toMatchObject({
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer secret-key' },
      body: { model: 'planner-7b', temperature: 0, response_format: { type: 'json_schema' } },
    });
    expect(asked?.body.messages.map(({ role }: { role: string }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
    ]);
    expect(asked?.body.messages[0]?.content).toContain('archive.create');
    expect(asked?.body.messages.at(-1)?.content).toBe('pack my photos');
    expect(fallBack()).toBeUndefined();
  });

  test('what is said by voice and the rules understand is shown to no model; what they do not is [X-15]', async () => {
    const { plans, server } = await openWithModel([{ text: goodPlan }]);
    const spoken = { ...atBase, origin: 'voice' as const };
    expect(await plans.make('zip photos', spoken)).toMatchObject({ by: 'rules', plan: { tasks: [{ input: zipped }] } });
    expect(server.requests).toEqual([]);
    expect(await plans.make('pack what I took on Sunday', spoken)).toMatchObject({ by: 'model' });
    expect(server.requests).toHaveLength(1);
  });

  test('it may answer in words, which are told as they come [MD-08]', async () => {
    const { plans } = await openWithModel([
      { text: '{"answer": "Which folder?\\nSay \\u201cnotes\\u201d."}', pieceLength: 3 },
    ]);
    const words: string[] = [];
    expect(await plans.make('pack it', { onWords: (text) => words.push(text) })).toEqual({
      ...{ kind: 'help', message: 'Which folder?\nSay “notes”.', nearPhrases: [] },
    });
    expect(words.join('')).toBe('Which folder?\nSay “notes”.');
    expect(words.length).toBeGreaterThan(4);
  });

  test('of a plan, and of what is asked for again, no words are told', async () => {
    const replies = [{ text: '{"answer": "Half an' }, { text: '{"answer": "The whole."}' }];
    const { plans } = await openWithModel(replies);
    const words: string[] = [];
    expect(await plans.make('pack', { onWords: (text) => words.push(text) })).toMatchObject({ message: 'The whole.' });
    expect(words.join('')).toBe('Half an');
    const planning = await openWithModel([{ text: goodPlan }]);
    await planning.plans.make('pack', { ...atBase, onWords: () => expect.unreachable() });
  });

  test.each([
    ['in a code fence', `Here it is:\n\`\`\`json\n${goodPlan}\n\`\`\`\nEnjoy!`],
    ['after thinking aloud', `<think>{"plan": maybe}</think>\n${goodPlan}`],
    ['between words', `Sure. ${goodPlan} Done.`],
  ])('a plan %s is found', async (_, text) => {
    const { plans, server } = await openWithModel([{ text }]);
    expect(await plans.make('pack', atBase)).toMatchObject({ by: 'model', plan: { tasks: [{ input: zipped }] } });
    expect(server.requests).toHaveLength(1);
  });

  test('malformed JSON is sent back once and then is right', async () => {
    const { plans, server } = await openWithModel([
      { text: '{"plan": {"title": "Zip", "tasks": [{' },
      { text: goodPlan },
    ]);
    expect(await plans.make('pack', atBase)).toMatchObject({ by: 'model' });
    expect(server.requests[1]?.body.messages.at(-1)?.content).toContain('not one complete JSON object');
  });

  test('an action that does not exist is sent back with its path', async () => {
    const { plans, server } = await openWithModel([{ text: planText('archive.shrink', {}) }, { text: goodPlan }]);
    expect(await plans.make('pack', atBase)).toMatchObject({ by: 'model' });
    const [system, , said, complaint] = server.requests[1]?.body.messages ?? [];
    expect(system?.role).toBe('system');
    expect(said).toMatchObject({ role: 'assistant', content: planText('archive.shrink', {}) });
    expect(complaint?.content).toContain('- tasks.0.action: There is no action archive.shrink');
  });

  test('after three bad plans the rules are asked, and the event says why [OR-03]', async () => {
    const bad = { text: planText('archive.create', { source: 7 }) };
    const { plans, server, log, fallBack } = await openWithModel([bad, { text: '{}' }, bad, { text: goodPlan }]);
    expect(await plans.make('zip photos', { ...atBase, conversationId })).toMatchObject({ kind: 'plan', by: 'rules' });
    expect(server.requests).toHaveLength(3);
    expect(fallBack()).toMatchObject({
      code: 'provider',
      message: expect.stringContaining('no plan that can run in 3 tries'),
    });
    expect(fallBack()?.message).toContain('tasks.0.input.source');
    expect(log.last('planner.fellBack', { conversationId })?.payload.text).toBe('zip photos');
  });

  test('an answer cut at its length limit is not mended and not asked for again', async () => {
    const { plans, server, fallBack } = await openWithModel([{ text: goodPlan, finish: 'length' }, { text: goodPlan }]);
    expect(await plans.make('zip photos', atBase)).toMatchObject({ by: 'rules' });
    expect(server.requests).toHaveLength(1);
    expect(fallBack()).toMatchObject({
      code: 'provider',
      message: expect.stringContaining('cut off at its length limit'),
    });
  });

  test.each([
    ['null instead of text', { text: null }],
    ['a web page', { status: 200, body: '<html></html>', contentType: 'text/html' }],
    ['no choices', { status: 200, body: '{"choices": []}' }],
  ] as const)('a server that answers with %s is a failure of the provider', async (_, reply) => {
    const { plans, fallBack } = await openWithModel([{ ...reply, always: true }]);
    expect(await plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(fallBack()).toMatchObject({ code: 'provider' });
  });

  test('a failing server is named with its status, and the key is not repeated', async () => {
    const body = JSON.stringify({ error: { message: 'bad key secret-key' } });
    const { plans, server, fallBack } = await openWithModel([{ status: 500, body }], { apiKey: 'secret-key' });
    expect(await plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(fallBack()).toEqual({
      code: 'provider',
      message: `The model's server at ${server.baseUrl} answered with status 500: bad key …`,
      details: { url: server.baseUrl, status: 500, kind: 'overloaded' },
    });
  });

  test('a server that hangs up, or is not there, cannot be reached', async () => {
    const hanging = await openWithModel([{ misbehave: 'hang up' }]);
    expect(await hanging.plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(hanging.fallBack()).toMatchObject({ code: 'network' });

    const gone = await openWithModel([]);
    await gone.server.close();
    expect(await gone.plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(gone.fallBack()).toMatchObject({ code: 'network', details: { url: gone.server.baseUrl } });
  });

  test('a server that never answers is given up at the time limit', async () => {
    const { plans, fallBack } = await openWithModel([{ misbehave: 'stay silent' }], { modelTimeLimitMs: () => 50 });
    expect(await plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(fallBack()).toMatchObject({ code: 'timeout', message: expect.stringContaining('within 0.05 s') });
  });

  test('a server that accepts and then says nothing is given up before the time limit', async () => {
    const { plans, server, fallBack } = await openWithModel([{ misbehave: 'stay silent' }], { firstByteLimitMs: 50 });
    expect(await plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(fallBack()).toMatchObject({
      code: 'timeout',
      message: `The model's server at ${server.baseUrl} did not answer within 0.05 s`,
    });
  });

  test('a server that stops in the middle of its answer is given up, and the person is told why', async () => {
    const { plans, server, fallBack } = await openWithModel([stalled], { silentLimitMs: () => 50 });
    expect(await plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(fallBack()).toMatchObject({
      code: 'timeout',
      message: `The model's server at ${server.baseUrl} began its answer and then said nothing for 0.05 s`,
    });
  });

  test('an answer that keeps coming may take longer than any silence in it', async () => {
    const { plans } = await openWithModel([{ text: goodPlan, pieceMs: 10, pieceLength: 4 }], {
      silentLimitMs: () => 2000,
    });
    expect(await plans.make('zip photos')).toMatchObject({ by: 'model' });
  });

  test('cancelling ends the request and asks nobody else', async () => {
    const { plans, server, fallBack } = await openWithModel([{ misbehave: 'stay silent' }]);
    const controller = new AbortController();
    const making = plans.make('zip photos', { signal: controller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort();
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    await expect(plans.make('zip photos', { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(fallBack()).toBeUndefined();
  });

  test('what a server does not know is left out of the next request', async () => {
    const { plans, server } = await openWithModel([
      { status: 400, body: '{"error":{"message":"\'temperature\' does not support 0 with this model"}}' },
      { status: 400, body: '{"error":{"message":"response_format json_schema is not supported"}}' },
      { text: goodPlan },
    ]);
    expect(await plans.make('pack')).toMatchObject({ by: 'model' });
    const [, second, third] = server.requests;
    expect(second?.body).not.toHaveProperty('temperature');
    expect(second?.body).toHaveProperty('response_format');
    expect(third?.body).not.toHaveProperty('response_format');
  });

  test('a model that is set up wrongly is a reason to ask the rules', async () => {
    const { plans, log } = open({
      hasModel: () => {
        throw new HeronError('invalid-input', 'HERON_MODEL_NAME is not set');
      },
    });
    expect(await plans.make('zip photos')).toMatchObject({ by: 'rules' });
    expect(log.last('planner.fellBack', {})?.payload.error.message).toBe('HERON_MODEL_NAME is not set');
  });
});

describe('checking a plan', () => {
  test('a plan that can run has no issues and a preview', async () => {
    const plan = { version: 1, title: 'Read', tasks: [{ id: 'a', action: 'files.read', input: { path: 'x' } }] };
    expect(await open().plans.validate(plan, atBase)).toEqual({
      issues: [],
      warnings: [],
      preview: [{ taskId: 'a', title: 'Read a file', action: 'files.read', risk: 'read', needs: [] }],
    });
  });

  test('anything else is told what is wrong and never thrown at', async () => {
    const { plans } = open();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.anything()), async (value) => {
        const { issues, preview } = await plans.validate(value);
        expect(issues.length).toBeGreaterThan(0);
        expect(preview).toEqual([]);
      }),
      { numRuns: 200 },
    );
    const task = fc.record({
      id: fc.oneof(fc.constantFrom('a', 'b'), fc.string()),
      action: fc.constantFrom('files.read', 'archive.create', 'no.such'),
      input: fc.dictionary(
        fc.constantFrom('path', 'source', '{{'),
        fc.oneof(fc.jsonValue(), fc.constantFrom('{{ tasks.b.output }}', '{{ ( }}', '{{')),
      ),
      after: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 4 }), async (tasks) => {
        const { issues, preview } = await plans.validate({ version: 1, title: 'Any', tasks });
        expect(preview).toHaveLength(issues.length === 0 ? tasks.length : 0);
      }),
      { numRuns: 200 },
    );
  });
});
