/** A migration. What goes with a pruned run is found by the run. */
export const indicesOfPruning = {
  name: 'what goes with a run is found by the run',
  up: `
    CREATE INDEX blob_readers_by_run ON blob_readers (run_id);
    CREATE INDEX grants_by_run ON grants (run_id) WHERE run_id IS NOT NULL;
  `,
  down: 'DROP INDEX grants_by_run; DROP INDEX blob_readers_by_run;',
};
