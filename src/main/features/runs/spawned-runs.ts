import type { EventOf } from '../../../contract/events.ts';
import type { Database } from '../../base/database.ts';

export type SpawnedRuns = {
  /** In the transaction that stores its creation. */
  noteStart(event: EventOf<'run.created'>): void;
  /** Those of a run that have not ended. */
  unendedOf(parentId: string): string[];
  hasAny(parentId: string): boolean;
  atWork(): number;
  /** Unended, though the run that spawned them was stopped: an engine ended in between. */
  leftOver(): string[];
};

export function spawnedRuns(database: Database): SpawnedRuns {
  const insert = database.prepare<[string, string, string]>(
    'INSERT INTO spawned_runs (run_id, parent_id, path) VALUES (?, ?, ?)',
  );
  const unended = database
    .prepare<[string], string>(
      'SELECT run_id FROM spawned_runs JOIN runs ON runs.id = run_id WHERE parent_id = ? AND ended_at IS NULL',
    )
    .pluck();
  const any = database.prepare<[string]>('SELECT 1 FROM spawned_runs WHERE parent_id = ? LIMIT 1');
  const count = database
    .prepare<[], number>('SELECT count(*) FROM spawned_runs JOIN runs ON runs.id = run_id WHERE ended_at IS NULL')
    .pluck();
  const leftOver = database
    .prepare<[], string>(
      `SELECT run_id FROM spawned_runs JOIN runs ON runs.id = run_id JOIN runs AS parents ON parents.id = parent_id
       WHERE runs.ended_at IS NULL AND parents.status = 'cancelled'`,
    )
    .pluck();
  return {
    noteStart: ({ scope, payload }) => {
      const { spawnedBy } = payload;
      if (spawnedBy && scope.runId !== undefined) insert.run(scope.runId, spawnedBy.runId, spawnedBy.path);
    },
    unendedOf: (parentId) => unended.all(parentId),
    hasAny: (parentId) => any.get(parentId) !== undefined,
    atWork: () => count.get() ?? 0,
    leftOver: () => leftOver.all(),
  };
}
