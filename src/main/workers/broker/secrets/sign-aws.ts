import { createHash, createHmac } from 'node:crypto';
import type { AwsKeys } from '../../../base/aws-keys.ts';
import { HeronError } from '../../../base/errors.ts';
import type { HttpRequest } from '../network/send-request.ts';

/** For which place and service, as both stand in the signature; `at` in milliseconds since 1970. */
export type AwsScope = { region: string; service: string; at: number };

const algorithm = 'AWS4-HMAC-SHA256';
const unsigned = 'UNSIGNED-PAYLOAD';

/** Changed or added on the way, so no part of what is signed. */
const notSigned: ReadonlySet<string> = new Set([
  ...['authorization', 'user-agent', 'accept-encoding', 'cache-control', 'pragma', 'from', 'max-forwards', 'referer'],
  ...['expect', 'x-amzn-trace-id'],
]);

/**
 * AWS Signature Version 4, in the header `authorization`. The address comes back as it was signed: path and query in the
 * one way of writing them that both sides agree on. With `payload` `unsigned` the body is not looked at.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signAws(
  request: HttpRequest,
  keys: AwsKeys,
  scope: AwsScope,
  payload: 'hashed' | 'unsigned' = 'hashed',
): HttpRequest {
  const time = timeOf(scope.at);
  const url = canonicalUrl(request.url, scope.service);
  const hash = payload === 'unsigned' ? unsigned : sha256(request.body ?? '');
  const headers = new Map(request.headers);
  headers.delete('authorization');
  headers.set('x-amz-date', time);
  if (keys.sessionToken !== undefined) headers.set('x-amz-security-token', keys.sessionToken);
  if (scope.service === 's3' || payload === 'unsigned') headers.set('x-amz-content-sha256', hash);
  const signed = [['host', url.host] as const, ...headers]
    .filter(([name]) => !notSigned.has(name))
    .map(([name, value]) => [name, value.trim().replaceAll(/ +/g, ' ')] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = { method: request.method, url, signed, hash };
  const { names, signature } = signatureOf(parts, keys, { ...scope, time });
  const credential = `Credential=${keys.keyId}/${scopeText(scope, time)}`;
  headers.set('authorization', `${algorithm} ${credential}, SignedHeaders=${names}, Signature=${signature}`);
  return { ...request, url, headers };
}

/** An address that lets anybody who has it do this one thing for `seconds`. */
export function presignAws(
  { url: place, method }: Pick<HttpRequest, 'url' | 'method'>,
  keys: AwsKeys,
  scope: AwsScope,
  seconds: number,
): URL {
  const time = timeOf(scope.at);
  const url = new URL(place);
  const query = {
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${keys.keyId}/${scopeText(scope, time)}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...(keys.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': keys.sessionToken }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const whole = canonicalUrl(url, scope.service);
  const hash = scope.service === 's3' ? unsigned : sha256('');
  const parts = { method, url: whole, signed: [['host', whole.host] as const], hash };
  const { signature } = signatureOf(parts, keys, { ...scope, time });
  whole.search += `&X-Amz-Signature=${signature}`;
  return whole;
}

type Signed = { method: string; url: URL; signed: (readonly [string, string])[]; hash: string };

function signatureOf({ method, url, signed, hash }: Signed, keys: AwsKeys, scope: AwsScope & { time: string }) {
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
  // Every service but S3 takes the path as it was sent, without empty parts, and encodes it once more.
  const single = url.pathname.replaceAll(/\/+/g, '/');
  const path = scope.service === 's3' ? url.pathname : single.split('/').map(encoded).join('/');
  const canonical = [method, path, url.search.slice(1), lines, names, hash].join('\n');
  const text = [algorithm, scope.time, scopeText(scope, scope.time), sha256(canonical)].join('\n');
  const key = [scope.time.slice(0, 8), scope.region, scope.service, 'aws4_request'].reduce<string | Buffer>(
    (before, part) => hmac(before, part),
    `AWS4${keys.secretKey}`,
  );
  return { names, signature: hmac(key, text).toString('hex') };
}

/** The address written the one way that is signed: RFC 3986, the query sorted. */
function canonicalUrl(place: URL, service: string): URL {
  const url = new URL(place);
  if (service === 's3') url.pathname = decodedPath(url).split('/').map(encoded).join('/');
  const fields = [...url.searchParams].map(([name, value]) => [encoded(name), encoded(value)] as const);
  const sorted = fields.toSorted(([a, c], [b, d]) => order(a, b) || order(c, d));
  url.search = sorted.map(([name, value]) => `${name}=${value}`).join('&');
  url.hash = '';
  return url;
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The name of an object is the whole path, as it was meant. Errors: `invalid-input` for one that no address can hold. */
function decodedPath({ pathname }: URL): string {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // A % that stands for itself.
  }
  if (!/(^|\/)\.{1,2}(\/|$)/.test(path)) return path;
  throw new HeronError('invalid-input', `${path} has a part that is . or .., which no address can hold`);
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function timeOf(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function scopeText({ region, service }: AwsScope, time: string): string {
  return `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
