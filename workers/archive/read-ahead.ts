import { fail, type WorkerContext } from 'heron/worker-kit';
import type { SourceEntry } from './source-tree.ts';

/** An entry about to be packed; a small file's bytes have been read already. */
export type ReadEntry = { entry: SourceEntry; small: Uint8Array | undefined };

const smallUpToBytes = 64 * 1024;
const readTogether = 16;

/** The entries in order; while one is packed, the small files among the next are being read. */
export async function* readAhead(entries: SourceEntry[], context: WorkerContext): AsyncGenerator<ReadEntry> {
  const coming: (Promise<Uint8Array> | undefined)[] = [];
  for (const [index, entry] of entries.entries()) {
    while (coming.length < Math.min(entries.length, index + readTogether)) {
      const next = entries[coming.length];
      const isSmall = next?.kind === 'file' && next.size <= smallUpToBytes;
      const bytes = isSmall ? wholeOf(next, context) : undefined;
      bytes?.catch(() => undefined); // heard when its turn comes, if it comes
      coming.push(bytes);
    }
    context.signal.throwIfAborted();
    yield { entry, small: await coming[index] };
    coming[index] = undefined;
  }
}

/** The archive has promised a size; a file that changed since breaks it. */
export async function* exactly({ path, size }: SourceEntry, context: WorkerContext): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of context.files.read(path)) {
    bytes += chunk.byteLength;
    if (bytes > size) break;
    yield chunk;
  }
  if (bytes !== size) fail('conflict', `${path} changed while it was packed; try again`, { path });
}

async function wholeOf(entry: SourceEntry, context: WorkerContext): Promise<Uint8Array> {
  const chunks = await Array.fromAsync(exactly(entry, context));
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}
