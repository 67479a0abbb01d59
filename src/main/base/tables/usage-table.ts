/** A migration. */
export const tableOfUsage = {
  name: 'what runs used',
  up: `
    CREATE TABLE run_usage (
      run_id TEXT NOT NULL,
      path TEXT NOT NULL,
      tokens INTEGER NOT NULL,
      microdollars INTEGER NOT NULL,
      cpu_ms INTEGER NOT NULL,
      memory_mb REAL NOT NULL,
      PRIMARY KEY (run_id, path)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_usage_of_runs ON run_usage (run_id) WHERE path = '';
  `,
  down: 'DROP TABLE run_usage;',
};
