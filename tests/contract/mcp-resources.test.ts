import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
const hostile = join(import.meta.dirname, 'hostile-mcp-server.ts');

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const api = () => served.engine().client;

const add = (name: string, ...args: string[]) =>
  api().mcp.add({
    name,
    connection: { transport: 'stdio', command: process.execPath, args, environment: {} },
  });

const allow = (name: string, tool: string) => api().mcp.setTool({ name, tool, policy: 'allow' });

async function run(action: string, input: JsonObject = {}) {
  const plan = { version: 1 as const, title: 'One step', tasks: [{ id: 'one', action, input }] };
  const { runId } = await api().runs.start({ plan, unattended: true });
  const ended = await served.ended(runId);
  return { run: ended, output: ended.tasks['one']?.output };
}

test('what the reference server has to be read, and its prompts, are actions that are asked for [RT-23]', async () => {
  const server = await add('everything', everything, 'stdio');
  expect(server.reading).toMatchObject({
    ...{ key: 'resources:read', policy: 'ask', action: 'mcp-everything.readResource' },
    templates: expect.arrayContaining([
      expect.objectContaining({
        ...{ uriTemplate: 'demo://resource/dynamic/text/{resourceId}', variables: ['resourceId'] },
      }),
    ]),
  });
  const [document] = server.reading?.resources ?? [];
  expect(document?.uri).toMatch(/^demo:\/\/resource\/static/);

  const refused = await run('mcp-everything.readResource', { uri: document!.uri });
  expect(refused.run.error).toMatchObject({ code: 'permission-missing', message: /everything\/resources:read/ });

  await allow('everything', 'resources:read');
  const listed = await run('mcp-everything.listResources');
  expect((listed.output as { text: string }).text).toContain(document!.uri);
  const read = await run('mcp-everything.readResource', { uri: document!.uri });
  expect(read.output).toMatchObject({ text: expect.stringMatching(/\w/), content: [{ uri: document!.uri }] });
  const template = 'demo://resource/dynamic/blob/{resourceId}';
  const filled = await run('mcp-everything.readResource', { uri: template, values: { resourceId: '7' } });
  expect(filled.output).toMatchObject({
    content: [{ uri: 'demo://resource/dynamic/blob/7', blob: expect.any(String), bytes: expect.any(Number) }],
  });
  const marked = await api().events.list({ scope: { runId: filled.run.id } });
  expect(marked.events.map(({ type }) => type)).toContain('run.tainted');
  const missing = await run('mcp-everything.readResource', { uri: 'demo://nowhere' });
  expect(missing.run.error).toMatchObject({ code: 'worker-failed', message: /refuses/ });

  expect(server.prompts.find(({ name }) => name === 'args-prompt')).toMatchObject({
    ...{ action: 'mcp-everything.promptArgsPrompt', policy: 'ask', key: 'prompt:args-prompt' },
    fields: [
      { name: 'city', isNeeded: true },
      { name: 'state', isNeeded: false },
    ],
  });
  await allow('everything', 'prompt:args-prompt');
  const prompt = await run('mcp-everything.promptArgsPrompt', { city: 'Bergen' });
  expect(prompt.output).toMatchObject({
    text: "What's weather in Bergen?",
    content: [{ type: 'text', role: 'user' }],
  });
  await expect(run('mcp-everything.promptArgsPrompt')).rejects.toThrow(/input\.city: is missing/);

  const off = await api().mcp.setTool({ name: 'everything', tool: 'resources:read', policy: 'off' });
  expect(off.reading).toMatchObject({ policy: 'off' });
  expect(off.reading).not.toHaveProperty('action');
  await expect(run('mcp-everything.readResource', { uri: document!.uri })).rejects.toThrow(/readResource/);
});

test('a server that has other prompts and resources than before is heard; a yes to a prompt was to what it said', async () => {
  await add('shelf', hostile, 'shelf');
  for (const key of ['rearrange', 'prompt:brief-me', 'resources:read']) await allow('shelf', key);
  expect((await run('mcp-shelf.promptBriefMe', { topic: 'herons' })).output).toMatchObject({ text: 'Brief me' });
  await run('mcp-shelf.rearrange');
  await expect
    .poll(async () => {
      const found = (await api().mcp.list()).find(({ name }) => name === 'shelf');
      return [found?.prompts[0]?.policy, found?.prompts[0]?.fields, found?.reading?.resources.map(({ uri }) => uri)];
    })
    .toEqual(['ask', [], ['shelf://one', 'shelf://two']]);
  expect((await run('mcp-shelf.promptBriefMe')).run.error).toMatchObject({ code: 'permission-missing' });
  expect((await run('mcp-shelf.readResource', { uri: 'shelf://one' })).output).toMatchObject({ text: 'on the shelf' });
  const lines = await api().mcp.logs({ name: 'shelf' });
  expect(lines.map(({ text }) => text)).toContain('[warning] shelf: Two is new');

  await served.restart();
  const kept = (await api().mcp.list()).find(({ name }) => name === 'shelf');
  expect(kept).toMatchObject({ state: 'idle', prompts: [{ action: 'mcp-shelf.promptBriefMe' }] });
  expect(kept?.reading?.resources).toHaveLength(2);
});

test('how far a tool is is shown on its task, and giving it up is told to the server', async () => {
  await add('slow', hostile, 'shelf');
  await allow('slow', 'hang');
  const tasks = [{ id: 'one', action: 'mcp-slow.hang', input: {} }];
  const news = served.engine().events.watch({}, AbortSignal.timeout(30_000))[Symbol.asyncIterator]();
  const first = news.next();
  const { runId } = await api().runs.start({ plan: { version: 1, title: 'Slow', tasks }, unattended: true });
  for (let event = await first; ; event = await news.next()) {
    if (event.value?.type !== 'task.progressed') continue;
    expect(event.value).toMatchObject({
      scope: { runId, taskId: 'one' },
      payload: { percent: 25, text: 'A quarter is done' },
    });
    break;
  }
  await api().runs.cancel({ runId });
  expect((await served.ended(runId)).status).toBe('cancelled');
  await expect
    .poll(async () => (await api().mcp.logs({ name: 'slow' })).map(({ text }) => text))
    .toContainEqual(expect.stringMatching(/^Given up: \d+$/));
});
