import { pipeline } from 'node:stream';
import { createGunzip, createGzip, createZstdDecompress } from 'node:zlib';
import { WorkerFailure } from 'heron/worker-kit';
import { unpackedBySevenZip, xz } from './xz.ts';
import { zstdFrames } from './zstd-frames.ts';

export type Compression = 'gz' | 'zst' | 'xz' | 'bz2';
/** bzip2 is only unpacked: zstd and xz are better at all it does. */
export type Packing = Exclude<Compression, 'bz2'>;

/** Each piece is a turn of a thread and one message to the engine: of the usual 16 KiB there would be as many more. */
const chunkSize = 256 * 1024;

const unpackers = {
  gz: () => createGunzip({ chunkSize }),
  zst: () => createZstdDecompress({ chunkSize }),
};

export function compressed(chunks: AsyncIterable<Uint8Array>, by: Packing): AsyncIterable<Uint8Array> {
  if (by === 'xz') return xz(chunks);
  if (by === 'zst') return zstdFrames(chunks);
  // A failure destroys the stream, so that whoever reads it hears of it.
  return pipeline(chunks, createGzip({ chunkSize }), () => undefined);
}

export function decompressed(chunks: AsyncIterable<Uint8Array>, by: Compression): AsyncIterable<Uint8Array> {
  if (by === 'xz' || by === 'bz2') return unpackedBySevenZip(chunks, by);
  return pipeline(chunks, unpackers[by](), () => undefined);
}

/** The second word is the beginning of the first block. */
const bzip2Begins = /^BZh[1-9]1AY&SY/;
const xzBegins = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** By the first bytes (RFC 1952, RFC 8878, the .xz file format, bzip2's two marks). */
export function compressionOf(start: Buffer): Compression | undefined {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gz';
  if (start.subarray(0, xzBegins.byteLength).equals(xzBegins)) return 'xz';
  if (bzip2Begins.test(start.toString('latin1', 0, 10))) return 'bz2';
  return start.byteLength >= 4 && start.readUInt32LE(0) === 0xfd2fb528 ? 'zst' : undefined;
}

/** What zlib, zstd, xz and bzip2 say is about the archive; all other errors pass. */
export function compressionFailure(error: unknown, path: string): unknown {
  const isOwn = error instanceof Error && 'code' in error && /^(Z_|ZSTD_|XZ_|BZ2_)/.test(String(error.code));
  return isOwn ? new WorkerFailure('invalid-input', `${path} is damaged: ${error.message}`, { path }) : error;
}
