/** A migration. Requests go with their run; what days came to stays. A price that is not known is null. */
export const tablesOfSpending = {
  name: 'requests to models, what days came to, models that rest, the model of a conversation',
  up: `
    CREATE TABLE model_requests (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      model TEXT NOT NULL,
      account TEXT NOT NULL,
      purpose TEXT NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      reasoning_tokens INTEGER NOT NULL,
      microdollars INTEGER,
      took_ms INTEGER NOT NULL,
      first_part_ms INTEGER,
      is_estimate INTEGER NOT NULL,
      failure TEXT,
      conversation_id TEXT,
      run_id TEXT,
      task_id TEXT
    ) STRICT;
    CREATE INDEX model_requests_by_run ON model_requests (run_id, number) WHERE run_id IS NOT NULL;
    CREATE INDEX model_requests_by_conversation ON model_requests (conversation_id, number)
      WHERE conversation_id IS NOT NULL;
    CREATE INDEX model_requests_by_way ON model_requests (model, account, number);
    CREATE TABLE model_days (
      day TEXT NOT NULL,
      model TEXT NOT NULL,
      account TEXT NOT NULL,
      purpose TEXT NOT NULL,
      requests INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      unpriced INTEGER NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      reasoning_tokens INTEGER NOT NULL,
      microdollars INTEGER NOT NULL,
      PRIMARY KEY (day, model, account, purpose)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE model_rests (
      model TEXT NOT NULL,
      account TEXT NOT NULL,
      because TEXT NOT NULL,
      at INTEGER NOT NULL,
      until INTEGER NOT NULL,
      times INTEGER NOT NULL,
      PRIMARY KEY (model, account)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE conversations ADD COLUMN model TEXT;
  `,
  down: `
    ALTER TABLE conversations DROP COLUMN model;
    DROP TABLE model_rests; DROP TABLE model_days; DROP TABLE model_requests;
  `,
};

export const thinkingOfRequests = {
  name: 'how long models think',
  up: 'ALTER TABLE model_requests ADD COLUMN thinking_ms INTEGER;',
  down: 'ALTER TABLE model_requests DROP COLUMN thinking_ms;',
};

/** A migration. Who asked, by which way it came, and in which folder; what days came to by each. */
export const sharesOfSpending = {
  name: 'what agents, channels and folders used',
  up: `
    ALTER TABLE model_requests ADD COLUMN agent TEXT;
    ALTER TABLE model_requests ADD COLUMN channel TEXT;
    ALTER TABLE model_requests ADD COLUMN folder TEXT;
    CREATE TABLE model_shares (
      day TEXT NOT NULL,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      requests INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      unpriced INTEGER NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      reasoning_tokens INTEGER NOT NULL,
      microdollars INTEGER NOT NULL,
      PRIMARY KEY (kind, name, day)
    ) STRICT, WITHOUT ROWID;
  `,
  down: `
    DROP TABLE model_shares;
    ALTER TABLE model_requests DROP COLUMN folder;
    ALTER TABLE model_requests DROP COLUMN channel;
    ALTER TABLE model_requests DROP COLUMN agent;
  `,
};
