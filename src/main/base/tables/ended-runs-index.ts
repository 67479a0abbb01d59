/** A migration. What is counted of ended runs is read from the index alone; a run stands in it from its end on. */
export const indexOfEndedRuns = {
  name: 'ended runs are counted from their index',
  up: `
    DROP INDEX runs_by_end;
    CREATE INDEX runs_by_end ON runs (ended_at, id, status, created_at, tasks_completed, tasks_failed)
      WHERE ended_at IS NOT NULL;
  `,
  down: `
    DROP INDEX runs_by_end;
    CREATE INDEX runs_by_end ON runs (ended_at) WHERE ended_at IS NOT NULL;
  `,
};
