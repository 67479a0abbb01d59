import type { Payload } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { RunStatus } from '../../../contract/runs.ts';
import type { Occurrence, OccurrenceCause, OccurrenceStatus } from '../../../contract/schedules.ts';
import type { Database } from '../../base/database.ts';

export type NewOccurrence = Payload<'schedule.occurred'>['occurrences'][number];

type OccurrenceRow = {
  at: number;
  until: number | null;
  cause: OccurrenceCause;
  status: OccurrenceStatus;
  reason: string | null;
  merged_into: number | null;
  given: string | null;
  run_id: string | null;
  run_status: RunStatus | null;
};

/** Of each schedule so many are kept. */
const kept = 20_000;
const sweepEvery = 500;

const select = `SELECT o.at, o.until, o.cause, o.status, o.reason, o.merged_into, o.given, o.run_id, runs.status AS run_status
  FROM schedule_occurrences o LEFT JOIN runs ON runs.id = o.run_id WHERE o.schedule_id = ?`;

export function occurrenceRows(database: Database) {
  const page = database.prepare<[string, number, number], OccurrenceRow>(
    `${select} AND o.at < ? ORDER BY o.at DESC LIMIT ?`,
  );
  const one = database.prepare<[string, number], OccurrenceRow>(`${select} AND o.at = ?`);
  const open = database.prepare<[string, string], OccurrenceRow>(`${select} AND o.status = ? ORDER BY o.at`);
  const underWay = database.prepare<[string], { run_id: string }>(
    `SELECT run_id FROM schedule_occurrences o JOIN runs ON runs.id = o.run_id
     WHERE o.schedule_id = ? AND runs.status IN ('waiting', 'running') ORDER BY o.at DESC LIMIT 1`,
  );
  const started = database.prepare<[string, number, number], { at: number }>(
    `SELECT noted_at AS at FROM schedule_occurrences
     WHERE schedule_id = ? AND run_id IS NOT NULL AND noted_at >= ? ORDER BY at DESC LIMIT ?`,
  );
  const latest = database.prepare<[string], OccurrenceRow & { ended_at: number }>(
    `${select.replace(' FROM', ', coalesce(runs.ended_at, o.noted_at) AS ended_at FROM')}
     AND o.status IN ('ran', 'failed') ORDER BY o.at DESC LIMIT 1`,
  );
  const ofRun = database.prepare<[string], { schedule_id: string }>(
    'SELECT schedule_id FROM schedule_occurrences WHERE run_id = ?',
  );
  return {
    /** Newest first. */
    occurrences: (scheduleId: string, limit: number, before = Number.MAX_SAFE_INTEGER): Occurrence[] =>
      page.all(scheduleId, before, limit).map(toOccurrence),
    occurrence: (scheduleId: string, at: number): Occurrence | undefined => {
      const row = one.get(scheduleId, at);
      return row && toOccurrence(row);
    },
    /** Oldest first. */
    open: (scheduleId: string, status: 'waiting' | 'asking'): Occurrence[] =>
      open.all(scheduleId, status).map(toOccurrence),
    /** The run of the schedule that has not ended. */
    runUnderWay: (scheduleId: string): string | undefined => underWay.get(scheduleId)?.run_id,
    /** When runs were started since then, the latest first. */
    starts: (scheduleId: string, since: number, limit: number): number[] =>
      started.all(scheduleId, since, limit).map(({ at }) => at),
    /** The latest that ran or was to, and when it was over or noted. */
    latest: (scheduleId: string): (Occurrence & { endedAt: number }) | undefined => {
      const row = latest.get(scheduleId);
      return row && { ...toOccurrence(row), endedAt: row.ended_at };
    },
    scheduleOf: (runId: string): string | undefined => ofRun.get(runId)?.schedule_id,
    ...occurrenceChanges(database),
  };
}

function occurrenceChanges(database: Database) {
  // What ran, or could not, stays as it is, also when the clock comes by a second time.
  const put = database.prepare(
    `INSERT INTO schedule_occurrences (schedule_id, at, until, cause, status, reason, merged_into, given, noted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (schedule_id, at) DO UPDATE SET until = excluded.until, cause = excluded.cause, status = excluded.status,
       reason = excluded.reason, merged_into = excluded.merged_into, given = excluded.given, noted_at = excluded.noted_at
     WHERE status NOT IN ('ran', 'failed')`,
  );
  const fail = database.prepare(
    `UPDATE schedule_occurrences SET status = 'failed', reason = ? WHERE schedule_id = ? AND at = ? AND run_id IS NULL`,
  );
  const sweep = database.prepare<[string, string, number]>(
    `DELETE FROM schedule_occurrences WHERE schedule_id = ? AND status NOT IN ('waiting', 'asking') AND at <= (
       SELECT at FROM schedule_occurrences WHERE schedule_id = ? ORDER BY at DESC LIMIT 1 OFFSET ?
     )`,
  );
  let untilSweep = sweepEvery;
  return {
    put: (scheduleId: string, occurrence: NewOccurrence, notedAt: number): void => {
      const { at, until, cause, status, reason, mergedInto, given } = occurrence;
      const text = given ? JSON.stringify(given) : null;
      put.run(scheduleId, at, until ?? null, cause, status, reason ?? null, mergedInto ?? null, text, notedAt);
      untilSweep -= 1;
      if (untilSweep > 0) return;
      untilSweep = sweepEvery;
      sweep.run(scheduleId, scheduleId, kept);
    },
    fail: (scheduleId: string, at: number, reason: string): void => void fail.run(reason, scheduleId, at),
  };
}

function toOccurrence(row: OccurrenceRow): Occurrence {
  const {
    at,
    cause,
    status,
    until,
    reason,
    merged_into: mergedInto,
    given,
    run_id: runId,
    run_status: runStatus,
  } = row;
  return {
    ...{ at, cause, status },
    ...(until === null ? {} : { until }),
    ...(reason === null ? {} : { reason }),
    ...(mergedInto === null ? {} : { mergedInto }),
    ...(given === null ? {} : { given: JSON.parse(given) as Record<string, Json> }),
    ...(runId === null ? {} : { run: { runId, ...(runStatus === null ? {} : { status: runStatus }) } }),
  };
}
