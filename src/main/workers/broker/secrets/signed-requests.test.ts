import { AwsV4Signer } from 'aws4fetch';
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
