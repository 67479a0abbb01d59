/** A migration. */
export const tableOfPhases = {
  name: 'phases of tasks',
  up: `
    CREATE TABLE run_phases (
      run_id TEXT NOT NULL,
      path TEXT NOT NULL,
      from_at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      to_at INTEGER,
      attempt INTEGER NOT NULL,
      waited_for TEXT,
      name TEXT,
      text TEXT,
      PRIMARY KEY (run_id, path, from_at, kind)
    ) STRICT, WITHOUT ROWID;
  `,
  down: 'DROP TABLE run_phases;',
};
