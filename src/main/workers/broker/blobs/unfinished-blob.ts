import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { StoredBlob } from '../../../../contract/blobs.ts';
import { fileError, HeronError } from '../../../base/errors.ts';
import type { BlobFiles } from './blob-files.ts';

/** A blob being written; nobody can read it. After `finish`, failed or not, and `abandon` it is over. */
export type UnfinishedBlob = {
  append(bytes: Uint8Array): Promise<void>;
  /** The blob is on the disk when this resolves. */
  finish(): Promise<StoredBlob>;
  abandon(): Promise<void>;
};

export type UnfinishedParts = {
  files: BlobFiles;
  /** Throws `limit-exceeded` if so many bytes more are too many; else they count. */
  take: (bytes: number, total: number) => void;
  /** Called once, when the bytes that were taken count no more or count as a blob. */
  release: (bytes: number) => void;
  keep: (path: string, facts: { bytes: number; sha256: string }) => Promise<StoredBlob>;
};

export async function beginBlob(parts: UnfinishedParts): Promise<UnfinishedBlob> {
  const { files, take, release, keep } = parts;
  const { path, file } = await files.begin();
  const hash = createHash('sha256');
  let bytes = 0;
  let isOver = false;

  async function end(): Promise<void> {
    if (isOver) return;
    isOver = true;
    release(bytes);
    await file.close();
    await files.drop(path);
  }

  return {
    async append(piece) {
      if (isOver) throw notWhole();
      try {
        take(piece.byteLength, bytes + piece.byteLength);
        bytes += piece.byteLength;
        await file.writeFile(piece);
        hash.update(piece);
      } catch (error) {
        // A piece may be missing in the middle: nothing more may be made of it.
        await end();
        throw fileError(error, path);
      }
    },
    async finish() {
      try {
        if (isOver) throw notWhole();
        await syncAndClose(file);
        return await keep(path, { bytes, sha256: hash.digest('hex') });
      } catch (error) {
        throw fileError(error, path);
      } finally {
        await end();
      }
    },
    abandon: end,
  };
}

function notWhole(): HeronError {
  return new HeronError('storage', 'The blob could not be written as a whole');
}

async function syncAndClose(file: FileHandle): Promise<void> {
  await file.sync();
  await file.close();
}
