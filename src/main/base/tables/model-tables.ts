/** How each model did lately; routing puts equals in order by it. */
export const tableOfModelStandings = {
  name: 'standings of models',
  up: `
    CREATE TABLE model_standings (
      model TEXT PRIMARY KEY,
      answers INTEGER NOT NULL,
      success REAL NOT NULL,
      first_part_ms REAL NOT NULL
    ) WITHOUT ROWID;`,
  down: 'DROP TABLE model_standings;',
};

/** What a small model said of sentences, by their hashes. */
export const tableOfSortedSentences = {
  name: 'kinds of sentences that a small model said',
  up: `
    CREATE TABLE sorted_sentences (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX sorted_sentences_by_time ON sorted_sentences (at);`,
  down: 'DROP TABLE sorted_sentences;',
};

/** When windows of plans began that begin with a request; what was used since then is summed by time. */
export const tableOfPlanWindows = {
  name: 'windows of plans that are counted',
  up: `
    CREATE TABLE plan_windows (
      account TEXT NOT NULL, hours INTEGER NOT NULL, began_at INTEGER NOT NULL, PRIMARY KEY (account, hours)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX model_requests_by_time ON model_requests (account, at);`,
  down: 'DROP INDEX model_requests_by_time; DROP TABLE plan_windows;',
};

/** What accounts used lately: it counts for the windows of plans, also when the runs that used it are gone. */
export const tableOfPlanUses = {
  name: 'what windows of plans are counted from',
  up: `
    CREATE TABLE plan_uses (
      provider TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, tokens INTEGER NOT NULL, microdollars INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX plan_uses_of_accounts ON plan_uses (provider, account, at);
    CREATE INDEX plan_uses_by_time ON plan_uses (at);
    INSERT INTO plan_uses (provider, account, at, tokens, microdollars)
      SELECT substr(model, 1, instr(model, '/') - 1), account, at, input_tokens + output_tokens, coalesce(microdollars, 0)
      FROM model_requests ORDER BY number;
    DROP INDEX model_requests_by_time;`,
  down: `
    CREATE INDEX model_requests_by_time ON model_requests (account, at);
    DROP TABLE plan_uses;`,
};

/** What providers said last of what is left of their own limits. */
export const tableOfModelWindows = {
  name: 'usage windows of model providers',
  up: `
    CREATE TABLE model_windows (
      provider TEXT NOT NULL,
      account TEXT NOT NULL,
      unit TEXT NOT NULL,
      per TEXT NOT NULL,
      at_most REAL,
      left REAL NOT NULL,
      resets_at INTEGER,
      at INTEGER NOT NULL,
      PRIMARY KEY (provider, account, unit, per)
    ) STRICT, WITHOUT ROWID;`,
  down: 'DROP TABLE model_windows;',
};
