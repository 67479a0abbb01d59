import type { EventOf } from '../../../contract/events.ts';
import type { Database } from '../../base/database.ts';

export type ErrorRuns = {
  /** In the transaction that stores the start of the run. */
  noteStart(event: EventOf<'run.created'>): void;
  /** The run that was started because this one failed. */
  of(failedRunId: string): string | undefined;
};

export function errorRuns(database: Database): ErrorRuns {
  const add = database.prepare<[string, string]>('INSERT INTO error_runs (failed_run_id, run_id) VALUES (?, ?)');
  const find = database.prepare<[string], string>('SELECT run_id FROM error_runs WHERE failed_run_id = ?').pluck();
  return {
    noteStart: ({ scope, payload: { trigger } }) => {
      if (trigger?.kind !== 'failure' || trigger.delivery === undefined || scope.runId === undefined) return;
      add.run(trigger.delivery, scope.runId);
    },
    of: (failedRunId) => find.get(failedRunId),
  };
}
