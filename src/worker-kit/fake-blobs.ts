import { createHash } from 'node:crypto';
import type { BlobStatus, WorkerBlobs } from './context.ts';
import { WorkerFailure } from './failure.ts';

/** A blob that a test hands to its worker, or that the worker has made. */
export type FakeBlob = { bytes: Uint8Array; mediaType: string; name?: string };

/** The blobs of a test, in memory, by id. */
export function fakeBlobs(stored: Map<string, FakeBlob>): WorkerBlobs {
  function find(id: string): FakeBlob {
    const blob = stored.get(id);
    if (!blob) throw new WorkerFailure('not-found', `There is no blob ${id} in this run`, { blob: id });
    return blob;
  }

  return {
    async create({ mediaType, name }) {
      const chunks: Uint8Array[] = [];
      return {
        write: async (chunk) => void chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk.slice()),
        finish: async () => {
          const id = `blb_${String(stored.size + 1).padStart(26, '0')}`;
          const blob = { bytes: Buffer.concat(chunks), mediaType, ...(name === undefined ? {} : { name }) };
          stored.set(id, blob);
          return toStatus(id, blob);
        },
        abandon: async () => void chunks.splice(0),
      };
    },
    status: async (id) => toStatus(id, find(id)),
    async *read(id, { start = 0, end = Infinity } = {}) {
      const bytes = find(id).bytes.subarray(start, end);
      for (let at = 0; at < bytes.byteLength; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
    },
  };
}

function toStatus(id: string, { bytes, mediaType, name }: FakeBlob): BlobStatus {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { blob: id, bytes: bytes.byteLength, mediaType, sha256, ...(name === undefined ? {} : { name }) };
}
