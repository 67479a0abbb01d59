/** A migration. Of a trigger's calls the last ones are kept: those that started a run, and those that could not. */
export const tablesOfTriggers = {
  name: 'triggers and their calls',
  up: `
    CREATE TABLE triggers (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      template TEXT NOT NULL,
      per_minute INTEGER NOT NULL,
      digest TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      rotated_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE trigger_calls (
      number INTEGER PRIMARY KEY,
      trigger_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      status INTEGER NOT NULL,
      run_id TEXT,
      message TEXT,
      delivery TEXT
    ) STRICT;
    CREATE INDEX trigger_calls_by_trigger ON trigger_calls (trigger_id, number);
    CREATE INDEX trigger_calls_by_delivery ON trigger_calls (trigger_id, delivery) WHERE delivery IS NOT NULL;
  `,
  down: 'DROP TABLE trigger_calls; DROP TABLE triggers;',
};

/** A migration. `options`: how a webhook of a workflow is called and what it answers, as JSON. */
export const optionsOfTriggers = {
  name: 'how webhooks of workflows are called',
  up: 'ALTER TABLE triggers ADD COLUMN options TEXT;',
  down: 'ALTER TABLE triggers DROP COLUMN options;',
};

/** A migration. */
export const pausedTriggers = {
  name: 'paused triggers',
  up: 'ALTER TABLE triggers ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;',
  down: 'ALTER TABLE triggers DROP COLUMN is_paused;',
};
