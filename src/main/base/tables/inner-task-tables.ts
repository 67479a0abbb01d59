/** A migration. */
export const tablesOfInnerTasks = {
  name: 'tasks inside tasks, waits',
  up: `
    CREATE TABLE run_items (
      run_id TEXT NOT NULL,
      parent TEXT NOT NULL,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      status TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      started_seq INTEGER,
      ended_seq INTEGER,
      started_at INTEGER,
      ended_at INTEGER,
      total INTEGER,
      done INTEGER,
      failed INTEGER,
      state TEXT,
      PRIMARY KEY (run_id, parent, position, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_items_asking ON run_items (run_id) WHERE status IN ('blocked', 'uncertain');
    CREATE TABLE run_waits (
      run_id TEXT NOT NULL,
      path TEXT NOT NULL,
      due_at INTEGER,
      event_type TEXT,
      awaited TEXT NOT NULL,
      is_woken INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (run_id, path)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_waits_by_time ON run_waits (due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX run_waits_by_type ON run_waits (event_type) WHERE event_type IS NOT NULL;
    CREATE INDEX run_waits_woken ON run_waits (run_id) WHERE is_woken = 1;
    CREATE INDEX outer_events_by_run ON events (run_id, seq)
      WHERE run_id IS NOT NULL AND (task_id IS NULL OR instr(task_id, '/') = 0);
    ALTER TABLE runs ADD COLUMN is_parked INTEGER NOT NULL DEFAULT 0;
  `,
  down: `
    ALTER TABLE runs DROP COLUMN is_parked;
    DROP INDEX outer_events_by_run; DROP TABLE run_waits; DROP TABLE run_items;
  `,
};
