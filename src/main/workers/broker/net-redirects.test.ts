import type { RequestListener } from 'node:http';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, type FakeBrokerOptions, startFakeBroker } from './fake-broker.ts';
import {
  type FakeServer,
  type FetchOptions,
  fetchText,
  hello,
  openUrl,
  redirectTo,
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

describe('redirects', () => {
  test('each hop is asked for; the address reported is the last', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/end') hello(request, response);
      else redirectTo('/end')(request, response);
    });
    const session = broker.open();
    const reply = await openUrl(session, `${server.url}/start`);
    expect(reply.url).toBe(`${server.url}/end`);
    expect(broker.record.map(({ detail }) => detail)).toEqual([`GET ${server.url}/start`, `GET ${server.url}/end`]);
  });

  test('to another host needs that host’s permission, and nothing is sent there without it', async () => {
    const other = await serve(hello);
    const server = await serve(redirectTo(`http://localhost:${other.port}/`));
    start({ allow: [loopback] });
    await expect(get(server.url)).rejects.toMatchObject({ code: 'permission-denied' });
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
      await expect(get(server.url)).rejects.toMatchObject({ code: 'invalid-input' });
    },
  );

  test('into the cloud’s own network is refused like any host that was not granted', async () => {
    const server = await serve(redirectTo('http://169.254.169.254/latest/meta-data/'));
    await expect(get(server.url)).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('without end are cut off', async () => {
    const server = await serve((request, response) =>
      redirectTo(`/${Number(request.url?.slice(1)) + 1}`)(request, response),
    );
    await expect(get(`${server.url}/0`, { maxRedirects: 3 })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('more than 3 times'),
    });
    expect(server.seen).toHaveLength(4);
  });

  test('are given as they are to who wants to follow them by hand', async () => {
    const server = await serve((_, response) =>
      response.writeHead(302, { location: '/end', 'set-cookie': ['a=1', 'b=2'] }).end('elsewhere'),
    );
    const given = await openUrl(broker.open(), server.url, { givesRedirects: true });
    expect(given).toMatchObject({ status: 302, headers: { location: '/end', 'set-cookie': 'a=1, b=2' } });
    expect(server.seen).toHaveLength(1);
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
    await get(`${server.url}/start`, { method, headers }, Buffer.from('body'));
    expect(server.seen[1]).toMatchObject({ method: becomes, body });
    expect(server.seen[1]?.headers['content-type']).toBe(body === '' ? undefined : 'text/plain');
  });

  test('to another origin carry no secrets along', async () => {
    const other = await serve(hello);
    const server = await serve(redirectTo(`http://localhost:${other.port}/`));
    const headers = { authorization: 'Bearer x', cookie: 'a=1', 'x-api-key': 'k', 'x-harmless': 'yes' };
    await get(server.url, { headers });
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
      await expect(get(`http://service.example:${server.port}/`)).rejects.toMatchObject({
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
    expect(await get(`http://localhost:${server.port}/`)).toBe('hello');
    expect(answers).toEqual(['10.255.255.1']);
  });

  test('localhost may lead to this machine and nowhere else', async () => {
    start({ lookUp: async () => [{ address: '192.168.0.1', family: 4 }] });
    await expect(get('http://localhost/')).rejects.toMatchObject({ details: { rule: 'private address' } });
  });

  test('the system’s own look-up finds localhost', async () => {
    const server = await serve(hello);
    expect(await get(`http://localhost:${server.port}/`)).toBe('hello');
  });
});
