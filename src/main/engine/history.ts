import { statSync } from 'node:fs';
import type { Settings } from '../../contract/settings.ts';
import { logFiles } from '../base/logger.ts';
import { createHistory, type HistoryService } from '../features/history/service.ts';
import { historyStore } from '../features/history/store.ts';
import type { AuditLog } from '../features/permissions/audit-log.ts';
import { createTraces, type TraceService } from '../features/traces/service.ts';
import type { Ground } from './ground.ts';
import type { BlobStore } from '../workers/broker/blobs/blob-store.ts';
import type { FileJournal } from '../workers/broker/journal/file-journal.ts';

export type HistoryGround = {
  settings: () => Settings;
  blobs: BlobStore;
  journal: FileJournal;
  audit: AuditLog;
  isBusy: () => boolean;
};

export type Past = { history: HistoryService; traces: TraceService };

/** What is kept of the past, for how long, and what it tells. */
export function openPast(ground: Ground, parts: HistoryGround): Past {
  const history = openHistory(ground, parts);
  const { absence } = history;
  const asked = (runId: string, limit: number) => parts.audit.search({ runId, limit });
  return { history, traces: createTraces({ events: ground.events, absence, asked }) };
}

function openHistory(ground: Ground, parts: HistoryGround): HistoryService {
  const { paths, database } = ground;
  const { settings, blobs, journal, audit, isBusy } = parts;
  return createHistory({
    ...ground,
    store: historyStore(database),
    policy: () => settings().retention,
    blobsOf: (runId) => {
      const gone = blobs.goneWith(runId);
      return { blobs: gone.length, bytes: gone.reduce((all, { bytes }) => all + bytes, 0) };
    },
    blobBytes: blobs.totalBytes,
    removeBlobs: blobs.removeWith,
    undoFolders: journal.kept,
    forgetUndo: journal.forget,
    pruneAudit: audit.prune,
    logBytes: () => bytesOf(logFiles(paths.log)),
    databaseBytes: () => bytesOf([paths.database, `${paths.database}-wal`]),
    isBusy,
  });
}

function bytesOf(files: string[]): number {
  return files.reduce((all, file) => all + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
