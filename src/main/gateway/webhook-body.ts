import type { IncomingMessage } from 'node:http';
import type { Json } from '../../contract/json.ts';
import { MediaType } from '../../contract/blobs.ts';
import type { WebhookBody } from '../base/webhook-call.ts';
import { refusal } from './call-errors.ts';
import { readBytes } from './json-body.ts';
import { fieldsOf } from './webhook-fields.ts';

/** What is read as a value stands in the log. */
const mostValueBytes = 256 * 1024;
const mostBytes = 16 * 1024 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true });

export type ReadBody = { body: WebhookBody; bytes: Buffer };

/**
 * What a caller sent: JSON and forms as values, a text as it is, nothing as `null`, anything else as bytes; and the bytes themselves.
 * Errors: an ORPCError with the status 400 or 413 and the reason.
 */
export async function readWebhookBody(request: IncomingMessage): Promise<ReadBody> {
  const given = request.headers['content-type']?.toLowerCase().trim() ?? '';
  const kind = kindOf(given);
  const bytes = await readBytes(request, kind === 'bytes' ? mostBytes : mostValueBytes);
  if (bytes.length === 0) return { body: { value: null }, bytes };
  if (kind !== 'bytes') return { body: { value: read(kind, bytes) }, bytes };
  const mediaType = MediaType.safeParse(given);
  const known = mediaType.success ? mediaType.data : 'application/octet-stream';
  return { body: { bytes, mediaType: known }, bytes };
}

type Kind = 'json' | 'form' | 'text' | 'bytes';

function kindOf(mediaType: string): Kind {
  if (/^application\/([\w.-]+\+)?json *(;|$)/.test(mediaType)) return 'json';
  if (/^application\/x-www-form-urlencoded *(;|$)/.test(mediaType)) return 'form';
  return /^text\/[\w.+-]+ *(; *charset="?utf-8"? *)?$/.test(mediaType) ? 'text' : 'bytes';
}

function read(kind: Exclude<Kind, 'bytes'>, bytes: Buffer): Json {
  try {
    const text = decoder.decode(bytes);
    if (kind === 'text') return text;
    return kind === 'form' ? fieldsOf(new URLSearchParams(text)) : (JSON.parse(text) as Json);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw refusal('BAD_REQUEST', 'invalid-input', `The body is no ${kind === 'json' ? 'JSON' : 'text'}: ${because}`);
  }
}
