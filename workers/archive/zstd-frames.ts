import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';

const compress = promisify(zstdCompress);

/** Of the input of one frame. Ratios are as good as those of one long frame, whose window is smaller than this. */
const frameBytes = 4 * 1024 * 1024;
/** More would hold more memory than they are faster: something has to read and write as well. */
const compressedTogether = 3;

/**
 * Compresses into frames one after the other, which is a zstd file like any (RFC 8878, 3), several at a time: each is a turn of a
 * thread, where a stream takes one for every piece. Node's stream cannot be told of threads of its own (`nbWorkers`): it ends too early.
 */
export async function* zstdFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const coming: Promise<Uint8Array>[] = [];
  for await (const whole of piecesOf(chunks)) {
    while (coming.length >= compressedTogether) yield* nextOf(coming);
    const frame: Promise<Uint8Array> = compress(whole, { chunkSize: frameBytes });
    frame.catch(() => undefined); // heard in its turn, unless nobody reads on
    coming.push(frame);
  }
  while (coming.length > 0) yield* nextOf(coming);
}

async function* nextOf(coming: Promise<Uint8Array>[]): AsyncGenerator<Uint8Array> {
  const frame = await coming.shift();
  if (frame) yield frame;
}

/** Each is full but the last; of nothing there is one empty piece, because no frame at all would be no file. */
async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.byteLength;
    if (size < frameBytes) continue;
    yield Buffer.concat(held);
    [held, size, isFirst] = [[], 0, false];
  }
  if (size > 0 || isFirst) yield Buffer.concat(held);
}
