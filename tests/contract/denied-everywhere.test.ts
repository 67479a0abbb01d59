import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

const root = join(import.meta.dirname, '../..');

let served: ServedTestEngine;
let home: string;
beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'heron-denied-')));
  served = await openServedEngine({ home });
});
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true });
});

const client = () => served.engine().client;
const deny = async (patterns: string[]): Promise<void> =>
  void (await client().settings.update({ policy: { deny: patterns } }));
const tasksFor = (path: string): Plan['tasks'] => [
  { id: 'keep', action: 'files.write', input: { path, content: 'x' } },
];
const planFor = (path: string): Plan => ({ version: 1, title: 'Write a file', tasks: tasksFor(path) });
const api = async (path: string, body: unknown): Promise<unknown> => {
  const headers = { authorization: `Bearer ${served.tokens().apiToken}` };
  return call(new URL(`/api${path}`, await served.address()).href, { headers, body });
};

function keeping(path: string): string {
  const parameters = { type: 'object', properties: {}, additionalProperties: false } as const;
  served.template({ name: 'keep', parameters, tasks: tasksFor(path) });
  return 'keep';
}

async function command(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin/heron.js'), '--data-dir', served.folder, ...args], {
    env: { PATH: process.env['PATH'], HOME: home, HERON_FROM_SOURCE: '1' },
    stdio: 'ignore',
  });
  await once(child, 'close');
}

/** Every way by which something can be made to happen, with all that whoever comes that way may allow. */
const entryPoints: [name: string, enter: (path: string) => Promise<unknown>][] = [
  [
    'a call of the window',
    (path) => client().runs.start({ plan: planFor(path), allow: 'plan', unattended: true, elevated: 'full' }),
  ],
  [
    'a sentence in a conversation',
    (path) => client().conversations.send({ text: `write hello to the file ${path}`, elevated: 'full' }),
  ],
  [
    'a call over the socket',
    async (path) => {
      const remote = createRemoteEngine(dataPaths(served.folder).socket);
      await (await remote.client()).runs.start({ plan: planFor(path), allow: 'plan', unattended: true });
      remote.close();
    },
  ],
  ['the HTTP API', (path) => api('/runs', { plan: planFor(path), allow: 'plan', unattended: true })],
  [
    'the command line',
    async (path) => {
      const file = join(home, 'plan.json');
      writeFileSync(file, JSON.stringify(planFor(path)));
      await command(['run', file, '--allow', 'plan']);
    },
  ],
  [
    'a webhook',
    async (path) => {
      const { url } = await client().triggers.add({ template: keeping(path) });
      await call(url, { body: {} });
    },
  ],
  [
    'a schedule',
    async (path) => {
      const { id } = await client().schedules.add({
        work: { kind: 'template', name: keeping(path), input: {} },
        time: { kind: 'cron', cron: '0 3 * * *' },
      });
      await client().schedules.run({ scheduleId: id });
    },
  ],
  [
    'a workflow',
    async (path) => {
      const { id } = await client().workflows.create({ document: planFor(path) });
      await client().workflows.run({ workflowId: id, allow: 'plan', unattended: true });
    },
  ],
];

const lines = () => client().permissions.audit({ query: 'files.write', limit: 100 });

test.each(entryPoints)(
  'what the policy leaves out does not happen by %s, and each try is on record [SB-13, SB-17]',
  async (name, enter) => {
    const path = join(home, `${name.replaceAll(' ', '-')}.txt`);
    await deny(['files.write']);
    const before = (await lines()).length;
    // Some ways say no at once, some with the run that they start.
    await enter(path).catch(() => undefined);
    await expect.poll(async () => (await lines()).length, { timeout: 30_000 }).toBeGreaterThan(before);
    expect((await lines())[0]).toMatchObject({ decision: 'denied', rule: 'deny list', target: 'files.write' });
    await expect
      .poll(async () => (await client().runs.list({ limit: 1 }))[0], { timeout: 30_000 })
      .toMatchObject({ status: 'failed' });
    expect(existsSync(path)).toBe(false);
  },
);

test.each(entryPoints.filter(([name]) => !/webhook|schedule|sentence/.test(name)))(
  'and without the denial it does happen by %s',
  async (name, enter) => {
    const path = join(home, `allowed-${name.replaceAll(' ', '-')}.txt`);
    await deny([]);
    await enter(path);
    await expect.poll(() => existsSync(path), { timeout: 30_000 }).toBe(true);
  },
);

test('what the policy would say of it is the same, by the same rule', async () => {
  await deny(['files.write']);
  const asked = { worker: 'files', action: 'write', input: { path: join(home, 'x'), content: 'x' } };
  expect(await client().policy.simulate(asked)).toMatchObject({ decision: 'denied', rule: 'deny list' });
});

async function connect(): Promise<Client> {
  const mcp = new Client({ name: 'test', version: '1.0.0' });
  const headers = { authorization: `Bearer ${served.tokens().apiToken}` };
  const url = new URL('/mcp', await served.address());
  await mcp.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  onTestFinished(() => mcp.close());
  return mcp;
}

test('to an MCP client it is not even offered, and a call of it starts nothing', async () => {
  const path = join(home, 'by-mcp.txt');
  await deny(['files.write']);
  const ids = async () => (await client().runs.list({ limit: 200 })).map(({ id }) => id);
  const before = await ids();
  const mcp = await connect();
  const answer = await mcp.callTool({ name: 'files.write', arguments: { path, content: 'x' } });
  expect(JSON.stringify(answer)).toContain('is not offered to MCP clients');
  expect(await ids()).toEqual(before);
  expect(existsSync(path)).toBe(false);
});

test('what comes from outside has nobody to ask, may nothing that was not allowed before, and marks its run [SB-05]', async () => {
  await deny([]);
  const path = join(home, 'from-outside.txt');
  const mcp = await connect();
  const { url } = await client().triggers.add({ template: keeping(path) });
  for (const enter of [
    () => mcp.callTool({ name: 'files.write', arguments: { path, content: 'x' } }),
    () => call(url, { body: {} }),
  ]) {
    await enter();
    const last = async () => (await client().runs.list({ limit: 1 }))[0];
    await expect.poll(last, { timeout: 30_000 }).toMatchObject({ status: 'failed' });
    const run = await client().runs.get({ runId: (await last())?.id ?? '' });
    expect(run).toMatchObject({ unattended: true, error: { code: 'permission-missing' } });
    const { events } = await client().events.list({ scope: { runId: run.id }, types: ['run.tainted'] });
    expect(events).toHaveLength(1);
    expect(existsSync(path)).toBe(false);
  }
});

test('a question that waits in the inbox is answered by its code in a conversation [SB-18]', async () => {
  await deny([]);
  const path = join(home, 'by-code.txt');
  const start = () => client().runs.start({ plan: planFor(path), unattended: true, whenMissing: 'wait' });
  const codeOf = async (runId: string): Promise<string> => {
    await expect.poll(async () => (await client().permissions.pending({ runId })).length, { timeout: 30_000 }).toBe(1);
    return (await client().permissions.pending({ runId }))[0]?.code ?? '';
  };
  const say = async (text: string): Promise<string> => {
    const { conversationId } = await client().conversations.send({ text });
    return (await client().conversations.get({ conversationId })).messages.at(-1)?.text ?? '';
  };
  const first = await start();
  const code = await codeOf(first.runId);
  const wrong = code.startsWith('2') ? '333-AAA' : '222-AAA';
  expect(await say(`deny ${wrong}`)).toContain('No open question has this code');
  expect(await say(wrong)).not.toContain('code');
  expect(await say(`deny ${code}`)).toBe(`Denied: files.write \`${path}\`.`);
  expect(await served.ended(first.runId)).toMatchObject({ error: { code: 'permission-denied' } });
  const second = await start();
  expect(await say((await codeOf(second.runId)).toLowerCase())).toBe(`Allowed once: files.write \`${path}\`.`);
  expect(await served.ended(second.runId)).toMatchObject({ status: 'completed' });
  expect(existsSync(path)).toBe(true);
  expect(await say('222-AAA')).not.toContain('code');
});
