import { fail, type WorkerContext } from 'heron/worker-kit';
import { Header } from 'tar';
import type { Actions } from './actions.generated.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { createByteReader } from './byte-reader.ts';
import { type Compression, compressionFailure, compressionOf, decompressed } from './compression.ts';
import { readSingle } from './single-file.ts';
import { readSevenZip, sourceOf } from './seven-zip-reader.ts';
import { readTar } from './tar-reader.ts';
import { readZip } from './zip-reader.ts';

export type Archive = {
  format: Actions['list']['output']['format'];
  /** Reads the archive from its beginning, each time it is called. */
  entries(): AsyncIterable<ArchiveEntry>;
};

/** Errors: `not-found`; `unsupported` for what is none of them. */
export async function openArchive(path: string, context: WorkerContext, password?: string): Promise<Archive> {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no archive ${path}`, { path });
  if (status.kind === 'folder') fail('invalid-input', `${path} is a folder, not an archive`, { path });
  const chunks = await Array.fromAsync(context.files.read(path, { end: 512 }));
  const start = Buffer.concat(chunks);
  if (isZip(start)) return { format: 'zip', entries: () => readZip(path, status.size, context, password) };
  if (isTar(start)) return { format: 'tar', entries: () => readTar(path, context.files.read(path)) };
  if (isSevenZip(start)) {
    const source = sourceOf(path, status.size, context);
    return { format: '7z', entries: () => readSevenZip({ path, source, password }) };
  }
  const by = compressionOf(start);
  if (by) return openCompressed(path, by, context);
  return fail('unsupported', `${path} is no zip, tar or 7z archive, nor compressed by gzip, zstd, xz or bzip2`, {
    path,
  });
}

/** What is inside is known by its beginning. */
async function openCompressed(path: string, by: Compression, context: WorkerContext): Promise<Archive> {
  const content = (): AsyncIterable<Uint8Array> => decompressed(context.files.read(path), by);
  const bytes = createByteReader(content());
  try {
    const start = await bytes.upTo(512);
    if (isTar(start)) return { format: `tar.${by}`, entries: () => readTar(path, content()) };
    return { format: by, entries: () => readSingle(path, by, context) };
  } catch (error) {
    throw compressionFailure(error, path);
  } finally {
    await bytes.close();
  }
}

/** A zip archive begins with an entry, or, when it is empty, with its end. */
function isZip(start: Buffer): boolean {
  return ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(start.toString('latin1', 0, 4));
}

function isSevenZip(start: Buffer): boolean {
  return start.toString('latin1', 0, 6) === '7z\u00BC\u00AF\u0027\u001C';
}

function isTar(start: Buffer): boolean {
  try {
    return start.byteLength === 512 && new Header(start).cksumValid;
  } catch {
    // Some bytes are no numbers at all, as those of a picture or of compressed content.
    return false;
  }
}
