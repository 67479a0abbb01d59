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
  /** Nothing starts it by itself. */
  isOff: boolean;
};

export type VersionRow = { number: number; at: number; document: string; isPublished: boolean };
export type RunRow = { runId: string; at: number; status: RunStatus };

type StoredRow = Omit<WorkflowRow, 'isOff'> & { isOff: number };
type StoredVersion = Omit<VersionRow, 'isPublished'> & { isPublished: number };

export type WorkflowStore = ReturnType<typeof workflowStore>;

const columns = `id, document, revision, created_at AS createdAt, changed_at AS changedAt, removed_at AS removedAt,
  is_off AS isOff`;
const versionColumns = 'number, at, document, is_published AS isPublished';

export function workflowStore(database: Database) {
  const all = database.prepare<[], StoredRow>(
    `SELECT ${columns} FROM workflows WHERE removed_at IS NULL ORDER BY changed_at DESC, id DESC`,
  );
  const one = database.prepare<[string], StoredRow>(`SELECT ${columns} FROM workflows WHERE id = ?`);
  const put = database.prepare(
    `INSERT INTO workflows (id, document, revision, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET document = excluded.document, revision = excluded.revision, changed_at = excluded.changed_at`,
  );
  const setRemoved = database.prepare('UPDATE workflows SET removed_at = ? WHERE id = ?');
  return {
    list: (): WorkflowRow[] => all.all().map(toRow),
    get: (id: string): WorkflowRow | undefined => {
      const row = one.get(id);
      return row && toRow(row);
    },
    put: ({ id, document, revision, createdAt, changedAt }: Omit<WorkflowRow, 'removedAt' | 'isOff'>): void =>
      void put.run(id, document, revision, createdAt, changedAt),
    setRemoved: (id: string, at: number | null): void => void setRemoved.run(at, id),
    ...startRows(database),
    ...versionRows(database),
    ...runRows(database),
  };
}

function toRow({ isOff, ...row }: StoredRow): WorkflowRow {
  return { ...row, isOff: isOff === 1 };
}

function startRows(database: Database) {
  const setOff = database.prepare('UPDATE workflows SET is_off = ? WHERE id = ?');
  const setUnsettled = database.prepare('UPDATE workflows SET is_unsettled = ? WHERE id = ?');
  const unsettled = database.prepare<[], string>('SELECT id FROM workflows WHERE is_unsettled = 1 ORDER BY id').pluck();
  return {
    setOff: (id: string, isOff: boolean): void => void setOff.run(isOff ? 1 : 0, id),
    /** What starts it does not follow yet what it says. */
    setUnsettled: (id: string, isUnsettled: boolean): void => void setUnsettled.run(isUnsettled ? 1 : 0, id),
    unsettled: (): string[] => unsettled.all(),
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
