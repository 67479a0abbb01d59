import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventOf } from '../../src/contract/events.ts';
import type { PlanTemplate } from '../../src/contract/plan-templates.ts';
import { httpRequest } from './http-request.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const client = () => served.engine().client;

const parameters: PlanTemplate['parameters'] = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 2 }, times: { type: 'integer', default: 1 } },
  required: ['name'],
  additionalProperties: false,
};
const greet: PlanTemplate['tasks'] = [{ id: 'greet', value: "{{ 'Hello ' & input.name & ' ' & input.times }}" }];

/** A template, and the address of a new webhook for it. */
async function webhookOf(
  name: string,
  webhook?: PlanTemplate['webhook'],
  tasks = greet,
): Promise<{ url: string; id: string }> {
  served.template({
    name,
    parameters,
    tasks,
    output: { said: '{{ tasks.greet.output }}' },
    ...(webhook ? { webhook } : {}),
  });
  const { url, trigger } = await client().triggers.add({ template: name });
  return { url, id: trigger.id };
}

test('a call starts a run of a template with what was sent, and gets its id at once [AU-03, X-01]', async () => {
  const { url, id } = await webhookOf('at-once');
  const answer = await call(url, { body: { name: 'Ada' } });
  expect(answer).toMatchObject({ status: 202, json: { runId: expect.stringMatching(/^run_/) as unknown } });
  const { runId } = answer.json as unknown as { runId: string };
  expect(answer.headers['location']).toBe(`/api/runs/${runId}`);
  const run = await served.ended(runId);
  expect(run).toMatchObject({ status: 'completed', unattended: true, trigger: { id, kind: 'webhook' } });
  expect(run.plan).toMatchObject({ title: 'A template', input: { name: 'Ada', times: 1 } });
  expect(run.tasks['greet']?.output).toBe('Hello Ada 1');
  const form = await call(url, { type: 'application/x-www-form-urlencoded', body: 'name=Bob' });
  expect(form.status).toBe(202);
  expect(await client().runs.replay({ runId })).toMatchObject({ identical: true });
});

test('or with what the run gives, and with 500 and no word of why when it fails [AU-03]', async () => {
  const given = await webhookOf('outcome', { respond: {} });
  expect(await call(given.url, { body: { name: 'Ada' } })).toMatchObject({
    status: 200,
    json: { said: 'Hello Ada 1' },
  });
  const status = '{{ input.times > 1 ? 201 : 299 }}';
  const shaped = await webhookOf('shaped', { methods: ['GET'], respond: { status, body: '{{ tasks.greet.output }}' } });
  const text = await call(shaped.url, { method: 'GET', query: '?name=Ada' });
  expect(text).toMatchObject({ status: 299, text: 'Hello Ada 1' });
  expect(text.headers['content-type']).toContain('text/plain');
  const broken = await webhookOf('broken', { respond: {} }, [
    { id: 'greet', value: "{{ $error('the secret reason') }}" },
  ]);
  const failed = await call(broken.url, { body: { name: 'Ada' } });
  expect(failed).toMatchObject({ status: 500, json: { status: 'failed' } });
  expect(failed.text).not.toContain('secret reason');
});

test('a template says that its calls are signed, and what is not is refused [AU-03]', async () => {
  const signature = { form: 'body', secret: 'template-key' } as const;
  const { url, id } = await webhookOf('signed', { signature, respond: {} });
  const find = async () => (await client().triggers.list()).find((trigger) => trigger.id === id);
  expect(await find()).toMatchObject({ title: 'signed', problem: expect.stringContaining('template-key') as string });
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 503 });
  await client().secrets.set({ name: 'template-key', value: 'what they sign with', hosts: [] });
  expect(await find()).not.toHaveProperty('problem');
  const signed = (value: string) => {
    const mac = createHmac('sha256', value).update('{"name":"Ada"}').digest('hex');
    return call(url, { body: { name: 'Ada' }, headers: { 'x-hub-signature-256': `sha256=${mac}` } });
  };
  expect(await signed('what they sign with')).toMatchObject({ status: 200, json: { said: 'Hello Ada 1' } });
  expect(await signed('a guess')).toMatchObject({ status: 401 });
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 401 });
  expect(await client().triggers.test({ triggerId: id, body: { name: 'Bo' } })).toMatchObject({
    ...{ status: 200, body: { said: 'Hello Bo 1' } },
  });
});

test('a Webhook node of n8n listens once it is published, begins with what was sent, and its caller gets what the flow answers [X-13, AU-03]', async () => {
  const node = (name: string, type: string, says: object, typeVersion = 2): object => ({
    ...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters: says },
  });
  const wire = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
  const hook = { httpMethod: 'POST', path: 'orders' };
  const set = {
    assignments: { assignments: [{ id: '1', name: 'count', type: 'number', value: '={{ $json.body.items.length }}' }] },
    options: {},
  };
  const flow = (responseMode: string, more: object[], connections: object) =>
    JSON.stringify({
      ...{ name: `Orders ${responseMode}`, settings: {} },
      nodes: [node('Call', 'webhook', { ...hook, responseMode }), node('Count', 'set', set, 3.4), ...more],
      connections: { Call: wire('Count'), ...connections },
    });
  const addressOf = async (text: string): Promise<string> => {
    const { workflow, report } = await client().imports.make({ text });
    expect(report.nodes.filter(({ state }) => state === 'cannot')).toEqual([]);
    await client().workflows.publish({ workflowId: workflow.id, baseRevision: workflow.revision });
    const webhook = (await client().triggers.list()).find(({ of }) => of?.workflowId === workflow.id);
    return (await client().triggers.rotate({ triggerId: webhook?.id ?? '' })).url;
  };
  const order = { body: { items: ['milk', 'bread'], n8n: { nodes: {} }, trigger: 'other' } };
  expect(await call(await addressOf(flow('lastNode', [], {})), order)).toMatchObject({
    status: 200,
    json: { count: 2 },
  });
  const answer = {
    ...{ respondWith: 'json', responseBody: '={{ { "ordered": $json.count } }}', options: { responseCode: 201 } },
  };
  const answered = flow('responseNode', [node('Answer', 'respondToWebhook', answer, 1.1)], { Count: wire('Answer') });
  expect(await call(await addressOf(answered), order)).toMatchObject({ status: 201, json: { ordered: 2 } });
});

test('after the time the template gives, the answer is the id of the run, which goes on [AU-03]', async () => {
  const tasks: PlanTemplate['tasks'] = [{ id: 'greet', wait: { webhook: {} } }];
  const { url } = await webhookOf('slow', { respond: { withinMs: 50 } }, tasks);
  const answer = await call(url, { body: { name: 'Ada' } });
  expect(answer).toMatchObject({ status: 202, json: { runId: expect.stringMatching(/^run_/) as unknown } });
  const { runId } = answer.json as unknown as { runId: string };
  expect((await client().runs.get({ runId })).status).toBe('running');
});

test('what does not fit is 400 with each field, and starts nothing; it is listed with the calls [AU-03]', async () => {
  const { url, id } = await webhookOf('checked');
  const before = (await client().runs.list({})).length;
  const wrong = await call(url, { body: { name: 'A', more: 1 } });
  expect(wrong.status).toBe(400);
  const { issues } = wrong.json as unknown as { issues: { path: string }[] };
  expect(issues.map(({ path }) => path).toSorted()).toEqual(['more', 'name']);
  expect(await call(url, { body: [1] })).toMatchObject({ status: 400 });
  expect(await call(url, { method: 'PUT', body: {} })).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  expect(await client().runs.list({})).toHaveLength(before);
  const calls = await client().triggers.calls({ triggerId: id });
  expect(calls).toMatchObject([{ status: 400, message: expect.stringContaining('name: ') as unknown }]);
});

test('a delivery starts one run, however often it is made and over a restart [AU-03]', async () => {
  const { url } = await webhookOf('once', { respond: {} });
  const same = { body: { name: 'Ada' }, headers: { 'idempotency-key': 'k1' } };
  const answers = await Promise.all([call(url, same), call(url, same)]);
  expect(answers.map(({ text }) => text)).toEqual(['{"said":"Hello Ada 1"}', '{"said":"Hello Ada 1"}']);
  await served.restart();
  expect(await call(url, same)).toMatchObject({ status: 200, json: { said: 'Hello Ada 1' } });
  const { events } = await client().events.list({ types: ['run.created'] });
  const started = events.filter((event) => (event as EventOf<'run.created'>).payload.trigger?.delivery === 'k1');
  expect(started).toHaveLength(1);
});

test('the template is read again when its file changes, and a file that is gone is a 503 that says no more [AU-03]', async () => {
  const { url, id } = await webhookOf('changing', { respond: {} });
  expect((await call(url, { body: { name: 'Ada' } })).text).toContain('Hello Ada');
  served.template({
    name: 'changing',
    parameters,
    tasks: [{ id: 'greet', value: 'changed now' }],
    webhook: { respond: {} },
  });
  expect((await call(url, { body: { name: 'Ada' } })).text).toContain('changed now');
  rmSync(join(served.folder, 'templates', 'changing.json'));
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 503 });
  const trigger = (await client().triggers.list()).find((each) => each.id === id);
  expect(trigger).toMatchObject({ problem: expect.stringContaining('There is no template changing') as unknown });
  served.template({
    name: 'wrong',
    parameters,
    tasks: greet,
    webhook: { respond: { body: '{{ tasks.gret.output }}' } },
  });
  await expect(client().triggers.add({ template: 'wrong' })).rejects.toThrow(
    'webhook.respond.body: There is no task gret',
  );
  await expect(client().triggers.add({ template: 'changing' })).rejects.toThrow('There is no template changing');
});

test('a new address voids the old one, a removed webhook is gone, and the address is kept nowhere [AU-03]', async () => {
  const { url, id } = await webhookOf('rotated');
  const { url: next } = await client().triggers.rotate({ triggerId: id });
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 404 });
  expect(await call(next, { body: { name: 'Ada' } })).toMatchObject({ status: 202 });
  const secrets = [url, next].map((each) => new URL(each).pathname.split('/').at(-1) ?? '');
  const database = new Sqlite(join(served.folder, 'heron.db'), { readonly: true });
  const rows = JSON.stringify([
    database.prepare('SELECT * FROM triggers').all(),
    database.prepare('SELECT payload FROM events').all(),
    database.prepare('SELECT * FROM trigger_calls').all(),
  ]);
  database.close();
  for (const secret of secrets) {
    expect(rows).not.toContain(secret);
    expect(served.logText()).not.toContain(secret);
  }
  await client().triggers.remove({ triggerId: id });
  expect(await call(next, { body: { name: 'Ada' } })).toMatchObject({ status: 404 });
  await expect(client().triggers.calls({ triggerId: id })).rejects.toThrow('There is no trigger');
});

test('paused, its calls are 503 and start nothing, until it is resumed [AU-03]', async () => {
  const { url, id } = await webhookOf('paused');
  expect(await client().triggers.pause({ triggerId: id })).toMatchObject({ isPaused: true });
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 503, json: { code: 'unsupported' } });
  expect(await client().triggers.pause({ triggerId: id })).toMatchObject({
    isPaused: true,
    lastCall: { status: 503 },
  });
  expect(await client().triggers.resume({ triggerId: id })).toMatchObject({ isPaused: false });
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 202 });
});

test('more calls than it may take a minute are 429, with when to come again [AU-03]', async () => {
  served.template({ name: 'few', parameters, tasks: greet });
  const { url } = await client().triggers.add({ template: 'few', perMinute: 2 });
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push(await call(url, { body: { name: 'Ada' } }));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
  expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
});

test('what is sent marks the run, is no expression, and opens nothing [SB-17, AU-03]', async () => {
  const { url } = await webhookOf('hostile', { respond: {} });
  const name = '{{ $string(tasks) }} blb_00000000000000000000000000';
  expect(await call(url, { body: { name } })).toMatchObject({ status: 200, json: { said: `Hello ${name} 1` } });
  const { events } = await client().events.list({ types: ['run.tainted'] });
  expect(events.at(-1)).toMatchObject({ payload: { sources: ['a call of the webhook hostile'], through: 'webhook' } });
  const acting: PlanTemplate['tasks'] = [
    { id: 'greet', action: 'process.run', input: { program: 'cat', args: ['{{ input.name }}'] } },
  ];
  const { url: other } = await webhookOf('acting', { respond: {} }, acting);
  const answer = await call(other, { body: { name: '/etc/hostname' } });
  expect(answer).toMatchObject({ status: 500, json: { status: 'failed' } });
  const { runId } = answer.json as unknown as { runId: string };
  expect((await client().runs.get({ runId })).error).toMatchObject({ code: 'permission-missing' });
});

test('nobody gets further with an address than its call: guesses, pages, other hosts, other paths [X-14, AU-03]', async () => {
  const { url } = await webhookOf('guarded');
  const { port, host, pathname } = new URL(url);
  const send = (path: string, headers: Record<string, string> = {}) =>
    httpRequest(
      { port: Number(port) },
      {
        path,
        method: 'POST',
        headers: { host, 'content-type': 'application/json', ...headers },
        body: '{"name":"Ada"}',
      },
    );
  const foreign = [
    ['host', 'evil.example'],
    ['origin', 'https://evil.example'],
    ['sec-fetch-site', 'cross-site'],
  ] as const;
  for (const [name, value] of foreign) expect(await send(pathname, { [name]: value })).toMatchObject({ status: 403 });
  for (const path of [`${pathname}/more`, `${pathname}x`, pathname.slice(0, -1), '/hooks/', '/hooks/../api/runs']) {
    expect(await send(path)).toMatchObject({ status: 404 });
  }
  // The address is a key to itself and to nothing else.
  expect(await send('/api/runs', { authorization: `Bearer ${pathname.slice(7)}` })).toMatchObject({ status: 401 });
  const runId = `run_${'0'.repeat(26)}`;
  const guesses = Array.from({ length: 60 }, (_, at) => send(`/hooks/${runId}/hook/${String(at).padStart(32, 'a')}`));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 202 });
});
