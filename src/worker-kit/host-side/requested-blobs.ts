import type { BlobWriter, WorkerBlobs } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';
import { cut, join, pieceBytes } from './pieces.ts';
import { closeQuietly, readOpen } from './read-open.ts';
import type { TextCodec } from './text-codec.ts';

/** The blobs of the context, by way of the broker. */
export function requestedBlobs(parts: { request: BrokerRequest; text: TextCodec }): WorkerBlobs {
  const { request, text } = parts;
  return {
    async create({ mediaType, name }) {
      const { handle } = (await request('blobs.create', { mediaType, name: name ?? null })).value;
      return createWriter(request, handle, text);
    },
    status: async (blob) => (await request('blobs.status', { blob })).value,
    async *read(blob, { start = 0, end } = {}) {
      yield* readOpen(request, await request('blobs.open', { blob, start, end: end ?? null }));
    },
  };
}

/** Small chunks are gathered; of full ones the next is taken while the one before it is stored. */
function createWriter(request: BrokerRequest, handle: number, text: TextCodec): BlobWriter {
  let gathered: Uint8Array[] = [];
  let size = 0;
  let storing: Promise<unknown> = Promise.resolve();

  async function store(): Promise<void> {
    const whole = join(gathered, size);
    gathered = [];
    size = 0;
    for (const piece of cut(whole)) {
      await storing;
      storing = request('blobs.append', { handle }, piece);
      storing.catch(() => undefined); // heard by the next write, or by finish
    }
  }

  return {
    async write(chunk) {
      const bytes = typeof chunk === 'string' ? text.encode(chunk) : chunk.slice();
      if (bytes.byteLength === 0) return;
      gathered.push(bytes); // a copy: the worker may use its buffer again
      size += bytes.byteLength;
      if (size >= pieceBytes) await store();
    },
    async finish() {
      await store();
      await storing;
      return (await request('blobs.finish', { handle })).value;
    },
    abandon: () => closeQuietly(request, handle),
  };
}
