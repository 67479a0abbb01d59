import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { fail, type WorkerContext } from 'heron/worker-kit';
import { Header, Pax } from 'tar';
import type { Pack } from './pack.ts';
import type { SourceEntry } from './source-tree.ts';

export const packTarGz: Pack = (entries, context, onRead) =>
  // A failure destroys the stream, so that whoever reads it hears of it.
  pipeline(tarBytes(entries, context, onRead), createGzip(), () => undefined);

async function* tarBytes(
  entries: SourceEntry[],
  context: WorkerContext,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  for (const entry of entries) {
    context.signal.throwIfAborted();
    yield headerOf(entry);
    if (entry.kind === 'folder') continue;
    for await (const chunk of exactly(entry, context)) {
      onRead((bytesRead += chunk.byteLength));
      yield chunk;
    }
    yield Buffer.alloc(-entry.size & 511);
  }
  yield Buffer.alloc(1024);
}

/** Owner and group are left out: they mean nothing on another machine. */
function headerOf({ kind, name, size, modifiedAt, mode }: SourceEntry): Buffer {
  const header = new Header({
    path: kind === 'folder' ? `${name}/` : name,
    type: kind === 'folder' ? 'Directory' : 'File',
    size,
    mode: mode & 0o777,
    mtime: new Date(Math.floor(modifiedAt / 1000) * 1000),
    uid: 0,
    gid: 0,
  });
  const block = Buffer.alloc(512);
  // What is too long or too large for the block goes into an extended header before it.
  if (!header.encode(block, 0)) return block;
  return Buffer.concat([new Pax({ path: header.path ?? name, size }).encode(), block]);
}

/** The header has promised a size; a file that changed since breaks the archive. */
async function* exactly({ path, size }: SourceEntry, context: WorkerContext): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of context.files.read(path)) {
    bytes += chunk.byteLength;
    if (bytes > size) break;
    yield chunk;
  }
  if (bytes !== size) fail('conflict', `${path} changed while it was packed; try again`, { path });
}
