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
