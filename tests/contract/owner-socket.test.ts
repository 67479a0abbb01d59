import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import { httpRequest } from './http-request.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { testGateway } from './transports.ts';

const isWindows = process.platform === 'win32';
let engine: TestEngine;
let gateway: Gateway;
let path: string;

beforeEach(() => {
  engine = createTestEngine();
  ({ gateway } = testGateway(engine));
  path = join(engine.folder, 'engine.sock');
});
afterEach(async () => {
  await gateway.close();
  await engine.close();
});

test.skipIf(isWindows)('only its owner may open the socket, and no TCP port is opened beside it [X-14]', async () => {
  const mask = process.umask();
  await gateway.listenOnSocket(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(process.umask()).toBe(mask);
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap')).toEqual([]);
});

test.skipIf(isWindows)('the socket goes with the engine', async () => {
  await gateway.listenOnSocket(path);
  await gateway.close();
  expect(existsSync(path)).toBe(false);
});

test.skipIf(isWindows)('a socket left by a process that was killed is replaced', async () => {
  const program = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(path)).toBe(true);
  await gateway.listenOnSocket(path);
  expect((await httpRequest({ socketPath: path }, { path: '/api/health' })).status).toBe(200);
});

test('a socket on which an engine answers is left alone', async () => {
  await gateway.listenOnSocket(path);
  const other = testGateway(engine).gateway;
  await expect(other.listenOnSocket(path)).rejects.toMatchObject({ code: 'conflict' });
  await other.close();
  expect((await httpRequest({ socketPath: path }, { path: '/api/health' })).status).toBe(200);
});

test.skipIf(isWindows)('a file in the way is left alone', async () => {
  writeFileSync(path, 'mine');
  await expect(gateway.listenOnSocket(path)).rejects.toMatchObject({ code: 'conflict' });
  expect(statSync(path).size).toBe(4);
});

test('the owner can ask for a link to the interface; others cannot', async () => {
  const started = testGateway(engine, { openInterface: async () => ({ kind: 'link', url: await other.createLink() }) });
  const other = started.gateway;
  await other.listenOnSocket(path);
  const answer = await httpRequest({ socketPath: path }, { path: '/open-link', method: 'POST' });
  const { url } = JSON.parse(answer.text) as { url: string };
  const port = Number(new URL(url).port);
  expect((await httpRequest({ port }, { path: new URL(url).pathname })).status).toBe(303);

  const headers = { authorization: `Bearer ${started.tokens.apiToken}` };
  expect((await httpRequest({ port }, { path: '/open-link', method: 'POST', headers })).status).toBe(405);
  await other.close();
});

test('an engine without an interface says so', async () => {
  await gateway.listenOnSocket(path);
  const answer = await httpRequest({ socketPath: path }, { path: '/open-link', method: 'POST' });
  expect(answer.status).toBe(409);
  expect(answer.json?.data?.message).toContain('no interface to open');
});

test('a caller who never finishes the handshake does not keep the engine from ending', async () => {
  await gateway.listenOnSocket(path);
  const socket = connect(path);
  await once(socket, 'connect');
  socket.write('GET /rpc HTTP/1.1\r\n');
  socket.on('error', () => {});
  await gateway.close();
  await expect.poll(() => socket.destroyed).toBe(true);
});
