import type { WorkerContext } from 'heron/worker-kit';
import { Header, Pax } from 'tar';
import { compressed, type Packing } from './compression.ts';
import type { Pack } from './pack.ts';
import { exactly, readAhead } from './read-ahead.ts';
import type { SourceEntry } from './source-tree.ts';

export const packTar: Pack = (entries, context, onRead) => tarBytes(entries, context, onRead);

export function packCompressedTar(by: Packing): Pack {
  return (entries, context, onRead) => compressed(tarBytes(entries, context, onRead), by);
}

async function* tarBytes(
  entries: SourceEntry[],
  context: WorkerContext,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  for await (const { entry, small } of readAhead(entries, context)) {
    yield headerOf(entry);
    if (entry.kind === 'folder') continue;
    for await (const chunk of small ? [small] : exactly(entry, context)) {
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
