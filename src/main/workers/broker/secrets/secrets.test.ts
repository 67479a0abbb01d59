import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, type FakeBrokerOptions, type FakeSession, startFakeBroker } from '../fake-broker.ts';
import {
  type FakeServer,
  type FetchOptions,
  fetchText,
  hello,
  openUrl,
  readBody,
  redirectTo,
  startFakeServer,
} from '../network/fake-server.ts';

const value = 'ghp_S3cr3t/value+1';
const localhost = { capability: 'net', target: 'localhost' } as const;
const loopback = { capability: 'net', target: '127.0.0.1' } as const;
const secret = { capability: 'secrets', target: 'token' } as const;

function start(options: FakeBrokerOptions = {}): FakeBroker {
  const started = startFakeBroker({
    allow: [localhost, loopback, secret],
    secrets: [{ name: 'token', reason: 'To sign in.', hosts: ['127.0.0.1'] }],
    kept: { token: { value, hosts: [] } },
    ...options,
  });
  onTestFinished(() => started.end());
  return started;
}

async function serve(answer: RequestListener): Promise<FakeServer> {
  const server = await startFakeServer(answer);
  onTestFinished(() => server.end());
  return server;
}

async function handleOf(session: FakeSession, name = 'token'): Promise<string> {
  return (await session.ask('secrets.handle', { name })).handle;
}

test('a handle in a header or the query becomes the value on the way out, and only there [SE-02]', async () => {
  const broker = start();
  const server = await serve(hello);
  const session = broker.open();
  const handle = await handleOf(session);
  expect(handle).toMatch(/^heron-secret-[0-9a-f]{48}$/);
  const reply = await openUrl(session, `${server.url}/?key=${handle}&q=1`, {
    headers: { authorization: `Bearer ${handle}` },
  });
  expect(server.seen[0]).toMatchObject({
    url: `/?key=${encodeURIComponent(value)}&q=1`,
    headers: { authorization: `Bearer ${value}`, 'accept-encoding': 'identity' },
  });
  expect(reply.url).toBe(`${server.url}/?key=${handle}&q=1`);
  expect(broker.record.filter(({ capability }) => capability === 'secrets')).toEqual([
    { operation: 'secrets.handle', ...secret, detail: 'to send it to 127.0.0.1', decision: 'allowed' },
    { operation: 'secrets.use', ...secret, detail: 'to send it to 127.0.0.1', decision: 'allowed' },
  ]);
  expect(JSON.stringify([broker.record, reply])).not.toContain(value);
});

test('a handle as the password of basic authentication counts', async () => {
  const server = await serve(hello);
  const session = start().open();
  const encoded = Buffer.from(`me:${await handleOf(session)}`).toString('base64');
  await fetchText(session, server.url, { headers: { authorization: `Basic ${encoded}` } });
  expect(server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${value}`).toString('base64')}`);
});

test('a handle is good for its own call only, and cannot be guessed', async () => {
  const broker = start();
  const server = await serve(hello);
  const [one, other] = [broker.open(), broker.open()];
  const handle = await handleOf(one);
  expect(await handleOf(one)).toBe(handle);
  expect(await handleOf(other)).not.toBe(handle);
  await fetchText(other, server.url, { headers: { 'x-key': handle } });
  expect(server.seen[0]?.headers['x-key']).toBe(handle);
});

test.each([
  ['what the manifest does not name', { secrets: [] }, 'not-declared'],
  ['what nobody has entered', { kept: {} }, 'not-found'],
  ['what nobody has allowed', { allow: [localhost, loopback] }, 'permission-denied'],
] as const)('no handle is given for %s', async (_what, options, code) => {
  const broker = start(options as FakeBrokerOptions);
  await expect(handleOf(broker.open())).rejects.toMatchObject({ code });
});

test.each([
  ['another host', (port: number) => `http://localhost:${port}/`],
  ['a host that begins like it', (port: number) => `http://127.0.0.1.example:${port}/`],
  ['plain http to the outside', () => 'http://api.example.com/'],
])('a secret for one host is not sent to %s [SE-02]', async (_what, urlOf) => {
  const broker = start({
    allow: [localhost, loopback, secret, { capability: 'net', target: 'api.example.com' }],
    secrets: [{ name: 'token', reason: 'To sign in.', hosts: ['127.0.0.1', 'api.example.com'] }],
  });
  const server = await serve(hello);
  const session = broker.open();
  const headers = { 'x-key': await handleOf(session) };
  await expect(fetchText(session, urlOf(server.port), { headers })).rejects.toMatchObject({
    code: 'permission-denied',
    details: { rule: 'secret for another host', capability: 'secrets', target: 'token' },
  });
  expect(server.seen).toEqual([]);
});

test('the hosts that the person keeps it for count as much as those of the manifest', async () => {
  const broker = start({ kept: { token: { value, hosts: ['api.example.com'] } } });
  const server = await serve(hello);
  const session = broker.open();
  await expect(fetchText(session, server.url, { headers: { 'x-key': await handleOf(session) } })).rejects.toMatchObject(
    {
      code: 'permission-denied',
      message: expect.stringMatching(/kept for api\.example\.com.*Settings/),
    },
  );
  expect(server.seen).toEqual([]);
});

test.each([
  ['the path', (handle: string, url: string) => ({ url: `${url}/${handle}` })],
  ['the body', (handle: string, url: string) => ({ url, body: Buffer.from(`key=${handle}`), method: 'POST' as const })],
  [
    'a request for a part',
    (handle: string, url: string) => ({ url, headers: { 'x-key': handle, range: 'bytes=0-3' } }),
  ],
])('a handle in %s is refused with the reason', async (_where, requestOf) => {
  const server = await serve(hello);
  const session = start().open();
  const { url, body, ...options } = { body: undefined, ...requestOf(await handleOf(session), server.url) };
  await expect(fetchText(session, url, options as FetchOptions, body)).rejects.toMatchObject({ code: 'invalid-input' });
  expect(server.seen).toEqual([]);
});

test('a redirect to another host does not take the secret along [SE-02]', async () => {
  const broker = start();
  const other = await serve(hello);
  const server = await serve(redirectTo(`http://localhost:${other.port}/`));
  const session = broker.open();
  const handle = await handleOf(session);
  await expect(fetchText(session, server.url, { headers: { 'x-key': handle } })).rejects.toMatchObject({
    code: 'permission-denied',
    details: { rule: 'secret for another host' },
  });
  expect(other.seen).toEqual([]);
  // What everybody knows to be secret is dropped, as without a vault.
  await fetchText(session, server.url, { headers: { authorization: handle } });
  expect(JSON.stringify(other.seen)).not.toContain(value);
});

test('a redirect that carries the value itself to another host is refused, to the same one it is followed [SE-02]', async () => {
  const broker = start();
  const other = await serve(hello);
  const server = await serve((request, response) => {
    if (request.url?.startsWith('/end')) hello(request, response);
    else if (request.url === '/away')
      redirectTo(`http://localhost:${other.port}/?k=${encodeURIComponent(value)}`)(request, response);
    else redirectTo(`/end?k=${encodeURIComponent(value)}`)(request, response);
  });
  const session = broker.open();
  const handle = await handleOf(session);
  await expect(fetchText(session, `${server.url}/away`, { headers: { 'x-key': handle } })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  expect(other.seen).toEqual([]);
  const reply = await openUrl(session, `${server.url}/stay`, { headers: { 'x-key': handle } });
  expect(reply.url).toBe(`${server.url}/end?k=${handle}`);
  expect(server.seen.at(-1)?.url).toBe(`/end?k=${encodeURIComponent(value)}`);
  expect(JSON.stringify(broker.record)).not.toContain(encodeURIComponent(value));
});

test('an answer that repeats the value is cleaned before the worker sees it, whatever its form [SE-02]', async () => {
  const forms = [value, encodeURIComponent(value), Buffer.from(`x:${value}`).toString('base64'), JSON.stringify(value)];
  const server = await serve((_request, response) => {
    response.setHeader('x-echo', value);
    response.setHeader('set-cookie', [`a=${encodeURIComponent(value)}`]);
    for (const form of forms) {
      response.write(`<${form.slice(0, 5)}`);
      response.write(`${form.slice(5)}>`);
    }
    response.end();
  });
  const session = start().open();
  const handle = await handleOf(session);
  const reply = await openUrl(session, server.url, { headers: { 'x-key': handle } });
  expect(reply.headers).toMatchObject({ 'x-echo': handle, 'set-cookie': `a=${handle}` });
  const { text } = await readBody(session, reply.handle);
  expect(text.match(/\[secret token\]/g)).toHaveLength(4);
  for (const form of forms) expect(text).not.toContain(form);
});

test('an answer that comes compressed all the same is refused', async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('zipped'),
  );
  const session = start().open();
  const headers = { 'x-key': await handleOf(session), 'accept-encoding': 'gzip' };
  await expect(openUrl(session, server.url, { headers })).rejects.toMatchObject({ code: 'unsupported' });
  expect(server.seen[0]?.headers['accept-encoding']).toBe('identity');
});

test('a value that no header can carry is refused without being named', async () => {
  const session = start({ kept: { token: { value: 'two\r\nlines', hosts: [] } } }).open();
  const server = await serve(hello);
  const sent = fetchText(session, server.url, { headers: { 'x-key': await handleOf(session) } });
  await expect(sent).rejects.toMatchObject({ code: 'invalid-input', message: expect.not.stringContaining('lines') });
});

test('a value that a worker has come by otherwise is not sent elsewhere either', async () => {
  const broker = start();
  const server = await serve(hello);
  const session = broker.open();
  const away = `http://localhost:${server.port}/`;
  for (const [url, headers, body] of [
    [`${away}?k=${encodeURIComponent(value)}`, {}, undefined],
    [away, { 'x-key': Buffer.from(value).toString('base64') }, undefined],
    [away, {}, Buffer.from(JSON.stringify({ value }))],
  ] as const) {
    const sent = fetchText(session, url, { headers, method: 'POST' }, body);
    await expect(sent).rejects.toMatchObject({
      code: 'permission-denied',
      details: { rule: 'secret for another host' },
    });
  }
  expect(server.seen).toEqual([]);
  expect(await fetchText(session, server.url, { headers: { 'x-key': value } })).toBe('hello');
});

test('a command that holds the value is not run, wherever it stands [SE-02]', async () => {
  const broker = start({ allow: [{ capability: 'shell', target: '/usr/bin/printf' }] });
  const nothing = { program: 'printf', args: [], cwd: null, input: null, environment: {} };
  const session = broker.open();
  for (const change of [
    { args: [`--key=${value}`] },
    { args: [Buffer.from(value).toString('base64')] },
    { input: value },
    { environment: { KEY: value } },
    { program: `/tmp/${value}` },
  ]) {
    await expect(session.ask('shell.open', { ...nothing, ...change })).rejects.toMatchObject({
      code: expect.stringMatching(/permission-denied|not-found/),
    });
  }
  expect(broker.record.every(({ decision }) => decision === 'denied')).toBe(true);
  expect(JSON.stringify(broker.record)).not.toContain(value);
});

test('a file, folder or host cannot be named for the value [SE-02]', async () => {
  const plain = 'abcdef0123456789';
  // Host names know no capitals.
  const broker = start({ kept: { token: { value: plain, hosts: [] } } });
  const session = broker.open();
  const refused = { code: 'permission-denied', details: { rule: 'secret in a name' } };
  const path = `${broker.folder}/${plain}.txt`;
  await expect(session.ask('files.create', { path, overwrite: false, mode: null })).rejects.toMatchObject(refused);
  await expect(session.ask('files.makeFolder', { path })).rejects.toMatchObject(refused);
  const elsewhere = openUrl(session, `https://${plain.toUpperCase()}.example.com/`);
  await expect(elsewhere).rejects.toMatchObject({ ...refused, details: { rule: 'secret for another host' } });
  await expect(elsewhere).rejects.not.toThrow(plain);
  expect(JSON.stringify(broker.record)).not.toContain(plain);
});

describe('secrets that the person named after the worker', () => {
  const own = { capability: 'secrets', target: 'tester-shop' } as const;
  const named = (hosts: string[], target = 'tester-shop'): FakeBroker =>
    start({
      allow: [loopback, localhost, own],
      secrets: [],
      ownSecrets: { reason: 'To sign in where you say.' },
      kept: { [target]: { value, hosts } },
    });

  test('go to the hosts they are kept for, and nowhere else', async () => {
    const server = await serve(hello);
    const session = named(['127.0.0.1']).open();
    const handle = await handleOf(session, 'tester-shop');
    await fetchText(session, server.url, { headers: { authorization: `Bearer ${handle}` } });
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${value}`);
    const elsewhere = server.url.replace('127.0.0.1', 'localhost');
    await expect(openUrl(session, elsewhere, { headers: { 'x-key': handle } })).rejects.toMatchObject({
      code: 'permission-denied',
      details: { rule: 'secret for another host' },
    });
    expect(server.seen).toHaveLength(1);
  });

  test('are of no use without a host, and those of others are not there', async () => {
    await expect(handleOf(named([]).open(), 'tester-shop')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('is kept for no host') as string,
    });
    await expect(handleOf(named(['127.0.0.1'], 'other-shop').open(), 'other-shop')).rejects.toMatchObject({
      code: expect.stringMatching(/not-declared|permission/) as string,
    });
  });

  test('come back in no answer', async () => {
    const server = await serve((_, response) => response.end(`you sent ${value}`));
    const session = named(['127.0.0.1']).open();
    const handle = await handleOf(session, 'tester-shop');
    const text = await fetchText(session, server.url, { headers: { authorization: `Bearer ${handle}` } });
    expect(text).toBe('you sent [secret tester-shop]');
  });
});
