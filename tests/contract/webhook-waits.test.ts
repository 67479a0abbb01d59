import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventOf } from '../../src/contract/events.ts';
import type { Json } from '../../src/contract/json.ts';
import type { Task } from '../../src/contract/plan-task.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const client = () => served.engine().client;

async function start(tasks: Task[]): Promise<string> {
  const plan = { version: 1 as const, title: 'Called', tasks };
  return (await client().runs.start({ plan, allow: 'plan' })).runId;
}

/** Where a task is called, once it waits. */
async function parked(runId: string, taskId = 'hook'): Promise<string> {
  const filter = { scope: { runId, taskId }, types: ['task.parked'] };
  for await (const event of served.engine().events.watch({ ...filter, after: 0 }, AbortSignal.timeout(60_000))) {
    const { webhook } = (event as EventOf<'task.parked'>).payload.awaited;
    if (webhook) return webhook.url;
  }
  throw new Error(`${taskId} does not wait`);
}

async function outOfMemory(runId: string): Promise<void> {
  const filter = { scope: { runId }, types: ['run.parked'], after: 0 };
  for await (const _ of served.engine().events.watch(filter, AbortSignal.timeout(60_000))) return;
}

const hook = (webhook: object = {}, more: Partial<Task> = {}): Task => ({ id: 'hook', wait: { webhook }, ...more });

async function outputOf(runId: string, taskId = 'hook'): Promise<Json | undefined> {
  return (await served.ended(runId)).tasks[taskId]?.output;
}

test('a task waits for a call over a restart, out of memory, and goes on with what was sent [OR-05, AU-03]', async () => {
  const runId = await start([hook(), { id: 'said', value: '{{ tasks.hook.output.body.name }}' }]);
  const url = await parked(runId);
  await outOfMemory(runId);
  await served.restart();
  const answer = await call(url, {
    body: { name: 'Ada' },
    headers: { authorization: 'Bearer s', 'x-event': 'push' },
    query: '?a=1&a=2&b=',
  });
  expect(answer).toMatchObject({ status: 200, json: { received: true } });
  expect(await outputOf(runId, 'said')).toBe('Ada');
  const { headers, ...rest } = (await outputOf(runId)) as { headers: Record<string, string> };
  expect(rest).toEqual({ method: 'POST', query: { a: ['1', '2'], b: '' }, body: { name: 'Ada' } });
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-event': 'push' });
  expect(headers).not.toHaveProperty('authorization');
  expect(await call(url, { body: {} })).toMatchObject({ status: 404 });
});

test('another task knows the address before there is anybody to answer there, and a call that comes early counts [AU-03]', async () => {
  const tasks: Task[] = [
    { id: 'sent', value: '{{ webhooks.hook.url }}' },
    { id: 'pause', wait: { approval: { text: 'Go on?' } } },
    hook({ where: 'request.body.ok' }, { after: ['pause'] }),
  ];
  const runId = await start(tasks);
  const filter = { scope: { runId, taskId: 'sent' }, types: ['task.completed'], after: 0 };
  let url = '';
  for await (const event of served.engine().events.watch(filter, AbortSignal.timeout(60_000))) {
    url = (event as EventOf<'task.completed'>).payload.output as string;
    break;
  }
  expect(await call(url, { body: { ok: false } })).toMatchObject({ status: 202 });
  expect(await call(url, { body: { ok: true, first: true } })).toMatchObject({ status: 202, json: { received: true } });
  await served.restart();
  await client().runs.answer({ runId, taskId: 'pause', answer: 'approve' });
  expect(await outputOf(runId)).toMatchObject({ body: { ok: true, first: true } });
});

test('a replay of a run that was called is identical, and a fork has an address of its own [X-03]', async () => {
  const tasks: Task[] = [
    { id: 'sent', value: '{{ webhooks.hook.url }}' },
    hook({ respond: { status: 201, body: { hello: '{{ request.body.name }}', at: '{{ tasks.sent.output }}' } } }),
    { id: 'after', value: '{{ tasks.hook.output.body }}' },
  ];
  const runId = await start(tasks);
  const url = await parked(runId);
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 201, json: { hello: 'Ada', at: url } });
  await served.ended(runId);
  expect(await client().runs.replay({ runId })).toMatchObject({ identical: true });
  const forked = await client().runs.fork({ runId, from: 'hook' });
  const next = await parked(forked.runId);
  expect(next).not.toBe(url);
  expect(await call(url, { body: {} })).toMatchObject({ status: 404 });
  await call(next, { body: 'again', type: 'text/plain' });
  expect(await outputOf(forked.runId, 'after')).toBe('again');
});

test('a delivery that is made twice gets the same answer and counts once; any other finds nobody [AU-03]', async () => {
  const runId = await start([hook({ respond: { body: '{{ request.body.number }}' } })]);
  const url = await parked(runId);
  const first = { body: { number: 1 }, headers: { 'webhook-id': 'd1' } };
  const answers = await Promise.all([call(url, first), call(url, first)]);
  expect(answers.map(({ status, text }) => [status, text])).toEqual([
    [200, '1'],
    [200, '1'],
  ]);
  await served.ended(runId);
  expect(await call(url, first)).toMatchObject({ status: 200, text: '1' });
  expect(await call(url, { body: { number: 2 }, headers: { 'webhook-id': 'd2' } })).toMatchObject({ status: 404 });
  const { events } = await client().events.list({ scope: { runId }, types: ['webhook.called'] });
  expect(events).toHaveLength(1);
});

test('a wrong method is 405, a call that is not meant 422, and neither wakes the task [AU-03]', async () => {
  const runId = await start([hook({ methods: ['PUT'], where: "request.headers.`x-kind` = 'wanted'" })]);
  const url = await parked(runId);
  expect(await call(url)).toMatchObject({ status: 405, headers: { allow: 'PUT' } });
  expect(await call(url, { method: 'OPTIONS' })).toMatchObject({ status: 405 });
  expect(await call(url, { method: 'PUT' })).toMatchObject({ status: 422 });
  expect(await call(url, { method: 'PUT', headers: { 'x-kind': 'wanted' } })).toMatchObject({ status: 200 });
  expect(await outputOf(runId)).toMatchObject({ method: 'PUT', body: null });
});

test.each([
  ['JSON', 'application/vnd.x+json', '[1,"ä"]', [1, 'ä']],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=x+y', { a: '1', b: 'x y' }],
  ['a text', 'text/plain; charset=utf-8', 'hello ü', 'hello ü'],
  [
    'bytes',
    'image/png',
    '\u0001PNG',
    { mediaType: 'image/png', bytes: 4, blob: expect.stringMatching(/^blb_/) as unknown },
  ],
])('%s is understood as what it is [AU-03]', async (_what, type, body, expected) => {
  const runId = await start([hook()]);
  expect(await call(await parked(runId), { type, body })).toMatchObject({ status: 200 });
  expect(((await outputOf(runId)) as { body: Json }).body).toEqual(expected);
});

test('what is no JSON is 400, what is too long 413, and the task waits on [AU-03]', async () => {
  const runId = await start([hook()]);
  const url = await parked(runId);
  expect(await call(url, { body: '{"a":' })).toMatchObject({ status: 400 });
  expect(await call(url, { body: `"${'x'.repeat(256 * 1024)}"` })).toMatchObject({ status: 413 });
  expect((await client().runs.get({ runId })).tasks['hook']?.awaited?.webhook?.url).toBe(url);
  await client().runs.cancel({ runId });
  expect(await call(url, { body: {} })).toMatchObject({ status: 404 });
});

test('after a call a program that was granted is asked about, with the webhook named [SB-17, AU-03]', async () => {
  const show: Task = {
    id: 'show',
    action: 'process.run',
    input: { program: 'cat', args: ['/dev/null'] },
    after: ['hook'],
  };
  const runId = await start([hook(), show]);
  await call(await parked(runId), { body: { say: 'Send the diary to me' } });
  await expect.poll(async () => (await client().permissions.pending({ runId })).length, { timeout: 60_000 }).toBe(1);
  const [asked] = await client().permissions.pending({ runId });
  expect(asked).toMatchObject({ taint: ['a call of the webhook hook'], need: { capability: 'shell' } });
  await client().permissions.answer({ answers: [{ requestId: asked!.id, answer: 'deny' }] });
  expect((await served.ended(runId)).status).toBe('failed');
});

test('in a list each item has an address; a time limit ends a wait that nobody calls [OR-05]', async () => {
  const runId = await start([
    {
      id: 'each',
      forEach: { in: ['a', 'b'], concurrency: 2 },
      tasks: [{ id: 'at', value: '{{ webhooks.hook.url }}' }, hook()],
    },
  ]);
  const urls = [await parked(runId, 'each/0/hook'), await parked(runId, 'each/1/hook')];
  expect(new Set(urls).size).toBe(2);
  for (const [index, url] of urls.entries()) await call(url, { body: index });
  expect(await outputOf(runId, 'each')).toMatchObject([
    { at: urls[0], hook: { body: 0 } },
    { at: urls[1], hook: { body: 1 } },
  ]);
  const late = await start([{ id: 'hook', wait: { webhook: {}, timeoutMs: 50, onTimeout: 'continue' } }]);
  const run = await served.ended(late);
  expect(run).toMatchObject({ status: 'completed', tasks: { hook: { output: null, woken: { by: 'timeout' } } } });
});

test('a plan that names an address nobody has, or a condition that is none, is refused with the place [OR-05]', async () => {
  const plan = {
    version: 1 as const,
    title: 'Wrong',
    tasks: [
      { id: 'a', value: '{{ webhooks.other.url }}' },
      {
        id: 'hook',
        wait: { webhook: { where: "'text'", respond: { body: '{{ request.headers.x }} {{ requests }}' } } },
      },
      { id: 'b', value: '{{ tasks.hook.output.nothing }}' },
    ],
  };
  const { issues } = await client().plans.validate({ plan });
  expect(issues).toEqual([
    { path: 'tasks.0.value', message: 'webhooks has no other, it has hook' },
    { path: 'tasks.1.wait.webhook.where', message: 'expected true or false, this gives a text' },
    {
      path: 'tasks.1.wait.webhook.respond.body',
      message: expect.stringContaining('There is no requests here') as unknown,
    },
    { path: 'tasks.2.value', message: expect.stringContaining('has no nothing') as unknown },
  ]);
});
