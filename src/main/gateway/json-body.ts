import type { IncomingMessage } from 'node:http';
import type { ORPCError } from '@orpc/server';
import { refusal } from './call-errors.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON in a request's body; an empty body is `{}`, because every call of the contract takes an object.
 * Errors: an ORPCError with the status 400, 413 or 415 and the reason. Anything but JSON is refused, which also keeps
 * out what a foreign page can send without being asked for.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return {};
  if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw refusal(
      'UNSUPPORTED_MEDIA_TYPE',
      'invalid-input',
      'The request must be JSON, with content-type application/json',
    );
  }
  return parse(bytes);
}

/** All of a request's body. Errors: an ORPCError with the status 413. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLong = (): ORPCError<string, unknown> =>
    refusal('PAYLOAD_TOO_LARGE', 'limit-exceeded', `The request is longer than ${maxBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLong();
  if (!hasBody(request)) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not cut the connection: the reason for the refusal has yet to be sent over it.
  const pieces: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const piece of pieces) {
    length += piece.length;
    if (length > maxBytes) throw tooLong();
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw refusal('BAD_REQUEST', 'invalid-input', `The request is not JSON: ${because}`);
  }
}
