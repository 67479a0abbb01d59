import { pipeline } from 'node:stream';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import type { WorkerContext } from 'heron/worker-kit';
import type { Pack } from './pack.ts';
import { exactly, readAhead } from './read-ahead.ts';
import type { SourceEntry } from './source-tree.ts';
import { descriptor, directoryRecord, endRecords, localHeader, type ZipEntry } from './zip-records.ts';

type Facts = Pick<ZipEntry, 'crc' | 'packedBytes'>;

/** Written here and not by zip.js, whose streams cost a millisecond for each small file. */
export const packZip: Pack = async function* (entries, context, onRead) {
  const directory: Buffer[] = [];
  let offset = 0;
  let bytesRead = 0;
  const count = (bytes: number): void => onRead((bytesRead += bytes));
  for await (const { entry, small } of readAhead(entries, context)) {
    const begin = offset;
    const isStreamed = entry.kind === 'file' && small === undefined;
    let facts: Facts = { crc: 0, packedBytes: 0 };
    if (isStreamed) {
      const head = localHeader(entry, undefined);
      yield head;
      facts = yield* deflate(entry, context, count);
      const tail = descriptor({ entry, ...facts });
      yield tail;
      offset += head.byteLength + facts.packedBytes + tail.byteLength;
    } else {
      const packed = small ? deflateRawSync(small) : Buffer.alloc(0);
      facts = { crc: small ? crc32(small) : 0, packedBytes: packed.byteLength };
      const record = Buffer.concat([localHeader(entry, facts), packed]);
      yield record;
      if (small) count(small.byteLength);
      offset += record.byteLength;
    }
    directory.push(directoryRecord({ entry, offset: begin, ...facts, isStreamed }));
  }
  yield* directory;
  const bytes = directory.reduce((sum, record) => sum + record.byteLength, 0);
  yield endRecords({ count: directory.length, offset, bytes });
};

async function* deflate(
  entry: SourceEntry,
  context: WorkerContext,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, Facts> {
  let crc = 0;
  let packedBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of exactly(entry, context)) {
      crc = crc32(chunk, crc);
      count(chunk.byteLength);
      yield chunk;
    }
  }
  // A failure destroys the stream, so that whoever reads it hears of it.
  for await (const packed of pipeline(counted(), createDeflateRaw(), () => undefined)) {
    packedBytes += (packed as Buffer).byteLength;
    yield packed as Buffer;
  }
  return { crc, packedBytes };
}
