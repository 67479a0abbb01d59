/** A migration. Which run spawned which, so that they can be stopped together and counted. */
export const tableOfSpawnedRuns = {
  name: 'runs that agents spawned',
  up: `
    CREATE TABLE spawned_runs (run_id TEXT PRIMARY KEY, parent_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX spawned_runs_by_parent ON spawned_runs (parent_id);
  `,
  down: 'DROP TABLE spawned_runs;',
};

/** A migration. By the call that spawned, so that what it lent is not counted twice in sums over runs. */
export const callsThatSpawned = {
  name: 'calls that spawned runs',
  up: `
    ALTER TABLE spawned_runs ADD COLUMN path TEXT;
    UPDATE spawned_runs SET path = (
      SELECT json_extract(payload, '$.spawnedBy.path') FROM events
      WHERE events.run_id = spawned_runs.run_id AND type = 'run.created' ORDER BY seq LIMIT 1
    );
  `,
  down: 'ALTER TABLE spawned_runs DROP COLUMN path;',
};
