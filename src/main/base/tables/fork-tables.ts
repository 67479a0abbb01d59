/** A migration. */
export const tablesOfForks = {
  name: 'actions of runs, forks',
  up: `
    CREATE TABLE action_manifests (hash TEXT PRIMARY KEY, entry TEXT NOT NULL) STRICT;
    CREATE TABLE run_actions (
      run_id TEXT NOT NULL, ref TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (run_id, ref)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE runs ADD COLUMN origin TEXT;
    CREATE INDEX runs_by_origin ON runs (origin) WHERE origin IS NOT NULL;
  `,
  down: `
    DROP INDEX runs_by_origin;
    ALTER TABLE runs DROP COLUMN origin;
    DROP TABLE run_actions; DROP TABLE action_manifests;
  `,
};
