/** What becomes of the rows of a run that is pruned. */
type Fate =
  | {
      /** They go, a few at a time: the column with the run's id, and what a row is known by. */
      goes: { run: string; key: string; only?: string };
    }
  | { stays: string };

const byRun = (key: string, only?: string): Fate => ({
  goes: { run: 'run_id', key, ...(only === undefined ? {} : { only }) },
});

/**
 * Every table with rows of runs. Whoever adds one says here what pruning does with it; the test looks for tables that are missing.
 */
export const tablesOfRuns: Readonly<Record<string, Fate>> = {
  blob_readers: byRun('blob_id, run_id'),
  context_checkpoints: byRun('id'),
  error_runs: byRun('failed_run_id'),
  elevated_modes: { goes: { run: 'holder', key: 'holder' } },
  grants: byRun('id', `scope IN ('once', 'run') AND revoked_at IS NOT NULL`),
  mcp_calls: byRun('number'),
  model_requests: byRun('number'),
  permission_requests: byRun('id'),
  run_actions: byRun('run_id, ref'),
  run_items: byRun('run_id, parent, position, name'),
  run_phases: byRun('run_id, path, from_at, kind'),
  run_usage: byRun('run_id, path'),
  run_waits: byRun('run_id, path'),
  spawned_runs: byRun('run_id'),
  workflow_runs: byRun('number'),

  audit: { stays: 'it has a policy of its own' },
  background_processes: { stays: 'the last of them are kept, whosever they are' },
  blobs: { stays: 'the store of blobs removes them, and those that others read stay' },
  events: { stays: 'they go by themselves, but for what conversations are made of' },
  file_changes: {
    stays: 'a program that a worker has written is never taken for the person’s own; the journal drops former contents',
  },
  opened_links: { stays: 'an opened run is removed by whoever opened it' },
  opened_runs: { stays: 'an opened run is removed by whoever opened it' },
  prunings: { stays: 'it says that the run is being removed' },
  tainted_files: { stays: 'the files are still there' },
  schedule_polls: { stays: 'it names the run that looks now, and each schedule has one row' },
  schedule_occurrences: { stays: 'what became of each is known for longer than its run' },
  taint_sources: { stays: 'what a run has read protects whatever goes on from it' },
  trigger_calls: { stays: 'the last calls of each trigger are kept' },
};

/** Those whose rows go. */
export function goingTables(): { table: string; run: string; key: string; only: string }[] {
  return Object.entries(tablesOfRuns).flatMap(([table, fate]) =>
    'goes' in fate ? [{ table, only: 'TRUE', ...fate.goes }] : [],
  );
}
