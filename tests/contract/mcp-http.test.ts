import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestListener, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const program = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const api = () => served.engine().client;

/** A server on a port of its own, until the test ends. */
async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Where nobody listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The reference server over Streamable HTTP. */
async function startReference(): Promise<number> {
  const port = await freePort();
  const child = spawn(process.execPath, [program, 'streamableHttp'], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  let said = '';
  for await (const chunk of child.stderr) {
    said += String(chunk);
    if (said.includes(`listening on port ${port}`)) return port;
  }
  throw new Error(`The reference server ended: ${said}`);
}

/** Lets through what carries the header; keeps all headers it saw. */
function guarding(port: number, wanted: string, seen: string[]): RequestListener {
  return (from: IncomingMessage, to: ServerResponse) => {
    seen.push(from.headers.authorization ?? '');
    if (from.headers.authorization !== wanted) return void to.writeHead(401).end();
    const { url, method, headers } = from;
    const on = request({ port, host: '127.0.0.1', path: url, method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    on.on('error', () => to.destroy());
    to.on('close', () => on.destroy());
    from.pipe(on);
  };
}

test('a server at an address is signed in at with a secret by name, and its tools are called [RT-23]', async () => {
  const seen: string[] = [];
  const port = await listen(guarding(await startReference(), 'Bearer of-the-reference', seen));
  await api().secrets.set({ name: 'reference', value: 'Bearer of-the-reference', hosts: [`127.0.0.1:${port}`] });
  const url = `http://127.0.0.1:${port}/mcp`;

  const locked = await api().mcp.add({ name: 'locked', connection: { transport: 'http', url } });
  expect(locked).toMatchObject({ state: 'failed', error: { message: expect.stringMatching(/401|authori/i) } });

  const headers = { Authorization: { secret: 'reference' } };
  const server = await api().mcp.add({ name: 'reference', connection: { transport: 'http', url, headers } });
  expect(server).toMatchObject({ state: 'ready', workerId: 'mcp-reference' });
  await api().mcp.setTool({ name: 'reference', tool: 'echo', policy: 'allow' });
  const plan = {
    ...{ version: 1 as const, title: 'Echo' },
    tasks: [{ id: 'one', action: 'mcp-reference.echo', input: { message: 'over HTTP' } }],
  };
  const { runId } = await api().runs.start({ plan, unattended: true });
  const run = await served.ended(runId);
  expect(run.tasks['one']?.output).toMatchObject({ text: 'Echo: over HTTP' });
  expect(seen.filter((header) => header !== '')).not.toEqual([]);
  const { events } = await api().events.list({ limit: 5000 });
  expect(JSON.stringify(events)).not.toContain('of-the-reference');
  expect(served.logText()).not.toContain('of-the-reference');
});

test('a secret goes to no other place: not to a host it is not kept for, and not where a server sends on to', async () => {
  const reached: string[] = [];
  const elsewhere = await listen((from, to) => {
    reached.push(from.headers.authorization ?? 'nothing');
    to.end();
  });
  const port = await listen((_, to) => to.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/mcp` }).end());
  await api().secrets.set({ name: 'kept', value: 'kept-for-one', hosts: [`127.0.0.1:${port}`] });
  const headers = { Authorization: { secret: 'kept' } };

  const other = { transport: 'http' as const, url: `http://127.0.0.1:${elsewhere}/mcp`, headers };
  const refused = await api().mcp.add({ name: 'other', connection: other });
  expect(refused.error).toMatchObject({ code: 'permission-denied', message: /kept for 127\.0\.0\.1:\d+, not for/ });

  const sending = { transport: 'http' as const, url: `http://127.0.0.1:${port}/mcp`, headers };
  const sent = await api().mcp.add({ name: 'sending', connection: sending });
  expect(sent).toMatchObject({
    state: 'failed',
    error: { message: expect.stringMatching(/where Heron does not follow/) },
  });
  expect(reached).toEqual([]);
});

test('an answer without an end is cut off, and a server that is not there is named', async () => {
  const endless = await listen((_, to) => {
    to.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!to.destroyed && to.write(Buffer.alloc(1_000_000, 'x')));
    };
    to.on('drain', more);
    more();
  });
  const flood = await api().mcp.add({
    name: 'endless',
    connection: { transport: 'http', url: `http://127.0.0.1:${endless}/mcp` },
  });
  expect(flood).toMatchObject({
    state: 'failed',
    error: { code: 'limit-exceeded', message: expect.stringMatching(/32 MB/) },
  });

  const port = await freePort();
  const gone = await api().mcp.add({
    name: 'gone',
    connection: { transport: 'http', url: `http://127.0.0.1:${port}/mcp` },
  });
  expect(gone).toMatchObject({
    ...{ state: 'failed', error: { code: 'network', message: expect.stringContaining(`127.0.0.1:${port}`) } },
  });
});
