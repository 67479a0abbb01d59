import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { HeronError } from '../../base/errors.ts';
import { sourceLimits, type StagingTarget, stagingTarget, tooLarge } from './staging-target.ts';

/** Files, and for each a header and the rest of its last block. */
const mostPlainBytes = sourceLimits.bytes + sourceLimits.files * 4096;

/** Unpacks a tar archive, compressed or not. Errors: `invalid-input` for what is none, for links and for unsafe names; `limit-exceeded`. */
export async function unpackTar(archive: string, folder: string): Promise<void> {
  const target = stagingTarget(folder, archive);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined); // it is raced with all that is waited for
  let placed: Promise<void> = Promise.resolve();
  let current: ReadEntry | undefined;
  let hasEnded = false;
  const parser = new Parser({
    strict: true,
    brotli: false,
    zstd: false,
    onReadEntry(entry) {
      current = entry;
      placed = placed
        .then(() => place(entry, target, archive))
        .then(() => entry.resume())
        .then(() => undefined);
      placed.catch(failed.reject);
    },
  });
  parser.on('error', failed.reject);
  parser.on('eof', () => (hasEnded = true));
  const over = new Promise<void>((resolve) => parser.on('end', resolve));
  const unlessFailed = <Result>(waited: Promise<Result>): Promise<Result> => Promise.race([failed.promise, waited]);
  try {
    for await (const chunk of plainBytes(archive)) {
      if (!parser.write(chunk)) await unlessFailed(new Promise<void>((resolve) => parser.once('drain', resolve)));
      if (hasEnded) break; // what follows would only be gathered
    }
    parser.end();
    await unlessFailed(over);
    await unlessFailed(placed);
  } catch (error) {
    // Whoever reads the entry waits for bytes that will not come.
    if (current && current.listenerCount('error') > 0) current.emit('error', error);
    throw error instanceof HeronError ? error : noArchive(archive, error);
  }
}

/** Unpacked here, in small pieces and never more than is allowed: the parser would take what one piece becomes as a whole. */
async function* plainBytes(archive: string): AsyncGenerator<Buffer> {
  const file = createReadStream(archive);
  const bytes = (await isCompressed(archive)) ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => bytes.destroy(error));
  let length = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    if (length === 0 && isGzip(chunk)) throw new HeronError('invalid-input', `${archive} is compressed twice`);
    length += chunk.byteLength;
    if (length > mostPlainBytes) throw tooLarge(archive, sourceLimits.bytes);
    yield chunk;
  }
}

async function isCompressed(archive: string): Promise<boolean> {
  const file = await open(archive);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return isGzip(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes.byteLength >= 2 && bytes.readUInt16BE() === 0x1f8b;
}

async function place(entry: ReadEntry, target: StagingTarget, archive: string): Promise<void> {
  if (entry.type === 'Directory' || entry.type === 'GNUDumpDir') return target.folder(entry.path);
  if (entry.size > sourceLimits.bytes) throw tooLarge(archive, sourceLimits.bytes);
  if (entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile') {
    return target.file(entry.path, entry as AsyncIterable<Uint8Array>);
  }
  if (entry.meta) return;
  throw new HeronError('invalid-input', `${archive} holds a link or a device, which no worker needs: ${entry.path}`);
}

function noArchive(archive: string, cause: unknown): HeronError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new HeronError('invalid-input', `${archive} cannot be unpacked (${message})`, undefined, { cause });
}
