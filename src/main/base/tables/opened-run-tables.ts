/** A migration. What each opened run is stands in a database of its own; these say that it is there. */
export const tablesOfOpenedRuns = {
  name: 'runs opened from bundles',
  up: `
    CREATE TABLE opened_runs (
      run_id TEXT PRIMARY KEY,
      recorded_as TEXT NOT NULL,
      opened TEXT NOT NULL,
      summary TEXT NOT NULL,
      events INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE opened_links (
      linked_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, recorded_as TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE opened_changes (position INTEGER PRIMARY KEY, change TEXT NOT NULL) STRICT;
  `,
  down: 'DROP TABLE opened_changes; DROP TABLE opened_links; DROP TABLE opened_runs;',
};
