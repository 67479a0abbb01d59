import { AwsV4Signer } from 'aws4fetch';
import { generateKeyPairSync, verify } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createScrubber } from '../../../base/scrubber.ts';
import { type FakeBrokerOptions, startFakeBroker } from '../fake-broker.ts';
import { type FetchOptions, fetchText, hello, openUrl, redirectTo, startFakeServer } from '../network/fake-server.ts';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const value = `${keys.accessKeyId}:${keys.secretAccessKey}`;
const at = Date.parse('2026-11-27T10:00:00Z');
const sign = { kind: 'aws-sigv4', region: 'eu-central-1', service: 's3', payload: 'hashed' } as const;

async function open(kept = value, answer: RequestListener = hello, options: FakeBrokerOptions = {}) {
  const broker = startFakeBroker({
    allow: [
      { capability: 'net', target: 'localhost' },
      { capability: 'net', target: '127.0.0.1' },
      { capability: 'secrets', target: 'keys' },
    ],
    secrets: [{ name: 'keys', reason: 'To sign.', hosts: ['127.0.0.1'] }],
    kept: { keys: { value: kept, hosts: [] } },
    clock: () => at,
    ...options,
  });
  const server = await startFakeServer(answer);
  onTestFinished(async () => {
    server.end();
    await broker.end();
  });
  const session = broker.open();
  const { handle } = await session.ask('secrets.handle', { name: 'keys' });
  const send = (path: string, more: FetchOptions = {}, body?: Uint8Array) =>
    fetchText(session, `${server.url}${path}`, { sign: { ...sign, handle }, ...more }, body);
  return { broker, server, session, handle, send };
}

test('a request is signed outside of the sandbox, and the key stays here [SE-02]', async () => {
  const { broker, server, send } = await open();
  const method = 'PUT';
  await send('/photos/a b.txt?x=1+2', { method, headers: { 'content-type': 'text/plain' } }, Buffer.from('hello'));
  const [seen] = server.seen;
  expect(seen).toMatchObject({ url: '/photos/a%20b.txt?x=1%202', body: 'hello' });
  const theirs = await new AwsV4Signer({
    ...{ ...keys, url: `${server.url}${seen?.url}`, method, region: sign.region, service: 's3', body: 'hello' },
    ...{ datetime: '20261127T100000Z', allHeaders: true },
    headers: {
      'content-type': 'text/plain',
      'x-amz-content-sha256': String(seen?.headers['x-amz-content-sha256']),
    },
  }).sign();
  expect(seen?.headers.authorization).toBe(theirs.headers.get('authorization'));
  expect(JSON.stringify([seen, broker.record])).not.toContain(keys.secretAccessKey);
  expect(broker.record).toContainEqual(expect.objectContaining({ operation: 'secrets.use', target: 'keys' }));
});

test('the token of temporary keys goes along, and is taken out of what comes back', async () => {
  const { server, send } = await open(`${value}:TOKEN-12345`, (request, response) => {
    response.end(`you sent ${String(request.headers['x-amz-security-token'])} and ${keys.secretAccessKey}`);
  });
  expect(await send('/b/k')).toBe('you sent [secret keys] and [secret keys]');
  expect(server.seen[0]?.headers['x-amz-security-token']).toBe('TOKEN-12345');
});

test('it is signed anew for the same server, and not for another that it sends on to', async () => {
  const answer: RequestListener = (request, response) => {
    if (request.url === '/one') return redirectTo('/two', 307)(request, response);
    const { port } = new URL(`http://${request.headers.host}`);
    if (request.url === '/two') return redirectTo(`http://localhost:${port}/three`, 307)(request, response);
    return hello(request, response);
  };
  const { server, send } = await open(value, answer);
  expect(await send('/one')).toBe('hello');
  const signatures = server.seen.map(({ headers }) => headers.authorization);
  expect(signatures[0]).toMatch(/^AWS4/);
  expect(signatures[1]).toMatch(/^AWS4/);
  expect(signatures[1]).not.toBe(signatures[0]);
  expect(signatures[2]).toBeUndefined();
});

test.each([
  ['another host', value, (port: number) => `http://localhost:${port}/`, 'permission-denied', /is for 127\.0\.0\.1/],
  ['a secret of another kind', 'ghp_abcdef', (port: number) => `http://127.0.0.1:${port}/`, 'invalid-input', /KEYID/],
])('nothing is sent to %s', async (_what, kept, urlOf, code, message) => {
  const { server, session, handle } = await open(kept);
  const wish = { sign: { ...sign, handle } };
  await expect(openUrl(session, urlOf(server.port), wish)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
  expect(server.seen).toEqual([]);
});

test('a handle that was not given signs nothing', async () => {
  const { server, send } = await open();
  await expect(send('/', { sign: { ...sign, handle: value } })).rejects.toMatchObject({ code: 'invalid-input' });
  expect(server.seen).toEqual([]);
});

test('a link is signed for the secret’s hosts only, and never with keys that are temporary', async () => {
  const { session, handle } = await open();
  const wish = { handle, method: 'GET', region: 'eu-central-1', service: 's3', seconds: 60 };
  const { url } = await session.ask('secrets.link', { ...wish, url: 'http://127.0.0.1:9000/photos/a.jpg' });
  expect(new URL(url).searchParams.get('X-Amz-Credential')).toBe('AKIAEXAMPLE/20261127/eu-central-1/s3/aws4_request');
  expect(url).not.toContain(encodeURIComponent(keys.secretAccessKey));
  await expect(session.ask('secrets.link', { ...wish, url: 'https://example.org/x' })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  const other = await open(`${value}:TOKEN-12345`);
  const link = { ...wish, handle: other.handle, url: 'http://127.0.0.1:9000/photos/a.jpg' };
  await expect(other.session.ask('secrets.link', link)).rejects.toMatchObject({ code: 'unsupported' });
});

test('of keys that are kept together each is known by itself', () => {
  const scrubber = createScrubber();
  scrubber.learn('keys', `${value}:TOKEN-12345`);
  expect(scrubber.text(`${keys.accessKeyId} ${keys.secretAccessKey} TOKEN-12345`)).toBe(
    'AKIAEXAMPLE [secret keys] [secret keys]',
  );
});

test('a service account of Google signs a token for one service, and its key stays here', async () => {
  const account = 'heron@shop-1.iam.gserviceaccount.com';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const file = { type: 'service_account', client_email: account, private_key_id: 'key-1', private_key: pem };
  const { broker, server, session, handle } = await open(JSON.stringify(file), (_, response) => {
    response.end(`it is ${pem}`);
  });
  const google = { kind: 'google-service-account', handle, account } as const;
  expect(await fetchText(session, `${server.url}/compute`, { sign: google })).toBe('it is [secret keys]');
  const authorization = String(server.seen[0]?.headers.authorization);
  const [header = '', claims = '', signature = ''] = authorization.replace('Bearer ', '').split('.');
  expect(verify('sha256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
    true,
  );
  const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
  expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
  const iat = at / 1000;
  expect(read(claims)).toEqual({ iss: account, sub: account, aud: `${server.url}/`, iat, exp: iat + 300 });
  expect(JSON.stringify(broker.record)).not.toContain(pem.slice(40, 80));
  const other = { ...google, account: 'other@shop-1.iam.gserviceaccount.com' };
  await expect(fetchText(session, `${server.url}/compute`, { sign: other })).rejects.toMatchObject({
    ...{
      code: 'invalid-input',
      message: expect.stringContaining(`holds the key of ${account}, not of other@`) as string,
    },
  });
});

test.each([
  ['AKIAEXAMPLE:secret-1', 'holds no key of a service account'],
  [JSON.stringify({ type: 'service_account', client_email: 'a@b', private_key: 'no key' }), 'cannot be read'],
])('%s is no key that signs for Google', async (kept, why) => {
  const { server, session, handle } = await open(kept);
  const google = { kind: 'google-service-account', handle, account: 'a@b' } as const;
  const call = fetchText(session, `${server.url}/`, { sign: google });
  await expect(call).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining(why) as string });
  expect(server.seen).toEqual([]);
});
