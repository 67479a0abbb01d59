/**
 * A migration. A run that is being removed stands in `prunings` until nothing of it is left, so one that was interrupted
 * is removed to its end.
 */
export const tablesOfHistory = {
  name: 'traces and pins of runs, pruning, indices for lists',
  up: `
    ALTER TABLE runs ADD COLUMN trace_id TEXT;
    ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX runs_by_age ON runs (created_at, id);
    CREATE INDEX runs_by_end ON runs (ended_at) WHERE ended_at IS NOT NULL;
    CREATE INDEX run_items_failed ON run_items (run_id, parent, position, name) WHERE status = 'failed';
    CREATE TABLE prunings (run_id TEXT PRIMARY KEY, begun_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  down: `
    DROP TABLE prunings; DROP INDEX run_items_failed; DROP INDEX runs_by_end; DROP INDEX runs_by_age;
    ALTER TABLE runs DROP COLUMN pinned; ALTER TABLE runs DROP COLUMN trace_id;
  `,
};

/** A migration. What goes with a pruned run is found by the run. */
export const indicesOfPruning = {
  name: 'what goes with a run is found by the run',
  up: `
    CREATE INDEX blob_readers_by_run ON blob_readers (run_id);
    CREATE INDEX grants_by_run ON grants (run_id) WHERE run_id IS NOT NULL;
  `,
  down: 'DROP INDEX grants_by_run; DROP INDEX blob_readers_by_run;',
};
