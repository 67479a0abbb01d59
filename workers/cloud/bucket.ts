import { fail, type WorkerContext } from 'heron/worker-kit';
import type { Auth } from './ask.ts';

/** The fields that say which storage, and who asks. */
export type StorageInput = { endpoint?: string; region: string; secret: string };

/** A storage that is asked: addresses are made of `origin`, the bucket and the key. */
export type Storage = { origin: string; region: string; handle: string; auth: Auth };

/** `key` is empty for the bucket itself. */
export type Place = { bucket: string; key: string };

/** Errors: those of secrets; `invalid-input` for an endpoint with a path. */
export async function openStorage(input: StorageInput, context: WorkerContext): Promise<Storage> {
  const url = new URL(input.endpoint ?? '');
  if (url.pathname !== '/' || url.search !== '')
    fail('invalid-input', `${input.endpoint} is more than the address of a service`, { field: 'endpoint' });
  const handle = await context.secrets.handle(input.secret);
  const { region } = input;
  return {
    ...{ origin: url.origin, region, handle },
    auth: { sign: { kind: 'aws-sigv4', handle, region, service: 's3' } },
  };
}

/** `s3://photos/2024/a.jpg`, or the same without `s3://`. Errors: `invalid-input`. */
export function placeIn(text: string, field = 'place'): Place {
  const [, bucket = '', key = ''] = /^(?:s3:\/\/)?([^/]+)\/?(.*)$/s.exec(text) ?? [];
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i.test(bucket))
    return fail('invalid-input', `${text} names no bucket; write s3://bucket/key`, { field });
  if (/(^|\/)\.{1,2}(\/|$)/.test(key))
    return fail('invalid-input', `${text} has a part that is . or .., which no address can hold`, { field });
  if (Buffer.byteLength(key) > 1024)
    return fail('invalid-input', 'The name of an object has at most 1024 bytes', { field });
  return { bucket, key };
}

/** Errors: `invalid-input` where no object is named. */
export function objectIn(text: string, field = 'place'): Place {
  const place = placeIn(text, field);
  if (place.key !== '' && !place.key.endsWith('/')) return place;
  return fail('invalid-input', `${text} names no object; write s3://bucket/key`, { field });
}

export function shown({ bucket, key }: Place): string {
  return `s3://${bucket}/${key}`;
}

/** With the bucket in the path: one host for all buckets, the one that the secret is kept for. */
export function urlOf({ origin }: Storage, { bucket, key }: Place, query: Record<string, string> = {}): string {
  const path = [bucket, ...key.split('/')].map(encodeURIComponent).join('/');
  const asked = new URLSearchParams(query).toString();
  return `${origin}/${path}${asked === '' ? '' : `?${asked}`}`;
}
