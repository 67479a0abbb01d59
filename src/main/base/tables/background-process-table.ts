/** Programs that go on after the step that started them. Those of an engine that died are found by `mark`. */
export const tableOfBackgroundProcesses = {
  name: 'background processes',
  up: `
    CREATE TABLE background_processes (
      id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL,
      worker_id TEXT NOT NULL,
      is_running INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      mark TEXT NOT NULL,
      up_at REAL NOT NULL,
      process TEXT NOT NULL
    ) STRICT;
    CREATE INDEX background_processes_by_run ON background_processes (run_id);
  `,
  down: 'DROP TABLE background_processes;',
};
