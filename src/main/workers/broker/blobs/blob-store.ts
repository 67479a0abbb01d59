import type { FileHandle } from 'node:fs/promises';
import type { StoredBlob } from '../../../../contract/blobs.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import { HeronError } from '../../../base/errors.ts';
import type { MakeId } from '../../../base/ids.ts';
import type { Logger } from '../../../base/logger.ts';
import { createTurns, type InTurn } from '../journal/journal-tools.ts';
import { type BlobFiles, blobFiles } from './blob-files.ts';
import { type BlobRows, blobRows } from './blob-rows.ts';
import { beginBlob, type UnfinishedBlob, type UnfinishedParts } from './unfinished-blob.ts';

export type NewBlob = { mediaType: string; name: string | undefined };

/** Bytes that runs make and hand on: written once, kept under the hash of their content, owned by a run. */
export type BlobStore = {
  /** Errors: `storage`; while it is written `limit-exceeded`. `mostBytes` is the worker's own limit. */
  create(scope: { runId: string; taskId: string }, blob: NewBlob, mostBytes: number): Promise<UnfinishedBlob>;
  /** What a person attaches; of no run. Errors: as `create`. */
  receive(blob: { mediaType: string; name: string }, mostBytes: number): Promise<UnfinishedBlob>;
  /** The conversation has them: they stay as long as it does. To be called inside a transaction. */
  attach(conversationId: string, blobIds: string[]): void;
  /** The conversation is gone; what no other one has goes with age. */
  detach(conversationId: string): void;
  /** Errors: `not-found`. */
  get(blobId: string): StoredBlob;
  ofRun(runId: string): StoredBlob[];
  mayRead(runId: string, blobId: string): boolean;
  /** The run may read these as well. Gives the other runs that made them; ids of blobs that are not there are passed over. */
  passOn(runId: string, blobIds: string[]): string[];
  /** Errors: `not-found`, `storage`. */
  open(blob: StoredBlob): Promise<FileHandle>;
  /** Removes what a killed engine left half-written. To be called before any worker runs. */
  recover(): Promise<void>;
  /** Removes what is older than it is to be kept, and what belongs to nobody. */
  sweep(): Promise<void>;
  /** What would go with a run: what it made and no run that is there may read. */
  goneWith(runId: string): StoredBlob[];
  /** Removes it; gives how many there were. */
  removeWith(runId: string): Promise<number>;
  totalBytes(): number;
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
  /** Whether there is such a run, ended or not. */
  isThere?: (runId: string) => boolean;
};

const megabyte = 1024 * 1024;
const day = 86_400_000;

export function createBlobStore(parts: BlobStoreParts): BlobStore {
  const { clock, makeId } = parts;
  const rows = blobRows(parts.database);
  const files = blobFiles(parts.folder);
  /** Keeping a content and removing it must not cross. */
  const inTurn = createTurns();
  const room = createRoom(parts, rows);

  function get(blobId: string): StoredBlob {
    const blob = rows.get(blobId);
    if (!blob) throw new HeronError('not-found', `There is no blob ${blobId}; it may have been removed with age`);
    return blob;
  }

  function keep(path: string, facts: Omit<StoredBlob, 'id' | 'createdAt'>): Promise<StoredBlob> {
    return inTurn(facts.sha256, async () => {
      await files.keep(path, facts.sha256, facts.bytes);
      const blob = { id: makeId('blb'), ...facts, createdAt: clock() };
      rows.insert(blob);
      return blob;
    });
  }

  return {
    create: ({ runId, taskId }, { mediaType, name }, mostBytes) =>
      beginBlob({
        files,
        take(bytes, total) {
          if (total > mostBytes) throw tooLarge(mostBytes);
          room.take(runId, bytes);
        },
        release: (bytes) => room.release(runId, bytes),
        keep: (path, facts) =>
          keep(path, { runId, taskId, mediaType, ...(name === undefined ? {} : { name }), ...facts }),
      }),
    receive: (blob, mostBytes) => {
      const checkSize = (_: number, total: number): void => {
        if (total > mostBytes) throw tooLargeToAttach(blob.name, mostBytes);
      };
      const keepIt: UnfinishedParts['keep'] = (path, facts) => keep(path, { ...blob, ...facts });
      return beginBlob({ files, take: checkSize, release: () => undefined, keep: keepIt });
    },
    ...{ attach: rows.attach, detach: rows.detach, get, ofRun: rows.ofRun },
    mayRead: (runId, blobId) => {
      const blob = rows.get(blobId);
      return blob !== undefined && rows.mayRead(runId, blob);
    },
    passOn(runId, blobIds) {
      const foreign = blobIds.flatMap((id) => rows.get(id) ?? []).filter((blob) => blob.runId !== runId);
      const ids = foreign.map(({ id }) => id);
      rows.addReaders(runId, ids);
      return [...new Set(foreign.flatMap((blob) => blob.runId ?? []))];
    },
    open: ({ sha256 }) => files.open(sha256),
    recover: files.dropUnfinished,
    ...leavingWithRuns(parts, { rows, files, inTurn }),
    totalBytes: rows.totalBytes,
    sweep: () => sweepBlobs(parts, { rows, files, inTurn }),
  };
}

/** What goes with a run that is removed: what it made and nobody else may read. */
function leavingWithRuns(
  { isThere }: BlobStoreParts,
  { rows, files, inTurn }: { rows: BlobRows; files: BlobFiles; inTurn: InTurn },
): Pick<BlobStore, 'goneWith' | 'removeWith'> {
  function goneWith(runId: string): StoredBlob[] {
    const isRead = ({ id }: StoredBlob): boolean => rows.readersOf(id).some((reader) => isThere?.(reader) ?? true);
    return rows.ofRun(runId).filter((blob) => !isRead(blob));
  }

  return {
    goneWith,
    async removeWith(runId) {
      const gone = goneWith(runId);
      for (const { id, sha256 } of gone) {
        rows.remove(id);
        await inTurn(sha256, async () => {
          if (!rows.isUsed(sha256)) await files.remove(sha256);
        });
      }
      return gone.length;
    },
  };
}

type Room = { take(runId: string, bytes: number): void; release(runId: string, bytes: number): void };

/** How much the blobs of a run may still take, those included that are being written. */
function createRoom({ settings }: BlobStoreParts, rows: BlobRows): Room {
  const pending = new Map<string, number>();

  function count(runId: string, bytes: number): void {
    const left = (pending.get(runId) ?? 0) + bytes;
    if (left > 0) pending.set(runId, left);
    else pending.delete(runId);
  }

  return {
    take(runId, bytes) {
      const { blobsPerRunMb } = settings();
      if (rows.bytesOfRun(runId) + (pending.get(runId) ?? 0) + bytes > blobsPerRunMb * megabyte) {
        const message = `The blobs of this run would take more than ${blobsPerRunMb} MB; Settings can allow more`;
        throw new HeronError('limit-exceeded', message, { limit: 'blobsPerRunMb', value: blobsPerRunMb });
      }
      count(runId, bytes);
    },
    release: (runId, bytes) => count(runId, -bytes),
  };
}

async function sweepBlobs(
  { clock, settings, isUnderWay, logger }: BlobStoreParts,
  { rows, files, inTurn }: { rows: BlobRows; files: BlobFiles; inTurn: InTurn },
): Promise<void> {
  const old = rows.olderThan(clock() - settings().blobsKeptDays * day);
  const removed = old.filter(({ runId }) => runId === undefined || !isUnderWay(runId));
  for (const { id } of removed) rows.remove(id);
  for (const sha256 of await files.kept()) {
    await inTurn(sha256, async () => {
      if (!rows.isUsed(sha256)) await files.remove(sha256);
    });
  }
  if (removed.length > 0) logger.from('blobs').info(`Removed ${removed.length} blobs that were kept long enough`);
}

function tooLarge(mostBytes: number): HeronError {
  const value = Math.floor(mostBytes / megabyte);
  const message = `A blob of this worker may have at most ${value} MB, its limit blobMb`;
  return new HeronError('limit-exceeded', message, { limit: 'blobMb', value });
}

function tooLargeToAttach(name: string, mostBytes: number): HeronError {
  const value = Math.floor(mostBytes / megabyte);
  const message = `${name} is larger than ${value} MB, the most an attached file may have; Settings can allow more`;
  return new HeronError('limit-exceeded', message, { limit: 'attachmentMb', value });
}
