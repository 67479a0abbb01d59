/** A migration. The draft of a workflow stands in its row; what was published or replaced is a version. */
export const tablesOfWorkflows = {
  name: 'workflows, their versions and their runs',
  up: `
    CREATE TABLE workflows (
      id TEXT PRIMARY KEY,
      document TEXT NOT NULL,
      revision INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      removed_at INTEGER
    ) STRICT;
    CREATE TABLE workflow_versions (
      workflow_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      at INTEGER NOT NULL,
      document TEXT NOT NULL,
      is_published INTEGER NOT NULL,
      PRIMARY KEY (workflow_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE workflow_runs (
      number INTEGER PRIMARY KEY,
      workflow_id TEXT NOT NULL,
      run_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX workflow_runs_by_workflow ON workflow_runs (workflow_id, number);
    CREATE INDEX workflow_runs_by_run ON workflow_runs (run_id);
  `,
  down: 'DROP TABLE workflow_runs; DROP TABLE workflow_versions; DROP TABLE workflows;',
};

/**
 * A migration. `is_unsettled`: what starts the workflow does not yet follow what was published or switched. The run of an error workflow
 * is known by the run that failed.
 */
export const triggersOfWorkflows = {
  name: 'what starts workflows by itself, and error workflows',
  up: `
    ALTER TABLE workflows ADD COLUMN is_off INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE workflows ADD COLUMN is_unsettled INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE triggers ADD COLUMN workflow TEXT;
    CREATE TABLE error_runs (
      failed_run_id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX error_runs_by_run ON error_runs (run_id);
  `,
  down: `
    DROP TABLE error_runs;
    ALTER TABLE triggers DROP COLUMN workflow;
    ALTER TABLE workflows DROP COLUMN is_unsettled;
    ALTER TABLE workflows DROP COLUMN is_off;
  `,
};
