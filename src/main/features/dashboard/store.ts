import type { RunFigures } from '../../../contract/dashboard.ts';
import type { EventOf } from '../../../contract/events.ts';
import type { RunStatus } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';

export type Span = { from: number; to: number };
export type RunCounts = Omit<RunFigures, 'timeMs'>;

type Waited = Pick<EventOf<'message.waited'>['payload'], 'waitedMs'>;

export type DashboardStore = ReturnType<typeof dashboardStore>;

const ended = 'FROM runs INDEXED BY runs_by_end WHERE ended_at >= @from AND ended_at < @to';
const microdollars = 1_000_000;

/** Figures of ended runs. Each question is answered from an index alone. */
export function dashboardStore(database: Database) {
  const counts = database.prepare<[Span], RunCounts>(
    `SELECT count(*) FILTER (WHERE status = 'completed') AS completed,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
       coalesce(sum(tasks_completed + tasks_failed), 0) AS steps, 0 AS tokens, 0 AS money ${ended}`,
  );
  const used = database.prepare<[Span], { tokens: number; microdollars: number }>(
    `SELECT coalesce(sum(tokens), 0) AS tokens, coalesce(sum(microdollars), 0) AS microdollars
     FROM runs INDEXED BY runs_by_end JOIN run_usage ON run_usage.run_id = runs.id AND run_usage.path = ''
     WHERE ended_at >= @from AND ended_at < @to`,
  );
  // What was lent stands with who lent it and with who used it; here it counts as used. Few runs spawn: it begins with those.
  const lent = database
    .prepare<[Span], number>(
      `SELECT coalesce(sum(tokens), 0) FROM spawned_runs
         CROSS JOIN runs AS lenders ON lenders.id = spawned_runs.parent_id
         JOIN run_usage ON run_usage.run_id = lenders.id AND run_usage.path = spawned_runs.path
       WHERE lenders.ended_at >= @from AND lenders.ended_at < @to`,
    )
    .pluck();
  const times = database
    .prepare<[Span], number>(`SELECT ended_at - created_at ${ended} AND status = 'completed'`)
    .pluck();
  const underWay = database.prepare<[RunStatus], { count: number }>(
    'SELECT count(*) AS count FROM runs WHERE status = ?',
  );
  const laneEvents = database.prepare<[string, number], { payload: string }>(
    'SELECT payload FROM events WHERE type = ? AND at >= ?',
  );
  const none: RunCounts = { completed: 0, failed: 0, cancelled: 0, steps: 0, tokens: 0, money: 0 };
  return {
    countEnded(span: Span): RunCounts {
      const usage = used.get(span) ?? { tokens: 0, microdollars: 0 };
      const tokens = usage.tokens - (lent.get(span) ?? 0);
      return { ...(counts.get(span) ?? none), tokens, money: usage.microdollars / microdollars };
    },
    /** How many messages gave way since a moment, and milliseconds that those waited which were said. */
    lanesSince(from: number): { dropped: number; waitedMs: number[] } {
      const waited = laneEvents.all('message.waited', from).map(({ payload }) => JSON.parse(payload) as Waited);
      return { dropped: laneEvents.all('message.dropped', from).length, waitedMs: waited.map((one) => one.waitedMs) };
    },
    /** Milliseconds that each completed run took, in no order. */
    timesOfCompleted: (span: Span): number[] => times.all(span),
    countUnderWay: (status: 'running' | 'waiting'): number => underWay.get(status)?.count ?? 0,
  };
}
