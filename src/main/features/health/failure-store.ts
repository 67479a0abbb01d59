import type { Failure } from '../../../contract/errors.ts';
import { classOf, FailureClass, type FailureCounts } from '../../../contract/failure-classes.ts';
import type { Database } from '../../base/database.ts';

/** `isCut`: there were more than were looked at. */
export type Failures = { since: number; tasks: FailureCounts; runs: FailureCounts; isCut: boolean };

export type FailureStore = { count(since: number): Failures };

/** Of more than these only the newest are counted: the question must not hold the engine up. */
const mostCounted = 10_000;

/** Counts what went wrong in the runs that are kept, from their events. */
export function failureStore(database: Database): FailureStore {
  const failed = database.prepare<unknown[], { code: string | null; transient: number | null }>(
    `SELECT json_extract(payload, '$.error.code') AS code, json_extract(payload, '$.error.details.transient') AS transient
     FROM (SELECT payload, at FROM events WHERE type = ? ORDER BY seq DESC LIMIT ?) WHERE at >= ?`,
  );

  function countType(type: string, since: number): { counts: FailureCounts; isCut: boolean } {
    const rows = failed.all(type, mostCounted, since);
    const counts: FailureCounts = {};
    for (const { code, transient } of rows) {
      const kind = FailureClass.catch('engine').parse(classOf(failureOf(code, transient)));
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return { counts, isCut: rows.length === mostCounted };
  }

  return {
    count(since) {
      const tasks = countType('task.failed', since);
      const runs = countType('run.failed', since);
      return { since, tasks: tasks.counts, runs: runs.counts, isCut: tasks.isCut || runs.isCut };
    },
  };
}

function failureOf(code: string | null, transient: number | null): Failure {
  return { code: (code ?? 'internal') as Failure['code'], message: '', details: { transient: transient === 1 } };
}
