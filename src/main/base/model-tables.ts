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
