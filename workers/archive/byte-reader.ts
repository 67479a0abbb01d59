import { fail } from 'heron/worker-kit';

export type ByteReader = {
  /** Exactly `length` bytes, or none at the end. Errors: `invalid-input` when the source ends in between. */
  take(length: number): Promise<Buffer>;
  skip(length: number): Promise<void>;
  /** The next `length` bytes, or fewer where the source has no more. */
  upTo(length: number): Promise<Buffer>;
  /** The next `length` bytes, once: read in chunks, or skipped as far as they have not been read. */
  stream(length: number): { read(): AsyncIterable<Uint8Array>; skip(): Promise<void> };
  close(): Promise<void>;
};

/** Reads a stream of chunks by lengths. */
export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let pending: Uint8Array = new Uint8Array();

  /** At most `length` bytes, as they come; none at the end. */
  async function next(length: number): Promise<Uint8Array> {
    while (pending.byteLength === 0) {
      const { done, value } = await chunks.next();
      if (done) return pending;
      pending = value;
    }
    const taken = pending.subarray(0, length);
    pending = pending.subarray(taken.byteLength);
    return taken;
  }

  async function* read(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      const bytes = await next(left);
      if (bytes.byteLength === 0) fail('invalid-input', 'The archive is damaged: it ends too early');
      left -= bytes.byteLength;
      yield bytes;
    }
  }

  async function skip(length: number): Promise<void> {
    for await (const _ of read(length));
  }

  return {
    skip,
    async take(length) {
      const first = await next(length);
      const rest = first.byteLength === 0 ? [] : await Array.fromAsync(read(length - first.byteLength));
      return Buffer.concat([first, ...rest]);
    },
    async upTo(length) {
      const parts: Uint8Array[] = [];
      for (let left = length; left > 0;) {
        const bytes = await next(left);
        if (bytes.byteLength === 0) break;
        parts.push(bytes);
        left -= bytes.byteLength;
      }
      return Buffer.concat(parts);
    },
    stream(length) {
      let left = length;
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const bytes of read(left)) {
          left -= bytes.byteLength;
          yield bytes;
        }
      }
      return { read: counted, skip: () => skip(left) };
    },
    async close() {
      await chunks.return?.();
    },
  };
}
