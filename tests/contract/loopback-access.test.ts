import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AccessTokens } from '../../src/main/gateway/access-tokens.ts';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import { httpRequest, type Answer } from './http-request.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { testGateway } from './transports.ts';

let engine: TestEngine;
let gateway: Gateway;
let tokens: AccessTokens;
let port: number;
const time = { now: 0 };

beforeEach(async () => {
  engine = createTestEngine();
  time.now = 0;
  ({ gateway, tokens } = testGateway(engine, { clock: () => time.now }));
  port = await gateway.listenOnPort(0);
});
afterEach(async () => {
  await gateway.close();
  await engine.close();
});

type Headers = Record<string, string>;
const get = (path: string, headers: Headers = {}): Promise<Answer> => httpRequest({ port }, { path, headers });
const bearer = (): Headers => ({ authorization: `Bearer ${tokens.apiToken}` });

async function signIn(): Promise<Headers> {
  const answer = await get(new URL(await gateway.createLink()).pathname);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0]! };
}

/** The status a WebSocket is refused with, or 101. */
async function knock(headers: Headers): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
  const [answer] = (await Promise.race([
    once(socket, 'unexpected-response').then(([, response]) => [response]),
    once(socket, 'open').then(() => [{ statusCode: 101 }]),
  ])) as [{ statusCode: number }];
  socket.on('error', () => {});
  socket.terminate();
  return answer.statusCode;
}

describe('without credentials', () => {
  test.each([
    '/api/settings',
    '/openapi.json',
    '/',
    '/assets/index.js',
    '/rpc',
    '/open/',
    '/open-link',
    '/blobs/blb_1',
  ])('%s is not answered', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(401);
    expect(answer.json?.data?.code).toBe('permission-denied');
  });

  test('no WebSocket opens', async () => {
    expect(await knock({})).toBe(401);
    expect(await knock({ authorization: 'Bearer wrong' })).toBe(401);
    expect(gateway.connectionCount()).toBe(0);
  });
});

test('the API token lets a script in', async () => {
  expect((await get('/api/settings', bearer())).status).toBe(200);
  expect((await get('/api/settings', { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await get('/api/settings', { authorization: `Basic ${tokens.apiToken}` })).status).toBe(401);
  expect((await get(`/api/settings?token=${tokens.apiToken}`)).status).toBe(401);
  expect(await knock(bearer())).toBe(101);
});

test('a link signs one browser in, once, with a cookie that scripts and other sites do not get', async () => {
  const path = new URL(await gateway.createLink()).pathname;
  const first = await get(path);
  expect(first.status).toBe(303);
  expect(first.headers['location']).toBe('/');
  const cookie = String(first.headers['set-cookie']);
  expect(cookie).toContain('; HttpOnly; SameSite=Strict');
  expect(cookie).toContain(`heron-${port}=`);
  const headers = { cookie: cookie.split(';')[0]! };
  expect((await get('/api/settings', headers)).status).toBe(200);
  expect(await knock({ ...headers, origin: `http://127.0.0.1:${port}` })).toBe(101);

  const second = await get(path);
  expect(second.status).toBe(401);
  expect(second.headers['set-cookie']).toBeUndefined();
  expect(second.json?.message).toContain('used already');
});

test('who is signed in already comes in by an old link too', async () => {
  const headers = await signIn();
  const answer = await get('/open/used-up', headers);
  expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
});

test('a link is too old after five minutes', async () => {
  const path = new URL(await gateway.createLink()).pathname;
  time.now = 5 * 60_000;
  expect((await get(path)).status).toBe(401);
});

test('looking ahead does not use a link up', async () => {
  const path = new URL(await gateway.createLink()).pathname;
  expect((await get(path, { 'sec-purpose': 'prefetch' })).status).toBe(401);
  expect((await httpRequest({ port }, { path, method: 'HEAD' })).status).toBe(401);
  expect((await get(path)).status).toBe(303);
});

describe('another page of the same browser', () => {
  test.each([
    ['a foreign origin', () => ({ origin: 'https://evil.example' })],
    ['another port of this machine', () => ({ origin: `http://127.0.0.1:${port + 1}` })],
    ['an opaque origin', () => ({ origin: 'null' })],
    ['a name that was pointed at this machine', () => ({ host: `evil.example:${port}` })],
    ['the right name with another port', () => ({ host: `127.0.0.1:${port + 1}` })],
    ['a page of the same site', () => ({ 'sec-fetch-site': 'same-site' })],
    ['a foreign page without an origin', () => ({ 'sec-fetch-site': 'cross-site' })],
  ])('is refused although it has the session: %s', async (_name, headers) => {
    const session = await signIn();
    expect((await get('/api/settings', { ...session, ...headers() })).status).toBe(403);
    expect(await knock({ ...session, ...headers() })).toBe(403);
  });

  test('cannot use a link up', async () => {
    const path = new URL(await gateway.createLink()).pathname;
    expect((await get(path, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get(path)).status).toBe(303);
  });

  test('is not counted as a failed attempt of the person', async () => {
    for (let count = 0; count < 40; count += 1) await get('/api/settings', { origin: 'https://evil.example' });
    expect((await get('/api/settings', bearer())).status).toBe(200);
  });
});

test('after twenty wrong tokens nobody new is heard for a while, and who is in stays in', async () => {
  const session = await signIn();
  for (let count = 0; count < 20; count += 1) {
    expect((await get('/api/settings', { authorization: `Bearer guess-${count}` })).status).toBe(401);
  }
  const refused = await get('/api/settings', bearer());
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBe('10');
  expect((await get(new URL(await gateway.createLink()).pathname)).status).toBe(429);
  expect((await get('/api/settings', session)).status).toBe(200);
  time.now = 10_000;
  expect((await get('/api/settings', bearer())).status).toBe(200);
});

test.each(['0.0.0.0', '::', '192.168.1.2', 'example.org'])('listening on %s is refused', async (host) => {
  await expect(gateway.listenOnPort(0, host)).rejects.toMatchObject({ code: 'unsupported' });
});

test('a port in use is named', async () => {
  const other = testGateway(engine).gateway;
  await expect(other.listenOnPort(port)).rejects.toMatchObject({
    code: 'conflict',
    message: `Another program uses port ${port}; end it, or let Heron take another`,
  });
  await other.close();
});
