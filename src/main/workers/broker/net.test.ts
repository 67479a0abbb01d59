import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { BrokerMethods } from '../../../worker-kit/broker-methods.ts';
import { type FakeBroker, type FakeBrokerOptions, type FakeSession, startFakeBroker } from './fake-broker.ts';

const localhost = { capability: 'net', target: 'localhost' } as const;
const loopback = { capability: 'net', target: '127.0.0.1' } as const;

let broker: FakeBroker;
function start(options: FakeBrokerOptions = {}): void {
  const started = startFakeBroker({ allow: [localhost, loopback], ...options });
  onTestFinished(() => started.end());
  broker = started;
}
beforeEach(() => start());

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

/** A server that keeps what it was asked. */
async function serve(answer: RequestListener): Promise<{ url: string; port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  onTestFinished(() => server.closeAllConnections());
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

const hello = (_request: IncomingMessage, response: ServerResponse): void => void response.end('hello');
const redirectTo =
  (location: string, status = 302) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, { location }).end();

type OpenParameters = BrokerMethods['net.open']['parameters'];

function open(session: FakeSession, url: string, options: Partial<OpenParameters> = {}, body?: Uint8Array) {
  return session.ask('net.open', { url, method: 'GET', headers: {}, maxRedirects: 5, ...options }, body);
}

async function readAll(session: FakeSession, handle: number): Promise<{ text: string; sizes: number[] }> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, bytes } = await session.ask('net.next', { handle });
    if (bytes) chunks.push(bytes);
    if (done) return { text: Buffer.concat(chunks).toString(), sizes: chunks.map(({ byteLength }) => byteLength) };
  }
}

async function fetchText(url: string, options: Partial<OpenParameters> = {}, body?: Uint8Array): Promise<string> {
  const session = broker.open();
  const { handle } = await open(session, url, options, body);
  return (await readAll(session, handle)).text;
}

test('a request arrives as it was meant, and its answer comes back', async () => {
  const server = await serve((_request, response) => {
    response.writeHead(201, { 'X-Kind': 'test', 'set-cookie': ['a=1', 'b=2'] }).end('made');
  });
  const session = broker.open();
  const headers = { 'Content-Type': 'text/plain', authorization: 'Bearer x' };
  const reply = await open(session, `${server.url}/things?q=1`, { method: 'POST', headers }, Buffer.from('body'));
  expect(reply).toMatchObject({ status: 201, url: `${server.url}/things?q=1` });
  expect(reply.headers).toMatchObject({ 'x-kind': 'test', 'set-cookie': 'a=1, b=2' });
  expect((await readAll(session, reply.handle)).text).toBe('made');
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
  const { handle } = await open(session, server.url);
  await session.ask('net.next', { handle });
  expect(sent).toBeLessThan(400);
  const { sizes } = await readAll(session, handle);
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
    await expect(fetchText(url)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(fetchText(url)).rejects.not.toThrow(/secret/);
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
    await expect(fetchText(url)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(broker.record.map(({ target }) => target)).toEqual([host]);
  });
});

describe('headers a worker may not send', () => {
  test.for(['Host', 'connection', 'Transfer-Encoding', 'content-length', 'proxy-authorization', 'Upgrade', 'te'])(
    '%s',
    async (name) => {
      const server = await serve(hello);
      await expect(fetchText(server.url, { headers: { [name]: 'x' } })).rejects.toMatchObject({
        code: 'invalid-input',
      });
      expect(server.seen).toEqual([]);
    },
  );

  test.for([
    { 'x-a': 'one\r\nhost: evil' },
    { 'x-a\r\nhost': 'evil' },
    { 'x a': 'space' },
    { '': 'nameless' },
    { 'x-a': 'one', 'X-A': 'two' },
    { 'x-a': 'zero\0' },
    { 'x-a': 'snow ☃' },
  ])('%j', async (headers) => {
    await expect(fetchText('http://127.0.0.1:1/', { headers })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('redirects', () => {
  test('each hop is asked for; the address reported is the last', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/end') hello(request, response);
      else redirectTo('/end')(request, response);
    });
    const session = broker.open();
    const reply = await open(session, `${server.url}/start`);
    expect(reply.url).toBe(`${server.url}/end`);
    expect(broker.record.map(({ detail }) => detail)).toEqual([`GET ${server.url}/start`, `GET ${server.url}/end`]);
  });

  test('to another host needs that host’s permission, and nothing is sent there without it', async () => {
    const other = await serve(hello);
    const server = await serve(redirectTo(`http://localhost:${other.port}/`));
    start({ allow: [loopback] });
    await expect(fetchText(server.url)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(broker.record.map(({ target, decision }) => [target, decision])).toEqual([
      ['127.0.0.1', 'allowed'],
      ['localhost', 'denied'],
    ]);
    expect(other.seen).toEqual([]);
  });

  test.for(['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://user:secret@127.0.0.1/', 'javascript:0'])(
    'to %s is refused',
    async (location) => {
      const server = await serve(redirectTo(location));
      await expect(fetchText(server.url)).rejects.toMatchObject({ code: 'invalid-input' });
    },
  );

  test('into the cloud’s own network is refused like any host that was not granted', async () => {
    const server = await serve(redirectTo('http://169.254.169.254/latest/meta-data/'));
    await expect(fetchText(server.url)).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('without end are cut off', async () => {
    const server = await serve((request, response) =>
      redirectTo(`/${Number(request.url?.slice(1)) + 1}`)(request, response),
    );
    await expect(fetchText(`${server.url}/0`, { maxRedirects: 3 })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('more than 3 times'),
    });
    expect(server.seen).toHaveLength(4);
  });

  test.for([
    { status: 301, method: 'POST', becomes: 'GET', body: '' },
    { status: 302, method: 'POST', becomes: 'GET', body: '' },
    { status: 302, method: 'PUT', becomes: 'PUT', body: 'body' },
    { status: 303, method: 'PUT', becomes: 'GET', body: '' },
    { status: 307, method: 'POST', becomes: 'POST', body: 'body' },
    { status: 308, method: 'PATCH', becomes: 'PATCH', body: 'body' },
  ] as const)('a $status makes $method a $becomes', async ({ status, method, becomes, body }) => {
    const server = await serve((request, response) => {
      if (request.url === '/end') hello(request, response);
      else redirectTo('/end', status)(request, response);
    });
    const headers = { 'content-type': 'text/plain' };
    await fetchText(`${server.url}/start`, { method, headers }, Buffer.from('body'));
    expect(server.seen[1]).toMatchObject({ method: becomes, body });
    expect(server.seen[1]?.headers['content-type']).toBe(body === '' ? undefined : 'text/plain');
  });

  test('to another origin carry no secrets along', async () => {
    const other = await serve(hello);
    const server = await serve(redirectTo(`http://localhost:${other.port}/`));
    const headers = { authorization: 'Bearer x', cookie: 'a=1', 'x-api-key': 'k', 'x-harmless': 'yes' };
    await fetchText(server.url, { headers });
    expect(server.seen[0]?.headers).toMatchObject(headers);
    expect(other.seen[0]?.headers).toMatchObject({ 'x-harmless': 'yes' });
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(other.seen[0]?.headers[name]).toBeUndefined();
  });
});

describe('names that lead inside', () => {
  const named = { capability: 'net', target: 'service.example' } as const;

  test.for(['127.0.0.1', '10.1.2.3', '192.168.0.1', '169.254.169.254', '100.64.0.1', '::1', 'fe80::1', 'fd00::1'])(
    'a granted name that resolves to %s is refused by rule, and nothing is sent',
    async (address) => {
      const server = await serve(hello);
      start({ allow: [named], lookUp: async () => [{ address, family: address.includes(':') ? 6 : 4 }] });
      await expect(fetchText(`http://service.example:${server.port}/`)).rejects.toMatchObject({
        code: 'permission-denied',
        details: { rule: 'private address' },
      });
      expect(broker.record.map(({ decision, rule }) => [decision, rule])).toEqual([
        ['allowed', undefined],
        ['denied', 'private address'],
      ]);
      expect(server.seen).toEqual([]);
    },
  );

  test('a name is looked up once, so that a second, different answer comes too late', async () => {
    const server = await serve(hello);
    const answers = ['127.0.0.1', '10.255.255.1'];
    start({ lookUp: async () => [{ address: answers.shift()!, family: 4 }] });
    expect(await fetchText(`http://localhost:${server.port}/`)).toBe('hello');
    expect(answers).toEqual(['10.255.255.1']);
  });

  test('localhost may lead to this machine and nowhere else', async () => {
    start({ lookUp: async () => [{ address: '192.168.0.1', family: 4 }] });
    await expect(fetchText('http://localhost/')).rejects.toMatchObject({ details: { rule: 'private address' } });
  });

  test('the system’s own look-up finds localhost', async () => {
    const server = await serve(hello);
    expect(await fetchText(`http://localhost:${server.port}/`)).toBe('hello');
  });
});

describe('errors name the host and the cause', () => {
  test('a name that cannot be found', async () => {
    start({
      allow: [{ capability: 'net', target: 'nowhere.invalid' }],
      lookUp: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    });
    await expect(fetchText('http://nowhere.invalid/')).rejects.toMatchObject({
      code: 'network',
      message: 'The name nowhere.invalid cannot be found (ENOTFOUND)',
    });
  });

  test('a closed port', async () => {
    const server = createServer(hello);
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(fetchText(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'network',
      message: '127.0.0.1 refuses the connection (ECONNREFUSED)',
    });
  });

  test('a server that speaks no TLS', async () => {
    const server = await serve(hello);
    await expect(fetchText(server.url.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('127.0.0.1 does not speak TLS as it should'),
    });
  });

  test('a server that breaks off in the head, and one that breaks off in the body', async () => {
    const head = await serve((request) => request.socket.destroy());
    await expect(fetchText(head.url)).rejects.toMatchObject({ code: 'network', message: /127\.0\.0\.1 broke/ });
    const body = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });
    await expect(fetchText(body.url)).rejects.toMatchObject({ code: 'network', message: /127\.0\.0\.1/ });
  });

  test.skipIf(!hasOpenssl())('a self-signed certificate (needs openssl)', async () => {
    const server = createSecureServer(selfSigned(), hello);
    const port = await listen(server);
    await expect(fetchText(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({
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
    const waiting = open(session, server.url);
    await expect.poll(() => server.seen.length).toBe(1);
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
    const { handle } = await open(session, server.url);
    await session.ask('net.next', { handle });
    const waiting = session.ask('net.next', { handle });
    await Promise.all([session.close(), expect(waiting).rejects.toMatchObject({ code: 'cancelled' })]);
    await expect.poll(() => ended).toEqual(['closed']);
  });

  test('an answer that nobody reads can be closed', async () => {
    const server = await serve((_request, response) => void response.write('first'));
    const session = broker.open();
    const { handle } = await open(session, server.url);
    await session.raw('net.close', { handle }, undefined);
    await session.raw('net.close', { handle }, undefined);
    await expect(session.ask('net.next', { handle })).rejects.toMatchObject({ code: 'not-found' });
  });
});
