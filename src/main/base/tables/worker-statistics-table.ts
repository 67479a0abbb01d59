/** A migration. */
export const tableOfWorkerStatistics = {
  name: 'statistics of workers',
  up: `
    CREATE TABLE worker_statistics (worker_id TEXT PRIMARY KEY, statistics TEXT NOT NULL) STRICT;
  `,
  down: `
    DROP TABLE worker_statistics;
  `,
};
