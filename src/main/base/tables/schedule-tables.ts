/** A migration. An occurrence has one row, whatever becomes of it; `reached`: until when all of them have theirs. */
export const tablesOfSchedules = {
  name: 'schedules and their occurrences',
  up: `
    CREATE TABLE schedules (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      definition TEXT NOT NULL,
      plan TEXT,
      conversation_id TEXT,
      is_paused INTEGER NOT NULL DEFAULT 0,
      reached INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      resumed_at INTEGER NOT NULL,
      removed_at INTEGER,
      silent_since INTEGER,
      silent_norm INTEGER,
      silenced_at INTEGER,
      seen_at INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE schedule_occurrences (
      schedule_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      until INTEGER,
      cause TEXT NOT NULL,
      status TEXT NOT NULL,
      reason TEXT,
      merged_into INTEGER,
      given TEXT,
      noted_at INTEGER NOT NULL,
      run_id TEXT,
      PRIMARY KEY (schedule_id, at)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX schedule_occurrences_open ON schedule_occurrences (status, schedule_id, at) WHERE status IN ('waiting', 'asking');
    CREATE INDEX schedule_occurrences_by_run ON schedule_occurrences (run_id) WHERE run_id IS NOT NULL;
  `,
  down: 'DROP TABLE schedule_occurrences; DROP TABLE schedules;',
};

/** A migration. What a schedule that polls has seen: things it has not are new. */
export const tablesOfPolls = {
  name: 'schedules that poll, and what they have seen',
  up: `
    CREATE TABLE schedule_polls (
      schedule_id TEXT PRIMARY KEY,
      polled_at INTEGER NOT NULL,
      run_id TEXT,
      is_primed INTEGER NOT NULL DEFAULT 0,
      problem TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE schedule_seen (
      schedule_id TEXT NOT NULL,
      key TEXT NOT NULL,
      seen_at INTEGER NOT NULL,
      PRIMARY KEY (schedule_id, key)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE runs ADD COLUMN is_poll INTEGER NOT NULL DEFAULT 0;
  `,
  down: 'ALTER TABLE runs DROP COLUMN is_poll; DROP TABLE schedule_seen; DROP TABLE schedule_polls;',
};
