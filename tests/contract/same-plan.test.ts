import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import type { Run } from '../../src/contract/runs.ts';
import type { TriggerStart } from '../../src/contract/workflow-triggers.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { pieces, spoken, whyNoVoice } from '../../src/main/features/voice/fixtures/flite.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { createBuilder } from '../../src/renderer/features/workflows/builder-store.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

const root = join(import.meta.dirname, '../..');
const patience = { timeout: 60_000, interval: 50 };

let served: ServedTestEngine;
let model: ScriptedModel;
let home: string;
let plan: Plan;
beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'heron-same-plan-')));
  mkdirSync(join(home, 'notes'));
  writeFileSync(join(home, 'notes', 'one.txt'), 'one');
  plan = squaresInto(target());
  const { version: _, ...document } = plan;
  const title = { text: 'Squares', when: 'Give the conversation below a title', always: true } as const;
  model = await startScriptedModel({ replies: [title, { text: JSON.stringify({ plan: document }), always: true }] });
  served = await openServedEngine({ home, environment: process.env });
  await client().models.configure({ baseUrl: model.baseUrl, model: 'scripted', apiKey: '' });
  await client().settings.update({ voice: { isOn: true } });
  await allowed((await client().runs.start({ plan })).runId, target());
});
afterAll(async () => {
  await served.close();
  await model.close();
  rmSync(home, { recursive: true });
});

const client = () => served.engine().client;

/** A list of values, a choice and a call, one after the other. */
function squaresInto(path: string): Plan {
  return {
    ...{ version: 1, title: 'Squares into a file' },
    tasks: [
      { id: 'squares', title: 'Work out', forEach: { in: [1, 2, 3] }, value: '{{ item * item }}' },
      {
        id: 'choose',
        switch: {
          on: '{{ $sum(tasks.squares.output) > 10 }}',
          cases: [{ is: true, tasks: [{ id: 'many', value: 'many: ' }] }],
          otherwise: [{ id: 'few', value: 'few: ' }],
        },
      },
      {
        id: 'keep',
        action: 'files.write',
        // As whoever checks a plan completes it.
        input: {
          ...{ path, overwrite: false },
          content: '{{ tasks.choose.output & $join(tasks.squares.output.$string(), ", ") }}',
        },
      },
    ],
  };
}

const target = (): string => join(home, 'squares.txt');

/** Who starts by itself may what somebody has allowed before, so that is what all of them may. */
async function allowed(runId: string, leaves: string): Promise<void> {
  await vi.waitFor(async () => expect(await client().permissions.pending({ runId })).not.toEqual([]), patience);
  const requests = await client().permissions.pending({ runId });
  await client().permissions.answer({ answers: requests.map(({ id }) => ({ requestId: id, answer: 'always' })) });
  expect(await served.ended(runId)).toMatchObject({ status: 'completed' });
  rmSync(leaves);
}

/** The workflow as somebody builds it in the window. */
async function drawn(document: Plan): Promise<string> {
  const { id: workflowId } = await client().workflows.create({ document: { ...document, tasks: [] } });
  const workflow = await client().workflows.get({ workflowId });
  const builder = createBuilder({
    ...{ client: client(), subscribe: () => () => undefined, whenOnline: async () => undefined, workflow },
    ...{ unsent: { read: () => [], keep: () => undefined }, pauseMs: 1, againMs: 1, checkAfterMs: 60_000 },
  });
  const leave = builder.follow();
  for (const task of document.tasks) builder.edit((before) => ({ ...before, tasks: [...before.tasks, task] }));
  const kept = async () => (await client().workflows.get({ workflowId })).document.tasks;
  await expect.poll(kept, patience).toEqual(document.tasks);
  leave();
  return workflowId;
}

/** A published workflow that starts like this. */
async function startsWith(start: TriggerStart): Promise<string> {
  const document = { ...plan, triggers: [{ id: 'starts', start, x: 0, y: 0 }] };
  const { id: workflowId, revision } = await client().workflows.create({ document });
  await client().workflows.publish({ workflowId, baseRevision: revision });
  return workflowId;
}

const usual = { missed: 'once', overlap: 'queue', results: 'none' } as const;

async function command(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin/heron.js'), '--data-dir', served.folder, ...args], {
    env: { PATH: process.env['PATH'], HOME: home, HERON_FROM_SOURCE: '1' },
    stdio: 'ignore',
  });
  await once(child, 'close');
}

/** Said into a microphone, in another voice where it was not understood. */
async function speak(text: string): Promise<void> {
  const failures = async () => (await client().events.list({ types: ['voice.stageFailed'] })).events.length;
  const acted = async () => (await client().events.list({ types: ['voice.acted'] })).events.length > 0;
  const { sessionId } = await client().voice.open({});
  for (const voice of ['slt', 'rms', 'slt']) {
    const before = await failures();
    for (const piece of pieces(spoken(text, { voice }))) {
      await client().voice.hear({ sessionId, audio: new File([piece], 'audio.pcm') });
      await sleep(1);
    }
    await expect.poll(async () => (await acted()) || (await failures()) > before, patience).toBe(true);
    if (await acted()) break;
  }
  await client().voice.close({ sessionId });
}

type EntryPoint = { by: string; enter: () => Promise<unknown>; tainted?: true };

/** Every way by which a document, or what a model makes of a sentence, begins to run. */
const entryPoints: EntryPoint[] = [
  {
    by: 'a call over the socket',
    enter: async () => {
      const remote = createRemoteEngine(dataPaths(served.folder).socket);
      await (await remote.client()).runs.start({ plan });
      remote.close();
    },
  },
  {
    by: 'the HTTP API',
    enter: async () =>
      call(new URL('/api/runs', await served.address()).href, {
        headers: { authorization: `Bearer ${served.tokens().apiToken}` },
        body: { plan },
      }),
  },
  {
    by: 'the command line',
    enter: async () => {
      const file = join(home, 'plan.json');
      writeFileSync(file, JSON.stringify(plan));
      await command(['run', file]);
    },
  },
  { by: 'a sentence in a conversation', enter: () => client().conversations.send({ text: 'squares please' }) },
  {
    by: 'a plan that was held until somebody said yes',
    enter: async () => {
      await client().settings.update({ manner: { chosen: 'careful' } });
      const { conversationId } = await client().conversations.send({ text: 'squares please' });
      await client().settings.update({ manner: { chosen: 'plain' } });
      await client().conversations.send({ conversationId, text: 'yes' });
    },
  },
  { by: 'the canvas', enter: async () => client().workflows.run({ workflowId: await drawn(plan) }) },
  {
    by: 'a schedule',
    enter: () => startsWith({ kind: 'schedule', time: { kind: 'once', at: Date.now() + 1500 }, ...usual }),
  },
  {
    by: 'keys',
    enter: async () => {
      await startsWith({ kind: 'schedule', time: { kind: 'keys', keys: 'Control+Alt+S' }, ...usual });
      await client().schedules.press({ keys: 'Control+Alt+S' });
    },
  },
  {
    by: 'words that are said',
    enter: async () => {
      await startsWith({ kind: 'schedule', time: { kind: 'said', phrase: 'Square them' }, ...usual });
      await client().conversations.send({ text: 'square them' });
    },
  },
  {
    by: 'a webhook',
    tainted: true,
    enter: async () => {
      const workflowId = await startsWith({ kind: 'webhook', perMinute: 60 });
      const webhook = (await client().triggers.list()).find(({ of }) => of?.workflowId === workflowId);
      const { url } = await client().triggers.rotate({ triggerId: webhook?.id ?? '' });
      await call(url, { body: {} });
    },
  },
  {
    by: 'a template that a schedule starts',
    enter: async () => {
      const parameters = { type: 'object', properties: {}, additionalProperties: false } as const;
      served.template({ name: 'squares', title: plan.title, parameters, tasks: plan.tasks });
      const work = { kind: 'template' as const, name: 'squares', input: {} };
      const { id } = await client().schedules.add({ work, time: { kind: 'cron', cron: '0 3 * * *' } });
      await client().schedules.run({ scheduleId: id });
    },
  },
  // The last: from then on every conversation that begins starts it.
  {
    by: 'an event',
    enter: async () => {
      await startsWith({ kind: 'schedule', time: { kind: 'event', event: 'conversation.created' }, ...usual });
      await client().conversations.create({ title: 'New' });
    },
  },
];

async function runOf(enter: () => Promise<unknown>): Promise<Run> {
  const ids = async () => (await client().runs.list({ limit: 200 })).map(({ id }) => id);
  const before = new Set(await ids());
  const fresh = async () => (await ids()).filter((id) => !before.has(id));
  await enter();
  await expect.poll(fresh, patience).toHaveLength(1);
  const [runId = ''] = await fresh();
  return served.ended(runId);
}

/** What happened in a run, in order. What of it may be another time is left out: who asked, and how much a process took. */
async function happened({ id: runId }: Run): Promise<string[]> {
  const { events } = await client().events.list({ scope: { runId }, limit: 1000 });
  const own = events.filter(({ type }) => /^(run|task|permission)\./.test(type));
  return own.map(({ type, scope }) => (scope.taskId === undefined ? type : `${type} ${scope.taskId}`));
}

/** The run straight from the contract, and one that began otherwise, are told apart by nothing but who began them. */
async function expectSame({ enter, tainted }: Pick<EntryPoint, 'enter' | 'tainted'>): Promise<void> {
  const { runId } = await client().runs.start({ plan });
  const straight = await happened(await served.ended(runId));
  const left = readFileSync(target(), 'utf8');
  expect(left).toBe('many: 1, 4, 9');
  rmSync(target());

  const run = await runOf(enter);
  expect(run).toMatchObject({ status: 'completed' });
  expect({ ...run.plan, input: undefined }).toEqual({ ...plan, input: undefined });
  const types = await happened(run);
  expect(types.filter((type) => type !== 'run.tainted')).toEqual(straight);
  expect(types.includes('run.tainted')).toBe(tainted === true);
  expect(readFileSync(target(), 'utf8')).toBe(left);
  rmSync(target());
}

/** Started by somebody who has it as a document, the plan of a run does the same and leaves the same. */
async function expectSameAs(run: Run, path: string): Promise<void> {
  expect(run).toMatchObject({ status: 'completed' });
  const left = readFileSync(path);
  rmSync(path);
  const { runId } = await client().runs.start({ plan: run.plan });
  const straight = await served.ended(runId);
  expect(straight).toMatchObject({ status: 'completed', plan: run.plan });
  expect((await happened(run)).filter((type) => type !== 'run.tainted')).toEqual(await happened(straight));
  expect(readFileSync(path).equals(left)).toBe(true);
  rmSync(path);
}

test('what a program calls by MCP is a plan of one step, which runs as it does for anybody [X-01]', async () => {
  const mcp = new Client({ name: 'test', version: '1.0.0' });
  onTestFinished(() => mcp.close());
  const requestInit = { headers: { authorization: `Bearer ${served.tokens().apiToken}` } };
  await mcp.connect(new StreamableHTTPClientTransport(new URL('/mcp', await served.address()), { requestInit }));
  const input = { path: target(), content: 'many: 1, 4, 9' };
  const called = await runOf(() => mcp.callTool({ name: 'files.write', arguments: input }));
  expect(called.plan.tasks).toMatchObject([{ action: 'files.write', input }]);
  expect(readFileSync(target(), 'utf8')).toBe(input.content);
  await expectSameAs(called, target());
});

test.skipIf(whyNoVoice !== undefined)(
  `what is spoken becomes the plan that the same words become in writing, which runs as it does for anybody [X-01]${whyNoVoice ? ` (${whyNoVoice})` : ''}`,
  { timeout: 180_000 },
  async () => {
    const zip = join(home, 'notes.zip');
    const text = 'zip the folder notes';
    const written = await client().conversations.send({ text, origin: 'voice' });
    await allowed(written.runId ?? expect.unreachable(), zip);
    const said = await runOf(() => speak(`hey heron, ${text}`));
    expect(said.plan).toEqual((await client().runs.get({ runId: written.runId ?? '' })).plan);
    await expectSameAs(said, zip);
  },
);

test.each(entryPoints)('the same plan runs the same way by $by [X-01]', expectSame);
