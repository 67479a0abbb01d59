import type { AnyEvent, EventOf } from '../../contract/events.ts';
import type { Phase, PhaseKind } from '../../contract/timeline.ts';
import type { Database } from '../base/database.ts';
import { placeOf } from './tasks/item-projection.ts';
import { createRunsWithoutRows } from './runs-without-rows.ts';

export type PhaseRows = ReturnType<typeof phaseRows>;

type PhaseRow = {
  path: string;
  kind: PhaseKind;
  from_at: number;
  to_at: number | null;
  attempt: number;
  waited_for: Phase['for'] | null;
  name: string | null;
  text: string | null;
};

/**
 * What tasks did besides their one attempt: stand in line, fail and wait for the next attempt, wait for a word. Most do nothing of
 * that and have no row, so a list of a million costs nothing here.
 */
export function phaseRows(database: Database) {
  const page = database.prepare<[string, string], PhaseRow>(
    `SELECT * FROM run_phases WHERE run_id = ? AND path IN (SELECT value FROM json_each(?)) ORDER BY path, from_at`,
  );
  return {
    /** Brings the table up to an event, in the transaction that stores it and before the table of inner tasks. */
    apply: phaseProjection(database),
    of: (runId: string, paths: string[]): Map<string, Phase[]> => {
      const found = new Map<string, Phase[]>();
      for (const row of page.all(runId, JSON.stringify(paths))) {
        const own = found.get(row.path);
        if (own) own.push(toPhase(row));
        else found.set(row.path, [toPhase(row)]);
      }
      return found;
    },
  };
}

function toPhase(row: PhaseRow): Phase {
  return {
    kind: row.kind,
    from: row.from_at,
    ...(row.to_at === null ? {} : { to: row.to_at }),
    attempt: row.attempt,
    ...(row.waited_for === null ? {} : { for: row.waited_for }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.text === null ? {} : { text: row.text }),
  };
}

type Insert = (runId: string, path: string, phase: Phase) => void;

function phaseProjection(database: Database): (event: AnyEvent) => void {
  const statement = database.prepare(
    `INSERT OR REPLACE INTO run_phases (run_id, path, from_at, kind, to_at, attempt, waited_for, name, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const without = createRunsWithoutRows();
  const insert: Insert = (runId, path, { from, kind, to, attempt, for: what, name, text }) => {
    without.hasRow(runId);
    statement.run(runId, path, from, kind, to ?? null, attempt, what ?? null, name ?? null, text ?? null);
  };
  // Most tasks never stand in line for long.
  const queued = new Set(queuedPlaces(database));
  const close = database.prepare('UPDATE run_phases SET to_at = ? WHERE run_id = ? AND path = ? AND to_at IS NULL');
  const closeAll = database.prepare('UPDATE run_phases SET to_at = ? WHERE run_id = ? AND to_at IS NULL');
  const startOf = lastStart(database);

  const leaveLine = (at: number, runId: string, path: string): void => {
    if (queued.size > 0 && queued.delete(`${runId}/${path}`)) close.run(at, runId, path);
  };

  return (event) => {
    const { runId, taskId: path } = event.scope;
    if (runId === undefined) return;
    if (path === undefined) {
      if (event.type === 'run.created') without.began(runId);
      else if (endings.has(event.type) && !without.ended(runId)) {
        closeAll.run(event.at, runId);
        for (const place of queued) if (place.startsWith(`${runId}/`)) queued.delete(place);
      }
      return;
    }
    if (endsLine(event)) leaveLine(event.at, runId, path);
    switch (event.type) {
      case 'task.queued': {
        const { since, ...rest } = event.payload;
        queued.add(`${runId}/${path}`);
        return insert(runId, path, { kind: 'queued', from: since, ...rest });
      }
      case 'task.started':
        return started(event, runId, path, insert, startOf);
      case 'task.retried':
      case 'task.blocked':
      case 'task.caught':
        return stopped(event, runId, path, insert, startOf);
      case 'task.uncertain':
        return insert(runId, path, { kind: 'answering', from: event.at, attempt: event.payload.attempt });
      case 'task.parked': {
        const { attempt, awaited } = event.payload;
        return insert(runId, path, { kind: 'parked', from: event.at, attempt, text: awaited.event?.type });
      }
      case 'task.answered':
      case 'task.resolved':
      case 'task.woken':
      case 'task.failed':
      case 'task.skipped':
      case 'task.cancelled':
        return void close.run(event.at, runId, path);
      default:
    }
  };
}

/** Standing in line for something else, the task has what it stood in line for before. */
function endsLine({ type }: AnyEvent): boolean {
  return type.startsWith('task.') && type !== 'task.used' && type !== 'task.drew' && type !== 'task.limitReached';
}

function queuedPlaces(database: Database): string[] {
  return database
    .prepare<[], { run_id: string; path: string }>(
      `SELECT run_id, path FROM run_phases WHERE kind = 'queued' AND to_at IS NULL`,
    )
    .all()
    .map(({ run_id: runId, path }) => `${runId}/${path}`);
}

const endings = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);

type LastStart = (runId: string, path: string, before: number) => { at: number; isOpen: boolean } | undefined;

function started(
  { at, seq = 0, payload: { attempt, waited = [] } }: EventOf<'task.started'>,
  runId: string,
  path: string,
  insert: Insert,
  startOf: LastStart,
): void {
  for (const { for: what, name, since, ms } of waited) {
    insert(runId, path, { kind: 'queued', from: since, to: since + ms, attempt, for: what, name });
  }
  if (attempt === 1) return;
  const before = startOf(runId, path, seq);
  if (before?.isOpen) {
    insert(runId, path, { kind: 'attempt', from: before.at, to: at, attempt: attempt - 1, text: 'It was cut off.' });
  }
}

/** An attempt has ended, and something else begins. */
function stopped(
  event: EventOf<'task.retried'> | EventOf<'task.blocked'> | EventOf<'task.caught'>,
  runId: string,
  path: string,
  insert: Insert,
  startOf: LastStart,
): void {
  const { at, seq = 0, payload } = event;
  const { attempt } = payload;
  const begun = startOf(runId, path, seq);
  const text = 'error' in payload ? payload.error?.message : undefined;
  if (begun?.isOpen) insert(runId, path, { kind: 'attempt', from: begun.at, to: at, attempt, text });
  if ('delayMs' in payload) {
    insert(runId, path, { kind: 'retrying', from: at, to: at + Math.round(payload.delayMs), attempt, text });
  }
  if ('question' in payload) insert(runId, path, { kind: 'answering', from: at, attempt, text: payload.question.text });
}

/** When the attempt before began; cut off if nothing ended it. */
function lastStart(database: Database): LastStart {
  const outer = database.prepare<[string, string, number], { at: number; type: string }>(
    `SELECT at, type FROM events INDEXED BY outer_events_by_run
     WHERE run_id = ? AND run_id IS NOT NULL AND (task_id IS NULL OR instr(task_id, '/') = 0) AND task_id = ? AND seq < ?
       AND type LIKE 'task.%' ORDER BY seq DESC LIMIT 1`,
  );
  const inner = database.prepare<[string, string, number, string], { at: number | null; status: string }>(
    'SELECT started_at AS at, status FROM run_items WHERE run_id = ? AND parent = ? AND position = ? AND name = ?',
  );
  return (runId, path, before) => {
    if (path.includes('/')) {
      const row = inner.get(runId, ...placeOf(path));
      return row?.at == null ? undefined : { at: row.at, isOpen: row.status === 'running' };
    }
    const row = outer.get(runId, path, before);
    return row && { at: row.at, isOpen: row.type === 'task.started' || row.type === 'task.opened' };
  };
}
