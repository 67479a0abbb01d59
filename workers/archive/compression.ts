import { pipeline } from 'node:stream';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { WorkerFailure } from 'heron/worker-kit';

export type Compression = 'gz' | 'zst';

const tools = {
  gz: { compress: () => createGzip(), decompress: () => createGunzip() },
  zst: { compress: () => createZstdCompress(), decompress: () => createZstdDecompress() },
};

export function compressed(chunks: AsyncIterable<Uint8Array>, by: Compression): AsyncIterable<Uint8Array> {
  // A failure destroys the stream, so that whoever reads it hears of it.
  return pipeline(chunks, tools[by].compress(), () => undefined);
}

export function decompressed(chunks: AsyncIterable<Uint8Array>, by: Compression): AsyncIterable<Uint8Array> {
  return pipeline(chunks, tools[by].decompress(), () => undefined);
}

/** By the first bytes (RFC 1952, RFC 8878). */
export function compressionOf(start: Buffer): Compression | undefined {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gz';
  return start.byteLength >= 4 && start.readUInt32LE(0) === 0xfd2fb528 ? 'zst' : undefined;
}

/** What zlib and zstd say is about the archive; all other errors pass. */
export function compressionFailure(error: unknown, path: string): unknown {
  const isOwn = error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code));
  return isOwn ? new WorkerFailure('invalid-input', `${path} is damaged: ${error.message}`, { path }) : error;
}
