import { Manifest } from '../../../contract/manifest.ts';
import type { Provenance, WorkerSource } from '../../../contract/provenance.ts';
import type { Database } from '../../base/database.ts';
import type { FileDigests } from './changed-files.ts';

/** What somebody said yes to; the manifest shows later what a new one adds, and the files which are others. */
export type Approval = Provenance & { manifest: Manifest | undefined; files: FileDigests | undefined };

type Row = {
  source: string;
  version: string;
  hash: string;
  manifest: string;
  signed_by: string | null;
  approved_at: number;
  approved_by: string;
  is_watched: number;
  files: string | null;
};

export type ApprovalStore = ReturnType<typeof approvalStore>;

/** One row for each installed worker that was approved. */
export function approvalStore(database: Database) {
  const one = database.prepare<[string], Row>('SELECT * FROM worker_approvals WHERE worker_id = ?');
  const put = database.prepare(
    `INSERT INTO worker_approvals
       (worker_id, source, version, hash, manifest, signed_by, approved_at, approved_by, is_watched, files)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (worker_id) DO UPDATE SET
       source = excluded.source, version = excluded.version, hash = excluded.hash, manifest = excluded.manifest,
       signed_by = excluded.signed_by, approved_at = excluded.approved_at, approved_by = excluded.approved_by,
       is_watched = excluded.is_watched, files = excluded.files`,
  );
  const remove = database.prepare<[string]>('DELETE FROM worker_approvals WHERE worker_id = ?');
  return {
    read(workerId: string): Approval | undefined {
      const row = one.get(workerId);
      return row && toApproval(row);
    },
    write(workerId: string, approval: Approval): void {
      const { source, version, hash, manifest, signedBy, approvedAt, approvedBy, isWatched, files } = approval;
      const [from, written, listed] = [source, manifest, files ?? null].map((part) => JSON.stringify(part));
      const signer = signedBy ?? null;
      put.run(workerId, from, version, hash, written, signer, approvedAt, approvedBy, isWatched ? 1 : 0, listed);
    },
    remove: (workerId: string): void => void remove.run(workerId),
  };
}

function toApproval(row: Row): Approval {
  return {
    source: JSON.parse(row.source) as WorkerSource,
    version: row.version,
    hash: row.hash,
    // One of an earlier shape that is none any more only costs the list of what is new.
    manifest: Manifest.safeParse(JSON.parse(row.manifest)).data,
    ...(row.signed_by === null ? {} : { signedBy: row.signed_by }),
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    isWatched: row.is_watched === 1,
    files: (JSON.parse(row.files ?? 'null') as FileDigests | null) ?? undefined,
  };
}
