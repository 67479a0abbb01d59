import type { FileHandle } from 'node:fs/promises';
import type { StoredBlob } from '../../../../contract/blobs.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import { HeronError } from '../../../base/errors.ts';
import type { MakeId } from '../../../base/ids.ts';
import type { Logger } from '../../../base/logger.ts';
import { createTurns } from '../journal/journal-tools.ts';
import { blobFiles } from './blob-files.ts';
import { blobRows } from './blob-rows.ts';
import { beginBlob, type UnfinishedBlob } from './unfinished-blob.ts';

export type NewBlob = { mediaType: string; name: string | undefined };

/** Bytes that runs make and hand on: written once, kept under the hash of their content, owned by a run. */
export type BlobStore = {
  /** Errors: `storage`; while it is written `limit-exceeded`. `mostBytes` is the worker's own limit. */
  create(scope: { runId: string; taskId: string }, blob: NewBlob, mostBytes: number): Promise<UnfinishedBlob>;
  /** Errors: `not-found`. */
  get(blobId: string): StoredBlob;
  ofRun(runId: string): StoredBlob[];
  mayRead(runId: string, blobId: string): boolean;
  /** The run may read these as well; ids of blobs that are not there are passed over. */
  passOn(runId: string, blobIds: string[]): void;
  /** Errors: `not-found`, `storage`. */
  open(blob: StoredBlob): Promise<FileHandle>;
  /** Removes what a killed engine left half-written. To be called before any worker runs. */
  recover(): Promise<void>;
  /** Removes what is older than it is to be kept, and what belongs to nobody. */
  sweep(): Promise<void>;
};

export type BlobStoreParts = {
  database: Database;
  clock: Clock;
  makeId: MakeId;
  logger: Logger;
  folder: string;
  /** Asked each time. */
  settings: () => { blobsPerRunMb: number; blobsKeptDays: number };
  isUnderWay: (runId: string) => boolean;
};

const megabyte = 1024 * 1024;
const day = 86_400_000;

export function createBlobStore(parts: BlobStoreParts): BlobStore {
  const { clock, makeId, settings } = parts;
  const logger = parts.logger.from('blobs');
  const rows = blobRows(parts.database);
  const files = blobFiles(parts.folder);
  /** Keeping a content and removing it must not cross. */
  const inTurn = createTurns();
  /** Bytes of each run that are being written. */
  const pending = new Map<string, number>();

  function count(runId: string, bytes: number): void {
    const left = (pending.get(runId) ?? 0) + bytes;
    if (left > 0) pending.set(runId, left);
    else pending.delete(runId);
  }

  function checkRun(runId: string, more: number): void {
    const most = settings().blobsPerRunMb * megabyte;
    if (rows.bytesOfRun(runId) + (pending.get(runId) ?? 0) + more <= most) return;
    const message = `The blobs of this run would take more than ${settings().blobsPerRunMb} MB; Settings can allow more`;
    throw new HeronError('limit-exceeded', message, { limit: 'blobsPerRunMb', value: settings().blobsPerRunMb });
  }

  function get(blobId: string): StoredBlob {
    const blob = rows.get(blobId);
    if (!blob) throw new HeronError('not-found', `There is no blob ${blobId}; it may have been removed with age`);
    return blob;
  }

  return {
    create: ({ runId, taskId }, { mediaType, name }, mostBytes) =>
      beginBlob({
        files,
        take(bytes, total) {
          if (total > mostBytes) throw tooLarge(mostBytes);
          checkRun(runId, bytes);
          count(runId, bytes);
        },
        release: (bytes) => count(runId, -bytes),
        keep: (path, { bytes, sha256 }) =>
          inTurn(sha256, async () => {
            await files.keep(path, sha256, bytes);
            const id = makeId('blb');
            const kept = { id, runId, taskId, mediaType, bytes, sha256, createdAt: clock() };
            const blob = name === undefined ? kept : { ...kept, name };
            rows.insert(blob);
            return blob;
          }),
      }),
    get,
    ofRun: rows.ofRun,
    mayRead(runId, blobId) {
      const blob = rows.get(blobId);
      return blob !== undefined && rows.mayRead(runId, blob);
    },
    passOn(runId, blobIds) {
      const known = blobIds.filter((id) => rows.get(id) !== undefined);
      if (known.length > 0) rows.addReaders(runId, known);
    },
    open: ({ sha256 }) => files.open(sha256),
    recover: files.dropUnfinished,
    async sweep() {
      const old = rows.olderThan(clock() - settings().blobsKeptDays * day);
      const removed = old.filter(({ runId }) => !parts.isUnderWay(runId));
      for (const { id } of removed) rows.remove(id);
      for (const sha256 of await files.kept()) {
        await inTurn(sha256, async () => {
          if (!rows.isUsed(sha256)) await files.remove(sha256);
        });
      }
      if (removed.length > 0) logger.info(`Removed ${removed.length} blobs that were kept long enough`);
    },
  };
}

function tooLarge(mostBytes: number): HeronError {
  const value = Math.floor(mostBytes / megabyte);
  const message = `A blob of this worker may have at most ${value} MB, its limit blobMb`;
  return new HeronError('limit-exceeded', message, { limit: 'blobMb', value });
}
