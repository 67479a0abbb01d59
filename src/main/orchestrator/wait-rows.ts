import type { AnyEvent } from '../../contract/events.ts';
import type { Awaited } from '../../contract/plan-events.ts';
import type { Database } from '../base/database.ts';

export type WaitRow = { runId: string; path: string; awaited: Awaited };

export type WaitRows = ReturnType<typeof waitRows>;

type Row = { run_id: string; path: string; awaited: string };

const most = 1000;

/** Tasks that wait, each with the moment it is due or the type of event it waits for. */
export function waitRows(database: Database) {
  const put = database.prepare(
    `INSERT INTO run_waits (run_id, path, due_at, event_type, awaited) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET due_at = excluded.due_at, event_type = excluded.event_type, awaited = excluded.awaited`,
  );
  const remove = database.prepare<[string, string]>('DELETE FROM run_waits WHERE run_id = ? AND path = ?');
  const removeAll = database.prepare<[string]>('DELETE FROM run_waits WHERE run_id = ?');
  const next = database.prepare<[], { due_at: number | null }>(
    'SELECT min(due_at) AS due_at FROM run_waits WHERE due_at IS NOT NULL',
  );
  const due = database.prepare<[number, number], Row>(
    'SELECT run_id, path, awaited FROM run_waits WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?',
  );
  const byType = database.prepare<[string], Row>('SELECT run_id, path, awaited FROM run_waits WHERE event_type = ?');
  const one = database.prepare<[string, string]>('SELECT 1 FROM run_waits WHERE run_id = ? AND path = ?');
  const forget = database.prepare<[string, string]>('UPDATE run_waits SET due_at = NULL WHERE run_id = ? AND path = ?');
  // Every event of the log asks whether anybody waits for its type: that must not cost a query each.
  const types = new Map<string, number>();
  for (const { event_type: type, count } of database
    .prepare<[], { event_type: string; count: number }>(
      'SELECT event_type, count(*) AS count FROM run_waits WHERE event_type IS NOT NULL GROUP BY event_type',
    )
    .all()) {
    types.set(type, count);
  }

  function park(runId: string, path: string, awaited: Awaited): void {
    put.run(runId, path, awaited.until ?? null, awaited.event?.type ?? null, JSON.stringify(awaited));
    if (awaited.event) types.set(awaited.event.type, (types.get(awaited.event.type) ?? 0) + 1);
  }

  return {
    /** Brings the table up to an event, in the transaction that stores it. */
    apply: (event: AnyEvent): void => {
      const { runId, taskId } = event.scope;
      if (runId === undefined) return;
      switch (event.type) {
        case 'task.parked':
          return park(runId, taskId ?? '', event.payload.awaited);
        case 'task.woken':
        case 'task.answered':
        case 'task.cancelled':
          return void remove.run(runId, taskId ?? '');
        case 'run.completed':
        case 'run.failed':
        case 'run.cancelled':
          return void removeAll.run(runId);
        default:
          return undefined;
      }
    },
    has: (runId: string, path: string): boolean => one.get(runId, path) !== undefined,
    nextDue: (): number | undefined => next.get()?.due_at ?? undefined,
    due: (now: number): WaitRow[] => due.all(now, most).map(toWait),
    /** Whether it is worth asking; a type nobody waits for any more may still count. */
    isAwaited: (type: string): boolean => types.has(type),
    waitingFor: (type: string): WaitRow[] => {
      const rows = byType.all(type).map(toWait);
      if (rows.length === 0) types.delete(type);
      return rows;
    },
    forgetDue: (runId: string, path: string): void => void forget.run(runId, path),
  };
}

function toWait({ run_id: runId, path, awaited }: Row): WaitRow {
  return { runId, path, awaited: JSON.parse(awaited) as Awaited };
}
