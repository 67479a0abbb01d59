import type { TextCodec } from './text-codec.ts';

export type Content = string | Uint8Array | AsyncIterable<Uint8Array | string>;

/** The largest chunk that travels to the broker at once, in bytes. */
export const pieceBytes = 256 * 1024;

/** The content in chunks of at most 256 KiB; small ones are gathered, because each costs a round trip. */
export async function* piecesOf(content: Content, text: TextCodec): AsyncGenerator<Uint8Array, undefined> {
  const toBytes = (part: string | Uint8Array): Uint8Array => (typeof part === 'string' ? text.encode(part) : part);
  if (typeof content === 'string' || content instanceof Uint8Array) {
    yield* cut(toBytes(content));
    return undefined;
  }
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    const bytes = toBytes(part);
    if (bytes.byteLength === 0) continue;
    gathered.push(bytes.slice()); // the worker may use its buffer again before the bytes leave
    size += bytes.byteLength;
    if (size < pieceBytes) continue;
    yield* cut(join(gathered, size));
    gathered = [];
    size = 0;
  }
  yield* cut(join(gathered, size));
  return undefined;
}

export function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
}

export function join(parts: Uint8Array[], size: number): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
