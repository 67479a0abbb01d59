import type { EventOf } from '../../../contract/events.ts';
import type { RunStatus } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';

/** A workflow as it is kept; `document` is its draft as text. */
export type WorkflowRow = {
  id: string;
  document: string;
  revision: number;
  createdAt: number;
  changedAt: number;
  removedAt: number | null;
};

export type VersionRow = { number: number; at: number; document: string; isPublished: boolean };
export type RunRow = { runId: string; at: number; status: RunStatus };

type StoredVersion = Omit<VersionRow, 'isPublished'> & { isPublished: number };

export type WorkflowStore = ReturnType<typeof workflowStore>;

const columns = `id, document, revision, created_at AS createdAt, changed_at AS changedAt, removed_at AS removedAt`;
const versionColumns = 'number, at, document, is_published AS isPublished';

export function workflowStore(database: Database) {
  const all = database.prepare<[], WorkflowRow>(
    `SELECT ${columns} FROM workflows WHERE removed_at IS NULL ORDER BY changed_at DESC, id DESC`,
  );
  const one = database.prepare<[string], WorkflowRow>(`SELECT ${columns} FROM workflows WHERE id = ?`);
  const put = database.prepare(
    `INSERT INTO workflows (id, document, revision, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET document = excluded.document, revision = excluded.revision, changed_at = excluded.changed_at`,
  );
  const setRemoved = database.prepare('UPDATE workflows SET removed_at = ? WHERE id = ?');
  return {
    list: (): WorkflowRow[] => all.all(),
    get: (id: string): WorkflowRow | undefined => one.get(id),
    put: ({ id, document, revision, createdAt, changedAt }: Omit<WorkflowRow, 'removedAt'>): void =>
      void put.run(id, document, revision, createdAt, changedAt),
    setRemoved: (id: string, at: number | null): void => void setRemoved.run(at, id),
    ...versionRows(database),
    ...runRows(database),
  };
}

function versionRows(database: Database) {
  const versions = database.prepare<[string], StoredVersion>(
    `SELECT ${versionColumns} FROM workflow_versions WHERE workflow_id = ? ORDER BY number DESC`,
  );
  const published = database.prepare<[string], StoredVersion>(
    `SELECT ${versionColumns} FROM workflow_versions WHERE workflow_id = ? AND is_published = 1 ORDER BY number DESC LIMIT 1`,
  );
  const add = database.prepare('INSERT INTO workflow_versions VALUES (?, ?, ?, ?, ?)');
  const read = (row: StoredVersion): VersionRow => ({ ...row, isPublished: row.isPublished === 1 });
  return {
    /** Newest first. */
    versions: (id: string): VersionRow[] => versions.all(id).map(read),
    published: (id: string): VersionRow | undefined => {
      const row = published.get(id);
      return row && read(row);
    },
    addVersion: (id: string, { number, at, document, isPublished }: VersionRow): void =>
      void add.run(id, number, at, document, isPublished ? 1 : 0),
  };
}

function runRows(database: Database) {
  const add = database.prepare('INSERT INTO workflow_runs (workflow_id, run_id) VALUES (?, ?)');
  const last = database.prepare<[string, number], RunRow>(
    `SELECT run_id AS runId, runs.created_at AS at, runs.status AS status
     FROM workflow_runs JOIN runs ON runs.id = run_id WHERE workflow_id = ? ORDER BY number DESC LIMIT ?`,
  );
  return {
    /** In the transaction that stores the start of the run. */
    noteStart: ({ scope, payload: { workflow } }: EventOf<'run.created'>): void => {
      if (workflow && scope.runId) add.run(workflow.id, scope.runId);
    },
    /** Newest first; those that were pruned are gone. */
    runs: (id: string, limit: number): RunRow[] => last.all(id, limit),
  };
}
