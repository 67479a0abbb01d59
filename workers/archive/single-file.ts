import { basename } from 'node:path';
import type { WorkerContext } from 'heron/worker-kit';
import type { ArchiveEntry } from './archive-entry.ts';
import { type Compression, compressed, compressionFailure, decompressed, type Packing } from './compression.ts';
import type { Pack } from './pack.ts';
import { exactly } from './read-ahead.ts';

/** A file that is compressed alone, as gzip, zstd, xz and bzip2 do it. Its size is in no header that can be trusted, so it is counted. */
export async function* readSingle(path: string, by: Compression, context: WorkerContext): AsyncGenerator<ArchiveEntry> {
  async function* content(): AsyncGenerator<Uint8Array> {
    try {
      yield* decompressed(context.files.read(path), by);
    } catch (error) {
      throw compressionFailure(error, path);
    }
  }
  let size = 0;
  for await (const chunk of content()) {
    context.signal.throwIfAborted();
    size += chunk.byteLength;
  }
  const name = basename(path).replace(/\.(gz|zst|xz|bz2)$/i, '') || 'content';
  yield { name, kind: 'file', size, mode: undefined, linkTarget: undefined, isProtected: false, content };
}

/** Errors: as of what it reads. The caller has made sure that there is one file. */
export function packSingle(by: Packing): Pack {
  return (entries, context, onRead) => {
    async function* read(): AsyncGenerator<Uint8Array> {
      let bytes = 0;
      for (const entry of entries)
        for await (const chunk of exactly(entry, context)) {
          onRead((bytes += chunk.byteLength));
          yield chunk;
        }
    }
    return compressed(read(), by);
  };
}
