/** A migration. What may be done, what was asked and done, and the contents of files before. */
export const tablesOfPermissions = {
  name: 'grants, requests, audit log, file journal',
  up: `
    CREATE TABLE grants (
      id TEXT PRIMARY KEY,
      worker_id TEXT NOT NULL,
      capability TEXT NOT NULL,
      target TEXT NOT NULL,
      scope TEXT NOT NULL,
      run_id TEXT,
      task_ids TEXT,
      given_by TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      revoked_at INTEGER
    ) STRICT;
    CREATE INDEX grants_in_force ON grants (worker_id, capability) WHERE revoked_at IS NULL;
    CREATE TABLE permission_requests (
      id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL,
      request TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX requests_by_run ON permission_requests (run_id);
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      run_id TEXT,
      task_id TEXT,
      worker_id TEXT NOT NULL,
      operation TEXT NOT NULL,
      target TEXT NOT NULL,
      decision TEXT NOT NULL,
      rule TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_run ON audit (run_id, seq);
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TABLE file_changes (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      run_id TEXT NOT NULL,
      task_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      path TEXT NOT NULL,
      moved_to TEXT,
      backup TEXT,
      temporary TEXT,
      aside TEXT,
      inode TEXT,
      bytes_before INTEGER,
      bytes_after INTEGER,
      stamp_after TEXT,
      state TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX file_changes_by_run ON file_changes (run_id, seq);
    CREATE INDEX file_changes_unsettled ON file_changes (seq) WHERE state IN ('writing', 'pending', 'undoing');
  `,
  down: `
    DROP TABLE file_changes; DROP TABLE audit; DROP TABLE permission_requests; DROP TABLE grants;
  `,
};
