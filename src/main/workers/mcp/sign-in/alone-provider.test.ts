import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { KeptSignIn } from './kept-sign-in.ts';
import { createSignIns, type SignInServer } from './sign-ins.ts';

/** A server of tokens that says where it is, and gives one to whom `isKnown`. */
async function tokenServer(isKnown: (asked: URLSearchParams, authorization: string | undefined) => boolean) {
  const seen: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const json = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { url = '', headers } = request;
    if (url.startsWith('/.well-known/oauth-protected-resource')) {
      return json(200, { resource: `${base()}/mcp`, authorization_servers: [base()] });
    }
    if (url.startsWith('/.well-known/')) {
      return json(200, {
        ...{ issuer: base(), token_endpoint: `${base()}/token`, authorization_endpoint: `${base()}/authorize` },
        ...{ response_types_supported: ['code'], grant_types_supported: ['client_credentials'] },
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
      });
    }
    void text(request).then((body) => {
      const asked = new URLSearchParams(body);
      seen.push(asked);
      if (!isKnown(asked, headers.authorization)) return json(401, { error: 'invalid_client' });
      return json(200, { access_token: `token ${seen.length}`, token_type: 'Bearer', expires_in: 60 });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, url: `${base()}/mcp` };
}

function open() {
  let kept: KeptSignIn | undefined;
  const store = {
    read: () => kept,
    write: async (_: string, next: KeptSignIn) => void (kept = next),
    remove: async () => void (kept = undefined),
  };
  const signIns = createSignIns(store);
  const renewed = async (server: SignInServer): Promise<string | undefined> => {
    const provider = signIns.authProvider(server);
    await provider.onUnauthorized?.(undefined as never);
    return provider.token();
  };
  return { signIns, renewed };
}

test('with a secret Heron signs in by itself, again whenever it has run out, and no page is opened [RT-23]', async () => {
  const basic = `Basic ${Buffer.from('heron:s3cret').toString('base64')}`;
  const { seen, url } = await tokenServer((_, authorization) => authorization === basic);
  const { signIns, renewed } = open();
  const server = {
    name: 'team',
    url,
    client: { client_id: 'heron', client_secret: 's3cret' },
    alone: 'secret' as const,
  };
  expect(await renewed(server)).toBe('token 1');
  expect(await renewed(server)).toBe('token 2');
  expect(seen.map((asked) => asked.get('grant_type'))).toEqual(['client_credentials', 'client_credentials']);
  expect(signIns.state('team', url)).toBe('done');
  await expect(signIns.begin(server)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(renewed({ ...server, client: { client_id: 'heron', client_secret: 'wrong' } })).rejects.toThrow();
  await expect(renewed({ ...server, client: { client_id: 'heron' } })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('with a private key it sends what that signs, and never the key [RT-23]', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { seen, url } = await tokenServer((asked) => {
    const [head = '', body = '', signature = ''] = (asked.get('client_assertion') ?? '').split('.');
    const key = {
      key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
      dsaEncoding: 'ieee-p1363' as const,
    };
    return verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  });
  const { renewed } = open();
  const server = { name: 'team', url, client: { client_id: 'heron', client_secret: pem }, alone: 'key' as const };
  expect(await renewed(server)).toBe('token 1');
  expect(String(seen[0])).not.toContain('PRIVATE');
  const broken = { ...server, client: { client_id: 'heron', client_secret: 'no key' } };
  await expect(renewed(broken)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('PEM'),
  });
});
