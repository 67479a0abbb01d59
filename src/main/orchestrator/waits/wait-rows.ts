import type { AnyEvent } from '../../../contract/events.ts';
import type { Awaited } from '../../../contract/plan-events.ts';
import type { Database } from '../../base/database.ts';
import { createRunsWithoutRows } from '../runs-without-rows.ts';

export type WaitRow = { runId: string; path: string; awaited: Awaited };

export type WaitRows = ReturnType<typeof waitRows>;

type Row = { run_id: string; path: string; awaited: string };

const most = 1000;

/**
 * Tasks that wait, also for their next attempt, each with the moment it is due or the type of event it waits for. One that was
 * woken stays until it has ended: its run has something to do.
 */
export function waitRows(database: Database) {
  const { put, remove, removeAll, next, due, byType, ofEvents, ofWebhooks, one, mark, shorten } = statements(database);
  // Most tasks that end never waited: they must not cost a statement each.
  const woken = new Set(wokenPlaces(database));
  // Every event of the log asks whether anybody waits for its type: that must not cost a query each.
  const types = new Map(awaitedTypes(database));
  // Most tasks that start were not waited for.
  const pausing = new Set(pausingPlaces(database));
  // And most runs end without any.
  const without = createRunsWithoutRows();

  function park(runId: string, path: string, awaited: Awaited): void {
    without.hasRow(runId);
    put.run(runId, path, awaited.until ?? null, awaited.event?.type ?? null, JSON.stringify(awaited));
    if (awaited.event) types.set(awaited.event.type, (types.get(awaited.event.type) ?? 0) + 1);
  }

  function wake(runId: string, path: string): void {
    if (mark.run(runId, path).changes > 0) woken.add(`${runId}/${path}`);
  }

  function forget(runId: string, path: string): void {
    remove.run(runId, path);
    woken.delete(`${runId}/${path}`);
    pausing.delete(`${runId}/${path}`);
  }

  return {
    /** Brings the table up to an event, in the transaction that stores it. */
    apply: waitProjection({
      ...{ park, wake, forget, woken, pausing, begin: without.began },
      removeAll: (runId) => void (without.ended(runId) || removeAll.run(runId)),
    }),
    /** Still waits for what it was parked for. */
    has: (runId: string, path: string): boolean => one.get(runId, path) !== undefined,
    /** As long as it waits. */
    get: (runId: string, path: string): WaitRow | undefined => {
      const row = one.get(runId, path);
      return row && toWait(row);
    },
    /** All that wait for a call. */
    ofWebhooks: (): WaitRow[] => ofWebhooks.all().map(toWait),
    /** The clock was set back: what waits for so long waits so long from now, and not until the clock is there again. */
    shorten: (now: number): void => void shorten.run({ now }),
    nextDue: (): number | undefined => next.get()?.due_at ?? undefined,
    due: (now: number): WaitRow[] => due.all(now, most).map(toWait),
    /** Whether it is worth asking; a type nobody waits for any more may still count. */
    isAwaited: (type: string): boolean => types.has(type),
    waitingFor: (type: string): WaitRow[] => {
      const rows = byType.all(type).map(toWait);
      if (rows.length === 0) types.delete(type);
      return rows;
    },
    /** From now on its run has something to do, whatever happens to this process. */
    wake,
    /** All that wait for an event. */
    ofEvents: (): WaitRow[] => ofEvents.all().map(toWait),
  };
}

type Changes = {
  park: (runId: string, path: string, awaited: Awaited) => void;
  wake: (runId: string, path: string) => void;
  forget: (runId: string, path: string) => void;
  begin: (runId: string) => void;
  removeAll: (runId: string) => void;
  woken: ReadonlySet<string>;
  pausing: Set<string>;
};

function waitProjection({ park, wake, forget, begin, removeAll, woken, pausing }: Changes): (event: AnyEvent) => void {
  return (event) => {
    const { runId, taskId } = event.scope;
    if (runId === undefined) return;
    switch (event.type) {
      case 'run.created':
        return begin(runId);
      case 'task.parked':
        return park(runId, taskId ?? '', event.payload.awaited);
      case 'task.retried': {
        const { wakeAt } = event.payload;
        if (wakeAt === undefined) return;
        park(runId, taskId ?? '', { until: wakeAt, forMs: Math.max(0, wakeAt - event.at) });
        return void pausing.add(`${runId}/${taskId}`);
      }
      case 'task.started':
      case 'task.opened':
        if (isIn(pausing, event)) forget(runId, taskId ?? '');
        return;
      case 'task.woken':
      case 'task.answered':
        return wake(runId, taskId ?? '');
      case 'task.cancelled':
        return forget(runId, taskId ?? '');
      case 'task.completed':
      case 'task.failed':
      case 'task.skipped':
        if (isIn(woken, event) || isIn(pausing, event)) forget(runId, taskId ?? '');
        return;
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled':
        return removeAll(runId);
      default:
        return undefined;
    }
  };
}

/** Mostly there are none, and then no event costs the making of a text. */
function isIn(places: ReadonlySet<string>, { scope: { runId, taskId } }: AnyEvent): boolean {
  return places.size > 0 && places.has(`${runId}/${taskId}`);
}

function statements(database: Database) {
  const put = database.prepare(
    `INSERT INTO run_waits (run_id, path, due_at, event_type, awaited) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET due_at = excluded.due_at, event_type = excluded.event_type, awaited = excluded.awaited,
       is_woken = 0`,
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
  const ofEvents = database.prepare<[], Row>(
    'SELECT run_id, path, awaited FROM run_waits WHERE event_type IS NOT NULL ORDER BY run_id, path',
  );
  const one = database.prepare<[string, string], Row>(
    'SELECT run_id, path, awaited FROM run_waits WHERE run_id = ? AND path = ? AND is_woken = 0',
  );
  const ofWebhooks = database.prepare<[], Row>(
    `SELECT run_id, path, awaited FROM run_waits
     WHERE is_woken = 0 AND json_type(awaited, '$.webhook') = 'object' ORDER BY run_id, path`,
  );
  const mark = database.prepare<[string, string]>(
    'UPDATE run_waits SET due_at = NULL, event_type = NULL, is_woken = 1 WHERE run_id = ? AND path = ?',
  );
  const shorten = database.prepare<[{ now: number }]>(
    `UPDATE run_waits SET due_at = @now + json_extract(awaited, '$.forMs')
     WHERE due_at > @now + json_extract(awaited, '$.forMs')`,
  );
  return { put, remove, removeAll, next, due, byType, ofEvents, ofWebhooks, one, mark, shorten };
}

function wokenPlaces(database: Database): string[] {
  return database
    .prepare<[], { run_id: string; path: string }>('SELECT run_id, path FROM run_waits WHERE is_woken = 1')
    .all()
    .map(({ run_id: runId, path }) => `${runId}/${path}`);
}

/** Those with a moment and nothing that it decides: the next attempt, or a time limit around. */
function pausingPlaces(database: Database): string[] {
  return database
    .prepare<[], { run_id: string; path: string }>(
      `SELECT run_id, path FROM run_waits WHERE event_type IS NULL AND awaited ->> '$.onDue' IS NULL`,
    )
    .all()
    .map(({ run_id: runId, path }) => `${runId}/${path}`);
}

function awaitedTypes(database: Database): [string, number][] {
  return database
    .prepare<[], { event_type: string; count: number }>(
      'SELECT event_type, count(*) AS count FROM run_waits WHERE event_type IS NOT NULL GROUP BY event_type',
    )
    .all()
    .map(({ event_type: type, count }) => [type, count]);
}

function toWait({ run_id: runId, path, awaited }: Row): WaitRow {
  return { runId, path, awaited: JSON.parse(awaited) as Awaited };
}
