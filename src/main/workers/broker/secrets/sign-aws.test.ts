import { AwsClient, AwsV4Signer } from 'aws4fetch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsKeysIn } from '../../../base/aws-keys.ts';
import type { HttpRequest } from '../network/send-request.ts';
import { presignAws, signAws } from './sign-aws.ts';

const suiteKeys = { keyId: 'AKIDEXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const suite = { region: 'us-east-1', service: 'service', at: Date.parse('2015-08-30T12:36:00Z') };
const s3Keys = { keyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const s3 = { region: 'us-east-1', service: 's3', at: Date.parse('2013-05-24T00:00:00Z') };

type Wish = { method?: string; headers?: Record<string, string>; body?: string };

function requestTo(url: string, { method = 'GET', headers = {}, body }: Wish = {}): HttpRequest {
  return {
    ...{ url: new URL(url), method, headers: new Map(Object.entries(headers)) },
    body: body === undefined ? undefined : Buffer.from(body),
  };
}

const signatureIn = (request: HttpRequest): string | undefined =>
  request.headers.get('authorization')?.split('Signature=')[1];

// The signatures that AWS publishes with its test suite and in the guide to S3's API.
test.each<[string, string, Wish, string]>([
  ['/', 'nothing else', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    ...(['/?Param2=value2&Param1=value1', 'a query in another order', {}] as const),
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    ...(['/', 'a method', { method: 'POST' }] as const),
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    '/',
    'a form',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Param1=value1',
    },
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    ...(['/', 'headers with spaces', { headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } }] as const),
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
])('AWS’s test suite: %s with %s', (path, _what, wish, signature) => {
  const signed = signAws(requestTo(`https://example.amazonaws.com${path}`, wish), suiteKeys, suite);
  expect(signed.headers.get('authorization')).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\/aws4_request, SignedHeaders=\S+, /,
  );
  expect(signatureIn(signed)).toBe(signature);
});

test.each<[string, Wish, string]>([
  [
    '/test.txt',
    { headers: { range: 'bytes=0-9' } },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    '/test$file.text',
    {
      method: 'PUT',
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: 'Welcome to Amazon S3.',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  ['/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['/?max-keys=2&prefix=J', {}, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])('the guide to S3: %s', (path, wish, signature) => {
  const request = requestTo(`https://examplebucket.s3.amazonaws.com${path}`, wish);
  expect(signatureIn(signAws(request, s3Keys, s3))).toBe(signature);
});

test('the guide to S3: a link for a day', () => {
  const wish = { url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'), method: 'GET' };
  expect(presignAws(wish, s3Keys, s3, 86_400).searchParams.get('X-Amz-Signature')).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('whatever is signed, another implementation signs alike', async () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !/(^|\/)\.{1,2}(\/|$)/.test(text));
  const fields = fc.array(fc.tuple(word, word), { maxLength: 4 });
  const body = fc.option(fc.string({ maxLength: 50 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      ...([fc.array(word, { maxLength: 4 }), fields, body, fc.boolean(), fc.constantFrom('s3', 'route53')] as const),
      async (path, query, text, isTemporary, service) => {
        // That other one leaves out a field without a name, and one that is there twice.
        const unique = new Map(query.filter(([name]) => name !== ''));
        const asked = new URLSearchParams([...unique]).toString();
        const place = `https://example.org:8443/${path.map(encodeURIComponent).join('/')}${asked ? `?${asked}` : ''}`;
        const keys = { ...s3Keys, ...(isTemporary ? { sessionToken: 'token/+=' } : {}) };
        const wish = { method: text === undefined ? 'GET' : 'PUT', headers: { 'x-amz-meta-word': 'a  b' } };
        const ours = signAws(requestTo(place, text === undefined ? wish : { ...wish, body: text }), keys, {
          ...{ region: 'eu-central-1', service, at: suite.at },
        });
        const hash = ours.headers.get('x-amz-content-sha256');
        const theirs = await new AwsV4Signer({
          ...{ accessKeyId: keys.keyId, secretAccessKey: keys.secretKey },
          ...{ url: ours.url.href, method: wish.method, region: 'eu-central-1', service, datetime: '20150830T123600Z' },
          ...(isTemporary ? { sessionToken: 'token/+=' } : {}),
          headers: { ...wish.headers, ...(hash ? { 'x-amz-content-sha256': hash } : {}) },
          ...(text === undefined ? {} : { body: text }),
        }).sign();
        expect(ours.headers.get('authorization')).toBe(theirs.headers.get('authorization'));
      },
    ),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 100) },
  );
});

test('a path that an address cannot hold is refused', () => {
  const request = requestTo('https://s3.amazonaws.com/b/a%2F../c');
  expect(() => signAws(request, s3Keys, s3)).toThrow(/\. or \.\./);
});

test('a link is signed as another implementation signs it, also with a token', async () => {
  const client = new AwsClient({
    accessKeyId: s3Keys.keyId,
    secretAccessKey: s3Keys.secretKey,
    sessionToken: 'to/ken',
  });
  const place = 'https://s3.eu-central-1.amazonaws.com/photos/a%20%28b%29.jpg';
  const theirs = await client.sign(`${place}?X-Amz-Expires=60`, {
    aws: { signQuery: true, service: 's3', region: 'eu-central-1', datetime: '20150830T123600Z' },
  });
  const scope = { region: 'eu-central-1', service: 's3', at: suite.at };
  const ours = presignAws({ url: new URL(place), method: 'GET' }, { ...s3Keys, sessionToken: 'to/ken' }, scope, 60);
  expect(ours.searchParams.get('X-Amz-Signature')).toBe(new URL(theirs.url).searchParams.get('X-Amz-Signature'));
});

test('a body that is not looked at is signed as that', () => {
  const request = requestTo('https://s3.amazonaws.com/b/k', { method: 'PUT', body: 'large' });
  const [one, other] = [request, { ...request, body: Buffer.from('other') }].map((each) =>
    signAws(each, s3Keys, s3, 'unsigned'),
  );
  expect(one?.headers.get('x-amz-content-sha256')).toBe('UNSIGNED-PAYLOAD');
  expect(one?.headers.get('authorization')).toBe(other?.headers.get('authorization'));
});

describe('keys in a secret', () => {
  const keys = { keyId: 'AKIAEXAMPLE', secretKey: 'abc/def+1' };
  test.each([
    ['two fields', ' AKIAEXAMPLE:abc/def+1\n', keys],
    ['three', 'AKIAEXAMPLE:abc/def+1:tok==', { ...keys, sessionToken: 'tok==' }],
    ['what aws prints', '{"Version":1,"AccessKeyId":"AKIAEXAMPLE","SecretAccessKey":"abc/def+1"}', keys],
    [
      'what sts prints',
      '{"Credentials":{"AccessKeyId":"AKIAEXAMPLE","SecretAccessKey":"abc/def+1","SessionToken":"t"}}',
      { ...keys, sessionToken: 't' },
    ],
    ['a token of something else', 'ghp_abcdef', undefined],
    ['more fields', 'a-id:b:c:d', undefined],
    ['an empty part', 'AKIAEXAMPLE:', undefined],
    ['broken JSON', '{"AccessKeyId"', undefined],
    ['JSON of something else', '{"Credentials":null}', undefined],
  ])('%s', (_what, value, expected) => {
    expect(awsKeysIn(value)).toEqual(expected);
  });
});
