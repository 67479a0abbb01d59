import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { call } from '../contract/served-engine.ts';
import { heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let running: RunningHeron;
let remote: RemoteEngine;

beforeEach(async () => {
  place = temporaryFolder('webhooks');
  dataFolder = join(place.path, 'data');
  mkdirSync(join(dataFolder, 'templates'), { recursive: true });
  writeFileSync(join(dataFolder, 'templates', 'greet.json'), JSON.stringify(greet));
  await serve();
});
afterEach(async () => {
  remote.close();
  await running.stop();
  place.remove();
});

const greet = {
  version: 1,
  name: 'greet',
  title: 'Greet',
  description: 'Says hello.',
  parameters: {
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
    additionalProperties: false,
  },
  tasks: [{ id: 'greet', value: 'Hello {{ input.name }}' }],
  webhook: { respond: { body: '{{ tasks.greet.output }}' } },
};

async function serve(): Promise<void> {
  running = await serveHeron({ dataFolder });
  remote = createRemoteEngine(dataPaths(dataFolder).socket);
}

async function killAndServe(): Promise<void> {
  remote.close();
  await running.kill();
  await serve();
}

const webhooks = (...args: string[]) => heron(['webhooks', ...args], { dataFolder });

test('from the terminal: an address is made, called, looked at, replaced and removed [AU-03]', async () => {
  expect(await webhooks()).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('There are no webhooks') as unknown,
  });
  expect(await webhooks('add', 'gone')).toMatchObject({
    stderr: expect.stringContaining('no template gone') as unknown,
  });
  const made = await webhooks('add', 'greet', '--limit', '100');
  expect(made.stderr).toContain('it is not shown again');
  const url = made.stdout.trim();
  await killAndServe();
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 200, text: 'Hello Ada' });
  expect(await call(url, { body: {} })).toMatchObject({ status: 400 });
  const { stdout } = await webhooks('list');
  expect(stdout).toMatch(/^trg_\w+ +greet .*100 a minute +last called .*: 400/);
  const calls = await webhooks('calls', 'greet');
  expect(calls.stdout.split('\n')).toMatchObject(
    [/ 400 /, / 202 +run_/, ''].map((line) => expect.stringMatching(line) as unknown),
  );
  const renewed = (await webhooks('rotate', 'greet')).stdout.trim();
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 404 });
  expect(await call(renewed, { body: { name: 'Ada' } })).toMatchObject({ status: 200 });
  expect((await webhooks('remove', 'greet')).code).toBe(0);
  expect(await call(renewed, { body: { name: 'Ada' } })).toMatchObject({ status: 404 });
  expect(await webhooks('calls', 'greet')).toMatchObject({ code: 2 });
});

test('a run that waits for a call is killed with Heron, and goes on when the call comes [AU-03, X-02]', async () => {
  const client = await remote.client();
  const plan = {
    version: 1 as const,
    title: 'Wait for a call',
    tasks: [
      { id: 'paid', title: 'Wait for the payment', wait: { webhook: {} } },
      { id: 'said', value: '{{ tasks.paid.output.body.by }}' },
    ],
  };
  const { runId } = await client.runs.start({ plan });
  await expect
    .poll(async () => (await client.events.list({ scope: { runId }, types: ['run.parked'] })).events.length, {
      timeout: 60_000,
    })
    .toBe(1);
  const shown = await heron(['runs', 'show', runId], { dataFolder });
  const url = /http:\/\/127\.0\.0\.1:\d+\/hooks\/\S+/.exec(shown.stdout)?.[0] ?? '';
  await killAndServe();
  expect(await call(url, { body: { by: 'Ada' } })).toMatchObject({ status: 200 });
  const next = await remote.client();
  await expect.poll(async () => (await next.runs.get({ runId })).status, { timeout: 60_000 }).toBe('completed');
  expect((await next.runs.get({ runId })).tasks['said']?.output).toBe('Ada');
});
