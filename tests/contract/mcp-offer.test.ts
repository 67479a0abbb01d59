import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { httpRequest } from './http-request.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const root = join(import.meta.dirname, '../..');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-mcp-')));
let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

const open: Client[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function connect(transport: Transport, mode: 'auto' | 'legacy'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  open.push(client);
  return client;
}

async function overHttp(mode: 'auto' | 'legacy', token = served.tokens().apiToken): Promise<Client> {
  const url = new URL('/mcp', await served.address());
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  return connect(new StreamableHTTPClientTransport(url, { requestInit }), mode);
}

/** As another program starts it: the engine that has the folder answers. */
function overStdio(mode: 'auto' | 'legacy'): Promise<Client> {
  const args = [join(root, 'bin/heron.js'), '--data-dir', served.folder, 'mcp', 'serve'];
  const env = { HERON_FROM_SOURCE: '1' };
  return connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }), mode);
}

const ways = [
  ['Streamable HTTP', 'auto', overHttp],
  ['Streamable HTTP, spoken the older way', 'legacy', overHttp],
  ['input and output', 'auto', overStdio],
] as const;

test.each(ways)(
  'another MCP client discovers the actions over %s, and calls them [RT-24]',
  async (_way, mode, over) => {
    const client = await over(mode);
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === 'checksum.hash')).toMatchObject({ annotations: { readOnlyHint: true } });
    const file = join(folder, 'note.txt');
    writeFileSync(file, 'heron');

    const refused = await client.callTool({ name: 'checksum.hash', arguments: { path: file } });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused.content)).toContain(
      `permission-missing: Nobody is there to ask for files.read:${file}`,
    );

    const { grants } = await allow(file);
    const told: { progress: number; total?: number | undefined }[] = [];
    const onprogress = (progress: (typeof told)[number]): void => void told.push(progress);
    const answer = await client.callTool({ name: 'checksum.hash', arguments: { path: file } }, { onprogress });
    expect(answer.isError).toBeFalsy();
    expect(told).toContainEqual(expect.objectContaining({ progress: 100, total: 100 }));
    expect(answer.structuredContent).toMatchObject({ algorithm: 'sha256' });
    for (const { id } of grants) await served.engine().client.permissions.revoke({ grantId: id });

    const wrong = await client.callTool({ name: 'checksum.hash', arguments: { pfad: 'x' } });
    expect(JSON.stringify(wrong.content)).toMatch(/input\.path: is missing/);
  },
);

/** Somebody says yes for always in a run of their own. */
async function allow(file: string) {
  const { client } = served.engine();
  const plan = {
    ...{ version: 1 as const, title: 'Look' },
    tasks: [{ id: 'one', action: 'checksum.hash', input: { path: file } }],
  };
  const { runId } = await client.runs.start({ plan });
  await expect.poll(() => client.permissions.pending({ runId })).toHaveLength(1);
  const [request] = await client.permissions.pending({ runId });
  await client.permissions.answer({ answers: [{ requestId: request!.id, answer: 'always' }] });
  await served.ended(runId);
  return { grants: await client.permissions.grants({}) };
}

test('without the token nobody is answered, and no page of a browser is', async () => {
  const { port, host } = new URL(await served.address());
  const ask = (headers: Record<string, string>) =>
    httpRequest({ port: Number(port) }, { path: '/mcp', method: 'POST', headers: { host, ...headers }, body: '{}' });
  expect((await ask({})).status).toBe(401);
  expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401);
  const page = { authorization: `Bearer ${served.tokens().apiToken}`, origin: 'https://example.com' };
  expect((await ask(page)).status).toBe(403);
});

test('what is on the list is offered and nothing else; the policy leaves out what it leaves out', async () => {
  const { client: api } = served.engine();
  await api.mcp.setOffer({ allow: ['checksum', 'text'], deny: ['text.count'], whenMissing: 'fail' });
  const client = await overHttp('auto');
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).toContain('checksum.hash');
  expect(names.filter((name) => !/^(checksum|text)\./.test(name) || name === 'text.count')).toEqual([]);
  const hidden = await client.callTool({ name: 'archive.create', arguments: {} });
  expect(JSON.stringify(hidden.content)).toContain('is not offered to MCP clients');
  await api.settings.update({ policy: { deny: ['checksum'] } });
  expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('checksum.hash');
  await api.policy.reset({});
  await api.mcp.setOffer({ allow: [], deny: [], whenMissing: 'fail' });
});

test('a call that may wait is answered when somebody has said yes in the inbox, and marks its run', async () => {
  const { client: api } = served.engine();
  await api.mcp.setOffer({ allow: [], deny: [], whenMissing: 'wait' });
  const file = join(folder, 'other.txt');
  writeFileSync(file, '{{ 1 + 1 }}');
  const client = await overHttp('auto');
  const calling = client.callTool({ name: 'checksum.hash', arguments: { path: file } });
  await expect.poll(() => api.permissions.pending({})).toHaveLength(1);
  const [request] = await api.permissions.pending({});
  await api.permissions.answer({ answers: [{ requestId: request!.id, answer: 'once' }] });
  expect((await calling).isError).toBeFalsy();
  const { events } = await api.events.list({ scope: { runId: request!.runId } });
  expect(events.find(({ type }) => type === 'run.tainted')?.payload).toMatchObject({
    sources: ['what an MCP client sent'],
  });
  const braces = await client.callTool({ name: 'checksum.hash', arguments: { path: '{{ 1 + 1 }}' } });
  expect(JSON.stringify(braces.content)).not.toMatch(/\b2\b/);
});
