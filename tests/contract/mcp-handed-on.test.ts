import { createRequire } from 'node:module';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
  const connection = {
    ...{ transport: 'stdio' as const, command: process.execPath, args: [everything, 'stdio'], environment: {} },
  };
  await api().mcp.add({ name: 'everything', connection });
  for (const tool of ['get-tiny-image', 'resources:read', 'prompt:args-prompt', 'trigger-long-running-operation']) {
    await api().mcp.setTool({ name: 'everything', tool, policy: 'allow' });
  }
  const trusted = { trustedSource: true, sensitive: false, trustedSink: true };
  await api().settings.update({ policy: { trust: { 'worker:mcp-everything': trusted } } });
});
afterAll(() => served.close());

const api = () => served.engine().client;

const open: Client[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function connect(mode: 'auto' | 'legacy' = 'legacy', token = served.tokens().apiToken) {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', await served.address()), { requestInit });
  await client.connect(transport);
  open.push(client);
  return { client, transport };
}

test.each(['auto', 'legacy'] as const)(
  'a client has the tools, prompts and resources of the servers that Heron uses, through runs (%s) [RT-24]',
  async (mode) => {
    const { client } = await connect(mode);
    const tool = (await client.listTools()).tools.find(({ name }) => name === 'mcp-everything.getTinyImage');
    // As the server gives it, with what Heron leaves to the server.
    expect(tool?.inputSchema).toHaveProperty('$schema');
    const picture = await client.callTool({ name: 'mcp-everything.getTinyImage', arguments: {} });
    expect(picture.content).toMatchObject([
      { type: 'text' },
      { type: 'image', mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) },
      { type: 'text' },
    ]);

    const { prompts } = await client.listPrompts();
    expect(prompts.find(({ name }) => name === 'mcp-everything.promptArgsPrompt')).toMatchObject({
      arguments: [
        { name: 'city', required: true },
        { name: 'state', required: false },
      ],
    });
    const name = 'mcp-everything.promptArgsPrompt';
    const { messages } = await client.getPrompt({ name, arguments: { city: 'Bergen' } });
    expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: "What's weather in Bergen?" } }]);
    await expect(client.getPrompt({ name, arguments: {} })).rejects.toThrow(/input\.city: is missing/);

    const { resources } = await client.listResources();
    const uri = resources.find((one) => one.uri.startsWith('demo://'))?.uri ?? '';
    const { contents } = await client.readResource({ uri });
    expect(contents).toMatchObject([{ uri, text: expect.stringMatching(/\w/) }]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(
      expect.arrayContaining(['heron://runs/{runId}', 'demo://resource/dynamic/blob/{resourceId}']),
    );
    const filled = 'demo://resource/dynamic/blob/7';
    expect((await client.readResource({ uri: filled })).contents).toMatchObject([
      { uri: filled, text: expect.stringContaining('7') },
    ]);
    await expect(client.readResource({ uri: 'demo://nowhere' })).rejects.toThrow(/not found/i);
  },
);

test('a call and the bytes it made can be read afterwards by clients; of other runs and their bytes they learn nothing', async () => {
  const { client } = await connect();
  const picture = await client.callTool({ name: 'mcp-everything.getTinyImage', arguments: {} });
  const blobId = /blb_\w{26}/.exec(JSON.stringify(picture.structuredContent))?.[0];
  const { resources } = await client.listResources();
  const call = resources.find(({ title }) => title === 'mcp-everything.getTinyImage');
  const [run] = (await client.readResource({ uri: call?.uri ?? '' })).contents;
  expect(run).toMatchObject({ text: expect.stringContaining('"status":"completed"') });
  const [bytes] = (await client.readResource({ uri: `heron://blobs/${blobId}` })).contents;
  expect(bytes).toMatchObject({ mimeType: 'image/png', blob: expect.stringMatching(/^iVBOR/) });

  const action = 'mcp-everything.getTinyImage' as const;
  const plan = { version: 1 as const, title: 'Own', tasks: [{ id: 'one', action, input: {} }] };
  const { runId } = await api().runs.start({ plan, unattended: true });
  const own = await served.ended(runId);
  const ownBlob = /blb_\w{26}/.exec(JSON.stringify(own.tasks['one']?.output))?.[0];
  for (const uri of [`heron://runs/${runId}`, `heron://blobs/${ownBlob}`, 'heron://blobs/blb_1']) {
    await expect(client.readResource({ uri })).rejects.toThrow(/not found/i);
  }
  const typed = { name: 'runId', value: 'run_' };
  const { completion } = await client.complete({
    ref: { type: 'ref/resource', uri: 'heron://runs/{runId}' },
    argument: typed,
  });
  expect(completion.values.map((id) => `heron://runs/${id}`)).toContain(call?.uri);
  expect(completion.values).not.toContain(runId);
});

test('prompt packs are prompts with fields; what a person has written is offered only where it is named', async () => {
  const { client } = await connect();
  const { prompts } = await client.listPrompts();
  const packs = prompts.filter(({ name }) => name.startsWith('pack.'));
  const pack = packs.find(({ arguments: fields = [] }) => fields.some(({ name }) => name === 'task'));
  const { messages } = await client.getPrompt({ name: pack?.name ?? '', arguments: { task: 'Mend <PLAN> it' } });
  // A value is not read for slots again.
  expect(JSON.stringify(messages)).toContain('Mend <PLAN> it');
  const { rules } = await api().mcp.offer();
  await api().mcp.setOffer({ ...rules, deny: ['pack'] });
  expect((await client.listPrompts()).prompts.filter(({ name }) => name.startsWith('pack.'))).toEqual([]);
  await expect(client.getPrompt({ name: pack?.name ?? '' })).rejects.toThrow(/There is no prompt/);
  await api().mcp.setOffer(rules);
});

test('a client that stays is told how a call goes, that another offer is made, and of a call it watches', async () => {
  const { client } = await connect();
  const heard: { level: string; data: unknown }[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params));
  const lists = vi.fn<() => void>();
  client.setNotificationHandler('notifications/tools/list_changed', lists);
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void updates.push(params.uri));
  await client.setLoggingLevel('info');
  // It waits for a yes, so that it is watched before it goes on.
  const { rules } = await api().mcp.offer();
  await api().mcp.setOffer({ ...rules, whenMissing: 'wait' });
  const slow = client.callTool({ name: 'mcp-everything.echo', arguments: { message: 'hello' } });
  await expect.poll(() => api().permissions.pending({})).toHaveLength(1);
  const [request] = await api().permissions.pending({});
  const call = (await client.listResources()).resources.find(({ title }) => title === 'mcp-everything.echo');
  await client.subscribeResource({ uri: call?.uri ?? '' });
  await api().permissions.answer({ answers: [{ requestId: request?.id ?? '', answer: 'once' }] });
  await slow;
  await expect.poll(() => updates).toContain(call?.uri);
  const said = heard.map(({ data }) => (data as { what: string }).what);
  expect(said).toEqual(expect.arrayContaining(['task.started', 'task.completed', 'run.completed']));
  // Below what it asked for.
  expect(said).not.toContain('run.created');
  await expect(client.subscribeResource({ uri: 'demo://nowhere' })).rejects.toThrow(/Only calls/);
  await api().mcp.setOffer(rules);
  await expect.poll(() => lists.mock.calls.length).toBeGreaterThan(0);
});

test('a client whose connection broke takes its call up again; a session that is over is begun anew', async () => {
  const { transport } = await connect();
  const session = { 'mcp-session-id': transport.sessionId ?? '', 'mcp-protocol-version': '2025-11-25' };
  const headers = {
    ...{ authorization: `Bearer ${served.tokens().apiToken}`, accept: 'application/json, text/event-stream' },
    ...{ 'content-type': 'application/json', ...session },
  };
  const url = new URL('/mcp', await served.address());
  const params = { name: 'mcp-everything.triggerLongRunningOperation', arguments: { duration: 1, steps: 1 } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 77, method: 'tools/call', params });
  const broken = await fetch(url, { method: 'POST', headers, body });
  const reader = broken.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  const lastId = /^id: (.+)$/m.exec(first)?.[1] ?? '';
  // The server may not have noticed yet that the connection is gone.
  const signal = AbortSignal.timeout(20_000);
  const again = await vi.waitUntil(
    async () => {
      const answer = await fetch(url, { headers: { ...headers, 'last-event-id': lastId }, signal });
      return answer.status === 409 ? undefined : answer;
    },
    { timeout: 20_000 },
  );
  let text = '';
  for await (const piece of again.body ?? []) {
    text += new TextDecoder().decode(piece);
    if (text.includes('"id":77')) break;
  }
  expect(text).toContain('Long running operation completed');
  const over = await fetch(url, { method: 'POST', headers: { ...headers, 'mcp-session-id': 'gone' }, body });
  expect(over.status).toBe(404);
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(404);
});
