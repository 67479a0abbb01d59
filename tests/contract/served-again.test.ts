import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { serveEngine, type ServedEngine } from '../../src/main/gateway/serve-engine.ts';
import { httpRequest } from './http-request.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';

let engine: TestEngine;
let served: ServedEngine;

beforeEach(() => {
  engine = createTestEngine();
});
afterEach(async () => {
  await served.close();
  await engine.close();
});

/** The gateway of one engine process after another, over the same data folder. */
async function serve(): Promise<void> {
  const { router: handlers, logger, folder } = engine;
  const paths = dataPaths(folder);
  served = await serveEngine({ handlers, logger, paths, close: async () => undefined }, { version: '0.0.0' });
}

async function open(): Promise<{ port: number; link: string; cookie: string }> {
  const link = await served.gateway.createLink();
  const port = Number(new URL(link).port);
  const answer = await httpRequest({ port }, { path: new URL(link).pathname, headers: { host: new URL(link).host } });
  return { port, link, cookie: String(answer.headers['set-cookie']).split(';')[0]! };
}

async function statusOf(port: number, cookie: string): Promise<number> {
  const headers = { host: `127.0.0.1:${port}`, cookie };
  return (await httpRequest({ port }, { path: '/api/settings', headers })).status;
}

test('after a restart the page of before gets in again, at the same address', async () => {
  await serve();
  const { port, cookie } = await open();
  expect(await statusOf(port, cookie)).toBe(200);
  await served.close();
  await serve();
  expect(await served.gateway.listenOnPort(0)).toBe(port);
  expect(await statusOf(port, cookie)).toBe(200);
  expect(await statusOf(port, `heron-${port}=${'x'.repeat(43)}`)).toBe(401);
});

test('a link that was not used, and the API token, end with their engine', async () => {
  await serve();
  const unused = new URL(await served.gateway.createLink());
  const { apiToken } = served.tokens;
  await served.close();
  await serve();
  const port = await served.gateway.listenOnPort(0);
  const headers = { host: unused.host };
  expect((await httpRequest({ port }, { path: unused.pathname, headers })).status).toBe(401);
  const authorization = `Bearer ${apiToken}`;
  expect((await httpRequest({ port }, { path: '/api/settings', headers: { ...headers, authorization } })).status).toBe(
    401,
  );
});

test('where another program took the port a free one is found, and no old session is any good', async () => {
  await serve();
  const { port, cookie } = await open();
  await served.close();
  const other = await occupy(port);
  await serve();
  const second = await served.gateway.listenOnPort(0);
  expect(second).not.toBe(port);
  expect(await statusOf(second, cookie.replace(`heron-${port}`, `heron-${second}`))).toBe(401);
  other.close();
});

test('a port that was asked for is the one, or an error', async () => {
  await serve();
  const other = await occupy(0);
  const taken = (other.address() as AddressInfo).port;
  await expect(served.gateway.listenOnPort(taken)).rejects.toMatchObject({ code: 'conflict' });
  other.close();
});

test('no secret of a session lies on the disk', async () => {
  await serve();
  const { cookie } = await open();
  const secret = cookie.split('=')[1]!;
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(readFileSync(join(engine.folder, 'access.json'), 'utf8')).not.toContain(secret);
});

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
