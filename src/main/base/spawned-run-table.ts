/** A migration. Which run spawned which, so that they can be stopped together and counted. */
export const tableOfSpawnedRuns = {
  name: 'runs that agents spawned',
  up: `
    CREATE TABLE spawned_runs (run_id TEXT PRIMARY KEY, parent_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX spawned_runs_by_parent ON spawned_runs (parent_id);
  `,
  down: 'DROP TABLE spawned_runs;',
};
