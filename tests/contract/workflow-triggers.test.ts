import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { RunStatus } from '../../src/contract/runs.ts';
import type { ScheduleTime } from '../../src/contract/time/schedule-time.ts';
import type { WorkflowTrigger } from '../../src/contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../src/contract/workflows.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const client = () => served.engine().client;
const usual = { missed: 'once', overlap: 'queue', results: 'none' } as const;
const at = { x: 0, y: 0 };

const triggers: WorkflowTrigger[] = [
  { id: 'by_hand', start: { kind: 'manual' }, ...at },
  { id: 'nightly', start: { kind: 'schedule', time: { kind: 'cron', cron: '0 3 * * *' }, ...usual }, ...at },
  { id: 'pressed', start: { kind: 'schedule', time: { kind: 'keys', keys: 'Control+Alt+R' }, ...usual }, ...at },
  {
    ...{ id: 'said', input: { from: 'a voice' }, ...at },
    start: { kind: 'schedule', time: { kind: 'said', phrase: 'Tidy up!' }, ...usual },
  },
  { id: 'called', input: { from: 'outside', kept: 1 }, start: { kind: 'webhook', perMinute: 60 }, ...at },
  { id: 'resting', isOff: true, start: { kind: 'schedule', time: { kind: 'start' }, ...usual }, ...at },
];

const tidy: WorkflowDocument = {
  ...{ version: 1, title: 'Tidy', input: { from: 'nobody', kept: 0 } },
  tasks: [{ id: 'say', value: '{{ input.from }}' }],
  triggers,
};

async function published(document: WorkflowDocument): Promise<{ id: string; revision: number }> {
  const { id, revision } = await client().workflows.create({ document });
  await client().workflows.publish({ workflowId: id, baseRevision: revision });
  return { id, revision };
}

async function runsOf(workflowId: string): Promise<{ id: string; status: RunStatus }[]> {
  const runs = await client().runs.list({ limit: 200 });
  const found = await Promise.all(runs.map(({ id }) => client().runs.get({ runId: id })));
  return found.filter(({ workflow }) => workflow?.id === workflowId).map(({ id, status }) => ({ id, status }));
}

const started = async (workflowId: string, count: number): Promise<string> => {
  await expect.poll(async () => (await runsOf(workflowId)).length, { timeout: 30_000 }).toBe(count);
  const [latest] = await runsOf(workflowId);
  return latest?.id ?? '';
};

test('what is published starts by itself: keys, words and calls; each with a row; switched off nothing does [UI-08, AU-01, AU-03]', async () => {
  const { id: workflowId, revision } = await published(tidy);
  const own = (await client().schedules.list()).filter(({ of }) => of?.workflowId === workflowId);
  expect(new Map(own.map(({ of, isPaused }) => [of?.trigger, isPaused]))).toEqual(
    new Map([
      ...['nightly', 'pressed', 'said'].map((name) => [name, false] as const),
      ...([['resting', true]] as const),
    ]),
  );
  const [nightly] = own.filter(({ of }) => of?.trigger === 'nightly');
  expect(nightly?.next).toHaveLength(5);

  expect(await client().schedules.press({ keys: 'Control+Alt+R' })).toEqual({ titles: ['Tidy'] });
  expect(await served.ended(await started(workflowId, 1))).toMatchObject({
    ...{ status: 'completed', unattended: true, trigger: { kind: 'schedule' } },
    plan: { input: { from: 'nobody', keys: 'Control+Alt+R' } },
  });
  expect(await client().schedules.press({ keys: 'Control+Alt+X' })).toEqual({ titles: [] });

  await client().conversations.send({ text: 'Hey Heron, tidy up please' });
  const saidRun = await served.ended(await started(workflowId, 2));
  expect(saidRun.tasks['say']?.output).toBe('a voice');
  const said = own.find(({ of }) => of?.trigger === 'said')?.id ?? '';
  expect(await client().schedules.occurrences({ scheduleId: said })).toMatchObject([
    { cause: 'said', status: 'ran', given: { said: 'Hey Heron, tidy up please' }, run: { runId: saidRun.id } },
  ]);

  const webhook = (await client().triggers.list()).find(({ of }) => of?.workflowId === workflowId);
  expect(webhook).toMatchObject({ title: 'Tidy', perMinute: 60, isPaused: false });
  const { url } = await client().triggers.rotate({ triggerId: webhook?.id ?? '' });
  const answer = await call(url, { body: { from: 'the shop' } });
  expect(answer.status).toBe(202);
  const calledRun = await served.ended((answer.json as { runId: string }).runId);
  expect(calledRun).toMatchObject({ status: 'completed', trigger: { kind: 'webhook' }, workflow: { id: workflowId } });
  expect(calledRun.plan.input).toEqual({ from: 'the shop', kept: 1 });

  await client().workflows.switch({ workflowId, isOff: true });
  expect((await client().schedules.list()).filter(({ of, isPaused }) => of && !isPaused)).toEqual([]);
  expect(await client().schedules.press({ keys: 'Control+Alt+R' })).toEqual({ titles: [] });
  expect((await call(url, { body: {} })).status).toBe(503);
  await client().workflows.switch({ workflowId, isOff: false });
  expect(await client().schedules.press({ keys: 'Control+Alt+R' })).toEqual({ titles: ['Tidy'] });
  await started(workflowId, 4);

  await expect(client().schedules.remove({ scheduleId: said })).rejects.toThrow('change it there');
  await expect(client().triggers.remove({ triggerId: webhook?.id ?? '' })).rejects.toThrow('take it out there');

  const fewer = { ...tidy, triggers: triggers.filter(({ id }) => id === 'said') };
  const saved = await client().workflows.save({ workflowId, baseRevision: revision, document: fewer });
  await client().workflows.publish({ workflowId, baseRevision: saved.revision });
  const left = (await client().schedules.list()).filter(({ of }) => of?.workflowId === workflowId);
  expect(left.map(({ id }) => id)).toEqual([said]);
  expect((await client().triggers.list()).filter(({ of }) => of)).toEqual([]);
  expect((await call(url, { body: {} })).status).toBe(404);
  await client().workflows.remove({ workflowId });
  expect((await client().schedules.list()).filter(({ of }) => of)).toEqual([]);
  await client().workflows.recover({ workflowId });
  expect((await client().schedules.list()).filter(({ of }) => of)).toHaveLength(1);
});

test('a trigger that cannot start anything is told while building, and is not published', async () => {
  const folder: WorkflowTrigger = {
    ...{ id: 'files', ...at },
    start: { kind: 'schedule', time: { kind: 'files', folder: '/no/such/folder', globs: [], quietMs: 2000 }, ...usual },
  };
  const document = { ...tidy, triggers: [folder, folder] };
  const { id: workflowId, revision } = await client().workflows.create({ document });
  const { issues, warnings } = await client().workflows.check({ document });
  expect(issues).toEqual([]);
  expect(warnings).toMatchObject([
    { path: 'triggers.0.start.time.folder', message: '/no/such/folder is no folder' },
    { path: 'triggers.1', message: 'Two triggers are called files' },
    { path: 'triggers.1.start.time.folder' },
  ]);
  await expect(client().workflows.publish({ workflowId, baseRevision: revision })).rejects.toThrow(
    'triggers.0.start.time.folder: /no/such/folder is no folder',
  );
});

test('a workflow that fails with nobody there starts its error workflow, once, and never in a circle', async () => {
  const hear = await published({
    ...{ version: 1, title: 'Hear of it', errorWorkflow: 'none' },
    tasks: [{ id: 'note', value: '{{ input.failure.task.title & ": " & input.failure.error.message }}' }],
  });
  const press = (keys: string): WorkflowTrigger => ({
    ...{ id: 'pressed', ...at, start: { kind: 'schedule', time: { kind: 'keys', keys }, ...usual } },
  });
  const broken: WorkflowDocument = {
    ...{ version: 1, title: 'Broken', errorWorkflow: hear.id, triggers: [press('Control+Alt+B')] },
    tasks: [{ id: 'break', title: 'Break', value: '{{ $error("no luck") }}' }],
  };
  const { id: workflowId } = await published(broken);
  await client().schedules.press({ keys: 'Control+Alt+B' });
  const failed = await served.ended(await started(workflowId, 1));
  const error = await served.ended(await started(hear.id, 1));
  expect(error).toMatchObject({
    trigger: { kind: 'failure', id: workflowId, delivery: failed.id },
    plan: { input: { failure: { runId: failed.id, link: `heron://timeline/${failed.id}` } } },
  });
  expect(error.tasks['note']?.output).toContain('Break: ');
  await expect
    .poll(async () => (await client().runs.get({ runId: failed.id })).handedOver, { timeout: 30_000 })
    .toEqual({ workflowId: hear.id, title: 'Hear of it', runId: error.id });

  // Somebody looks on: it is not handed over. One that hears of failures and fails itself is not either, though it is the usual one.
  const attended = await client().workflows.run({ workflowId });
  await served.ended(attended.runId);
  const bad = await published({ ...broken, title: 'Bad', triggers: [], errorWorkflow: 'none' });
  await client().settings.update({ errorWorkflow: bad.id });
  const other = await published({ ...broken, title: 'Other', triggers: [press('Control+Alt+O')] });
  const saved = await client().workflows.get({ workflowId: other.id });
  const { errorWorkflow: _, ...usualOne } = saved.document;
  const next = await client().workflows.save({
    workflowId: other.id,
    baseRevision: saved.revision,
    document: usualOne,
  });
  await client().workflows.publish({ workflowId: other.id, baseRevision: next.revision });
  await client().schedules.press({ keys: 'Control+Alt+O' });
  const ended = await served.ended(await started(bad.id, 1));
  expect(ended.status).toBe('failed');
  const handed = async () => {
    const runs = await Promise.all(
      (await client().runs.list({ limit: 200 })).map(({ id: runId }) => client().runs.get({ runId })),
    );
    return runs.filter(({ trigger }) => trigger?.kind === 'failure');
  };
  expect(await handed()).toHaveLength(2);
  // An engine that comes back looks at what failed before, and hands nothing over twice.
  await served.restart();
  expect(await handed()).toHaveLength(2);
  await client().settings.update({ errorWorkflow: '' });
});

test('who calls an imported flow gives it what it works on, and neither its nodes nor where it begins [X-13, AU-03]', async () => {
  const place = { z: 't', x: 0, y: 0 };
  const func = "msg.payload = 'got ' + msg.payload.word + ' ' + Object.keys(msg.payload); return msg;";
  const flow = [
    { id: 't', type: 'tab', label: 'Called' },
    { id: 'other', ...place, type: 'inject', name: 'Other', wires: [[]] },
    { id: 'in', ...place, type: 'http in', name: 'Call', method: 'post', url: '/x', wires: [['shown']] },
    { id: 'shown', ...place, type: 'function', name: 'Read', func, outputs: 1, wires: [['csv']] },
    { id: 'csv', ...place, type: 'change', name: 'Loud', wires: [['out']], rules: [upper] },
    { id: 'out', ...place, type: 'http response', name: 'Answer', statusCode: '201', headers: {}, wires: [] },
  ];
  const { workflow } = await client().imports.make({ text: JSON.stringify(flow) });
  await client().workflows.publish({ workflowId: workflow.id, baseRevision: workflow.revision });
  const webhook = (await client().triggers.list()).find(({ of }) => of?.workflowId === workflow.id);
  const { url } = await client().triggers.rotate({ triggerId: webhook?.id ?? '' });
  const nodes = { read: { id: 'shown', type: 'function', func: 'return { payload: "stolen" };' } };
  const answer = await call(url, { body: { word: 'milk', nodeRed: { nodes }, trigger: 'other', env: {} } });
  expect(answer).toMatchObject({ status: 201, text: 'GOT MILK WORD' });
  const run = await served.ended(await started(workflow.id, 1));
  expect(run.tasks['loud']?.output).toMatchObject({ outputs: [[{ payload: 'GOT MILK WORD' }], [], []] });
});

test('files that change, something that happens and the start of Heron start a workflow [UI-08, AU-01]', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-watched-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const on = (id: string, time: ScheduleTime): WorkflowTrigger => ({
    ...{ id, ...at, start: { kind: 'schedule', time, ...usual } },
  });
  const { id: workflowId } = await published({
    ...{ version: 1, title: 'Hears of it', input: {} },
    tasks: [
      { id: 'by', value: "{{ $lookup(input, 'files') ? 'files' : $lookup(input, 'event') ? 'event' : 'start' }}" },
    ],
    triggers: [
      on('changed', { kind: 'files', folder, globs: ['*.txt'], quietMs: 100 }),
      on('failed', { kind: 'event', event: 'run.failed' }),
      on('begun', { kind: 'start' }),
    ],
  });
  const startedBy = async (): Promise<unknown[]> => {
    const runs = await Promise.all((await runsOf(workflowId)).map(({ id: runId }) => client().runs.get({ runId })));
    return runs.map(({ tasks }) => tasks['by']?.output);
  };
  const write = (): void => writeFileSync(join(folder, `${Date.now()}.txt`), 'new');
  await expect.poll(() => (write(), startedBy()), { timeout: 30_000, interval: 500 }).toContain('files');
  const broken = await client().workflows.create({
    document: { version: 1, title: 'No luck', tasks: [{ id: 'break', value: '{{ $error("no luck") }}' }] },
  });
  await served.ended((await client().workflows.run({ workflowId: broken.id })).runId);
  await expect.poll(startedBy, { timeout: 30_000 }).toContain('event');
  await served.restart();
  await expect.poll(startedBy, { timeout: 30_000 }).toContain('start');
  await client().workflows.switch({ workflowId, isOff: true });
});

test('a webhook takes the methods that were chosen, signed calls alone, and answers with what the run gives [AU-03]', async () => {
  await client().secrets.set({ name: 'shop-key', value: 'what the shop signs with', hosts: [] });
  const start: WorkflowTrigger['start'] = {
    ...{ kind: 'webhook', perMinute: 60, methods: ['POST', 'PUT'] },
    ...{ signature: { form: 'timed', secret: 'shop-key' }, respond: {} },
  };
  const document: WorkflowDocument = {
    ...{ version: 1, title: 'Shop', input: { order: 0 } },
    tasks: [
      { id: 'double', value: '{{ input.order * 2 }}' },
      { id: 'say', value: "{{ 'Twice is ' & tasks.double.output }}" },
    ],
    triggers: [{ id: 'call', start, ...at }],
  };
  const { id: workflowId, revision } = await published(document);
  const trigger = (await client().triggers.list()).find(({ of }) => of?.workflowId === workflowId);
  const triggerId = trigger?.id ?? '';
  const { url } = await client().triggers.rotate({ triggerId });

  const body = '{"order":21}';
  const signed = (time: number, key = 'what the shop signs with') => {
    const signature = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
    return { body: JSON.parse(body) as object, headers: { 'x-signature': signature, 'x-timestamp': String(time) } };
  };
  const now = Math.floor(Date.now() / 1000);
  const first = signed(now);
  expect(await call(url, first)).toMatchObject({ status: 200, text: 'Twice is 42' });
  // The same call once more is the same run, whatever it says it is known by.
  const again = { ...first, headers: { ...first.headers, 'idempotency-key': 'another' } };
  expect(await call(url, again)).toMatchObject({ status: 200, text: 'Twice is 42' });
  expect(await runsOf(workflowId)).toHaveLength(1);
  expect(await call(url, { ...signed(now + 1), method: 'PUT' })).toMatchObject({ status: 200 });
  expect(await call(url, { ...signed(now), method: 'DELETE' })).toMatchObject({
    ...{ status: 405, headers: { allow: 'POST, PUT' } },
  });
  for (const refused of [{ body: {} }, signed(now, 'guessed'), signed(now - 1000)]) {
    expect(await call(url, refused)).toMatchObject({ status: 401, json: { code: 'permission-denied' } });
  }
  expect(await runsOf(workflowId)).toHaveLength(2);
  expect(await client().triggers.test({ triggerId, body: { order: 4 } })).toEqual({ status: 200, body: 'Twice is 8' });

  // It answers once a step is done, though what comes after it still waits.
  const waiting: WorkflowDocument = {
    ...document,
    tasks: [...document.tasks, { id: 'rest', after: ['say'], wait: { webhook: {} } }],
    triggers: [
      {
        ...{ id: 'call', ...at },
        start: {
          ...{ kind: 'webhook', perMinute: 60 },
          respond: { after: 'say', status: 201, body: { said: '{{ tasks.say.output }}' } },
        },
      },
    ],
  };
  const saved = await client().workflows.save({ workflowId, baseRevision: revision, document: waiting });
  await client().workflows.publish({ workflowId, baseRevision: saved.revision });
  expect(await call(url, { body: { order: 3 } })).toMatchObject({ status: 201, json: { said: 'Twice is 6' } });
  expect((await client().triggers.list()).find(({ id }) => id === triggerId)?.options).not.toHaveProperty('signature');

  const wrong: WorkflowTrigger['start'] = {
    ...{ kind: 'webhook', perMinute: 60, respond: { after: 'gone', body: '{{ tasks.nothing.output }}' } },
  };
  const { warnings } = await client().workflows.check({
    document: { ...document, triggers: [{ id: 'call', start: wrong, ...at }] },
  });
  expect(warnings).toMatchObject([
    { path: 'triggers.0.start.respond.after', message: 'There is no step gone' },
    { path: 'triggers.0.start.respond.body', message: 'There is no step nothing' },
  ]);

  // Without its secret it lets nobody in, and says why where it is listed.
  await client().workflows.publish({
    workflowId,
    baseRevision: (await client().workflows.save({ workflowId, baseRevision: saved.revision, document })).revision,
  });
  await client().secrets.remove({ name: 'shop-key' });
  expect(await call(url, signed(now + 2))).toMatchObject({ status: 503 });
  const listed = (await client().triggers.list()).find(({ id }) => id === triggerId);
  expect(listed?.problem).toContain('shop-key has not been entered');
  expect(JSON.stringify(await client().events.list({ types: ['trigger.changed'] }))).not.toContain('signs with');
});

const upper = { t: 'set', p: 'payload', pt: 'msg', to: '$uppercase(payload)', tot: 'jsonata' };
