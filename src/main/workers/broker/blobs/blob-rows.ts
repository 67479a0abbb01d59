import type { StoredBlob } from '../../../../contract/blobs.ts';
import type { Database } from '../../../base/database.ts';

type BlobRow = Omit<StoredBlob, 'name' | 'runId' | 'taskId'> & {
  runId: string | null;
  taskId: string | null;
  name: string | null;
};

export type BlobRows = ReturnType<typeof blobRows>;

const selected = `id, run_id AS runId, task_id AS taskId, media_type AS mediaType, name, bytes, sha256, created_at AS createdAt`;

/** One row a blob, one for each further run that may read it, and one for each conversation it is attached in. Every call has been committed when it returns. */
export function blobRows(database: Database) {
  const insert = database.prepare(
    `INSERT INTO blobs (id, run_id, task_id, media_type, name, bytes, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const one = database.prepare<[string], BlobRow>(`SELECT ${selected} FROM blobs WHERE id = ?`);
  const ofRun = database.prepare<[string], BlobRow>(`SELECT ${selected} FROM blobs WHERE run_id = ? ORDER BY id`);
  const before = database.prepare<[number], BlobRow>(
    `SELECT ${selected} FROM blobs
     WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM attached_blobs WHERE blob_id = blobs.id) ORDER BY id`,
  );
  const isUsed = database.prepare<[string]>('SELECT 1 FROM blobs WHERE sha256 = ? LIMIT 1');
  const bytes = database.prepare<[string], { bytes: number }>(
    'SELECT coalesce(sum(bytes), 0) AS bytes FROM blobs WHERE run_id = ?',
  );
  const remove = database.prepare<[string]>('DELETE FROM blobs WHERE id = ?');
  const addReader = database.prepare<[string, string]>(
    'INSERT INTO blob_readers (blob_id, run_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const isReader = database.prepare<[string, string]>('SELECT 1 FROM blob_readers WHERE blob_id = ? AND run_id = ?');
  const readers = database.prepare<[string], { runId: string }>(
    'SELECT run_id AS runId FROM blob_readers WHERE blob_id = ?',
  );
  const total = database.prepare<[], { bytes: number }>(
    'SELECT coalesce(sum(bytes), 0) AS bytes FROM (SELECT DISTINCT sha256, bytes FROM blobs)',
  );
  const attach = database.prepare<[string, string]>(
    'INSERT INTO attached_blobs (conversation_id, blob_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const detach = database.prepare<[string]>('DELETE FROM attached_blobs WHERE conversation_id = ?');
  const removeReaders = database.prepare<[string]>('DELETE FROM blob_readers WHERE blob_id = ?');

  return {
    insert({ id, runId, taskId, mediaType, name, bytes: size, sha256, createdAt }: StoredBlob): void {
      insert.run(id, runId ?? null, taskId ?? null, mediaType, name ?? null, size, sha256, createdAt);
    },
    get(id: string): StoredBlob | undefined {
      const row = one.get(id);
      return row && toBlob(row);
    },
    ofRun: (runId: string): StoredBlob[] => ofRun.all(runId).map(toBlob),
    /** Without what is attached in a conversation. */
    olderThan: (at: number): StoredBlob[] => before.all(at).map(toBlob),
    bytesOfRun: (runId: string): number => bytes.get(runId)?.bytes ?? 0,
    /** The other runs that may read it. */
    readersOf: (id: string): string[] => readers.all(id).map(({ runId }) => runId),
    /** On the disk; the same content counts once. */
    totalBytes: (): number => total.get()?.bytes ?? 0,
    isUsed: (sha256: string): boolean => isUsed.get(sha256) !== undefined,
    mayRead: (runId: string, { id, runId: owner }: StoredBlob): boolean =>
      owner === runId || isReader.get(id, runId) !== undefined,
    addReaders(runId: string, ids: string[]): void {
      database.transaction(() => ids.forEach((id) => addReader.run(id, runId)))();
    },
    attach: (conversationId: string, ids: string[]): void => ids.forEach((id) => attach.run(conversationId, id)),
    detach: (conversationId: string): void => void detach.run(conversationId),
    remove(id: string): void {
      database.transaction(() => {
        remove.run(id);
        removeReaders.run(id);
      })();
    },
  };
}

function toBlob({ name, runId, taskId, ...row }: BlobRow): StoredBlob {
  return {
    ...row,
    ...(runId === null || taskId === null ? {} : { runId, taskId }),
    ...(name === null ? {} : { name }),
  };
}
