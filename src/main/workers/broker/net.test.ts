import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, type FakeBrokerOptions, startFakeBroker } from './fake-broker.ts';
import {
  endServer,
  type FakeServer,
  type FetchOptions,
  fetchText,
  hello,
  listen,
  openUrl,
  readBody,
  startFakeServer,
} from './network/fake-server.ts';

const localhost = { capability: 'net', target: 'localhost' } as const;
const loopback = { capability: 'net', target: '127.0.0.1' } as const;

let broker: FakeBroker;
function start(options: FakeBrokerOptions = {}): void {
  const started = startFakeBroker({ allow: [localhost, loopback], ...options });
  onTestFinished(() => started.end());
  broker = started;
}
beforeEach(() => start());

async function serve(answer: RequestListener): Promise<FakeServer> {
  const server = await startFakeServer(answer);
  onTestFinished(() => server.end());
  return server;
}

function get(url: string, options: FetchOptions = {}, body?: Uint8Array): Promise<string> {
  return fetchText(broker.open(), url, options, body);
}

test('a request arrives as it was meant, and its answer comes back', async () => {
  const server = await serve((_request, response) => {
    response.writeHead(201, { 'X-Kind': 'test', 'set-cookie': ['a=1', 'b=2'] }).end('made');
  });
  const session = broker.open();
  const headers = { 'Content-Type': 'text/plain', authorization: 'Bearer x' };
  const reply = await openUrl(session, `${server.url}/things?q=1`, { method: 'POST', headers }, Buffer.from('body'));
  expect(reply).toMatchObject({ status: 201, url: `${server.url}/things?q=1` });
  expect(reply.headers).toMatchObject({ 'x-kind': 'test', 'set-cookie': 'a=1, b=2' });
  expect((await readBody(session, reply.handle)).text).toBe('made');
  expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/things?q=1', body: 'body' });
  expect(server.seen[0]?.headers).toMatchObject({ ...lowered(headers), 'content-length': '4' });
  expect(broker.record).toEqual([
    {
      operation: 'net.open',
      capability: 'net',
      target: '127.0.0.1',
      detail: `POST ${server.url}/things?q=1`,
      decision: 'allowed',
    },
  ]);
});

function lowered(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

test('a large answer comes in pieces of at most 256 KiB, and only as it is asked for', async () => {
  let sent = 0;
  const piece = Buffer.alloc(64 * 1024, 'x');
  const server = await serve((_request, response) => {
    const send = (): void => {
      if (sent === 400) return void response.end();
      sent += 1;
      response.write(piece, send);
    };
    send();
  });
  const session = broker.open();
  const { handle } = await openUrl(session, server.url);
  await session.ask('net.next', { handle });
  expect(sent).toBeLessThan(400);
  const { sizes } = await readBody(session, handle);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(24 * 1024 * 1024);
});

describe('addresses that are refused before anything is sent', () => {
  test.for([
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/plain,x',
    '127.0.0.1',
    'http://',
    'http://user@127.0.0.1/',
    'http://user:secret@127.0.0.1/',
    'http://:secret@127.0.0.1/',
  ])('%s', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(get(url)).rejects.not.toThrow(/secret/);
    expect(broker.record).toEqual([]);
  });

  test.for([
    ['http://EXAMPLE.com:81/', 'example.com'],
    ['https://example.com./', 'example.com'],
    ['http://bücher.example/', 'xn--bcher-kva.example'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://[::1]:80/', '::1'],
    ['http://example.com\\@evil.example/', 'example.com'],
    ['http://evil.example#@example.com/', 'evil.example'],
  ] as const)('%s asks for the host %s', async ([url, host]) => {
    start({ allow: [] });
    await expect(get(url)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(broker.record.map(({ target }) => target)).toEqual([host]);
  });
});

describe('headers a worker may not send', () => {
  test.for(['Host', 'connection', 'Transfer-Encoding', 'content-length', 'proxy-authorization', 'Upgrade', 'te'])(
    '%s',
    async (name) => {
      const server = await serve(hello);
      await expect(get(server.url, { headers: { [name]: 'x' } })).rejects.toMatchObject({
        code: 'invalid-input',
      });
      expect(server.seen).toEqual([]);
    },
  );

  test.for<Record<string, string>>([
    { 'x-a': 'one\r\nhost: evil' },
    { 'x-a\r\nhost': 'evil' },
    { 'x a': 'space' },
    { '': 'nameless' },
    { 'x-a': 'one', 'X-A': 'two' },
    { 'x-a': 'zero\0' },
    { 'x-a': 'snow ☃' },
  ])('%j', async (headers) => {
    await expect(get('http://127.0.0.1:1/', { headers })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('errors name the host and the cause', () => {
  test('a name that cannot be found', async () => {
    start({
      allow: [{ capability: 'net', target: 'nowhere.invalid' }],
      lookUp: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    });
    await expect(get('http://nowhere.invalid/')).rejects.toMatchObject({
      code: 'network',
      message: 'The name nowhere.invalid cannot be found (ENOTFOUND)',
    });
  });

  test('a closed port', async () => {
    const server = createServer(hello);
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'network',
      message: '127.0.0.1 refuses the connection (ECONNREFUSED)',
    });
  });

  test('a server that speaks no TLS', async () => {
    const server = await serve(hello);
    await expect(get(server.url.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('127.0.0.1 does not speak TLS as it should'),
    });
  });

  test('a server that breaks off in the head, and one that breaks off in the body', async () => {
    const head = await serve((request) => request.socket.destroy());
    await expect(get(head.url)).rejects.toMatchObject({ code: 'network', message: /127\.0\.0\.1 broke/ });
    const body = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });
    await expect(get(body.url)).rejects.toMatchObject({ code: 'network', message: /127\.0\.0\.1/ });
  });

  test.skipIf(!hasOpenssl())('a self-signed certificate (needs openssl)', async () => {
    const server = createSecureServer(selfSigned(), hello);
    onTestFinished(() => endServer(server));
    const port = await listen(server);
    await expect(get(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('The certificate of 127.0.0.1 is self-signed'),
    });
  });
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'heron-tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1'];
  execFileSync('openssl', [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}

describe('ending', () => {
  test('cancelling the call ends a request that waits for its answer', async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const session = broker.open(controller.signal);
    const waiting = openUrl(session, server.url);
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await session.close();
  });

  test('cancelling does not wait for a name that is being looked up', async () => {
    start({ lookUp: () => new Promise(() => undefined) });
    const controller = new AbortController();
    const session = broker.open(controller.signal);
    const waiting = openUrl(session, 'http://localhost/');
    await expect.poll(() => broker.record.length).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await session.close();
  });

  test('closing the session ends a body that is waited for, and the connection', async () => {
    const ended: string[] = [];
    const server = await serve((request, response) => {
      response.write('first');
      request.socket.on('close', () => ended.push('closed'));
    });
    const session = broker.open();
    const { handle } = await openUrl(session, server.url);
    await session.ask('net.next', { handle });
    const waiting = session.ask('net.next', { handle });
    await Promise.all([session.close(), expect(waiting).rejects.toMatchObject({ code: 'cancelled' })]);
    await expect.poll(() => ended).toEqual(['closed']);
  });

  test('an answer that nobody reads can be closed', async () => {
    const server = await serve((_request, response) => void response.write('first'));
    const session = broker.open();
    const { handle } = await openUrl(session, server.url);
    await session.raw('net.close', { handle }, undefined);
    await session.raw('net.close', { handle }, undefined);
    await expect(session.ask('net.next', { handle })).rejects.toMatchObject({ code: 'not-found' });
  });
});
