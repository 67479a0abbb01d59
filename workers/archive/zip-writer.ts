import { configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import type { Pack } from './pack.ts';
import { exactly, readAhead } from './read-ahead.ts';
import { streamOf } from './stream-of.ts';
import { writtenBytes } from './written-bytes.ts';

configure({ useWebWorkers: false });

export const packZip: Pack = (entries, context, onRead, password) =>
  writtenBytes(async (writable) => {
    // AES with 256 bits. Names and sizes can be seen without the password, as in every zip.
    const zip = new ZipWriter(writable, password === undefined ? {} : { password, encryptionStrength: 3 });
    let bytesRead = 0;
    const count = (bytes: number): void => onRead((bytesRead += bytes));
    for await (const { entry, small } of readAhead(entries, context)) {
      const { kind, name, size, modifiedAt, mode } = entry;
      const attributes = { lastModDate: new Date(modifiedAt), unixMode: mode & 0o777 };
      if (kind === 'folder') {
        await zip.add(`${name}/`, undefined, { ...attributes, directory: true });
      } else if (small) {
        // The system's streams take twice as long to begin and end as a small file takes to pack.
        await zip.add(name, new Uint8ArrayReader(small), { ...attributes, useCompressionStream: false });
        count(size);
      } else {
        const content = streamOf(counted(exactly(entry, context), count));
        await zip.add(name, content, { ...attributes, uncompressedSize: size });
      }
    }
    await zip.close();
  });

async function* counted(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.byteLength);
    yield chunk;
  }
}
