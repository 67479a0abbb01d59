import type { AnyEvent, EventType } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import { type EventRow, toEvent } from '../../base/event-rows.ts';
import type { Database } from '../../base/database.ts';
import { placeOf } from '../../orchestrator/item-projection.ts';
import type { ItemRow } from '../../orchestrator/item-rows.ts';

export type TimelineRows = ReturnType<typeof timelineRows>;

/** The place of a row in the order of the table. */
export type RowKey = { parent: string; position: number; name: string };

export type Search = {
  statuses: readonly string[] | undefined;
  /** In lower case. */
  text: string | undefined;
  named: readonly string[];
  after: RowKey | undefined;
  limit: number;
};

/** What the timeline reads of the tables of tasks and events; it writes nothing. */
export function timelineRows(database: Database) {
  return { ...itemReading(database), ...eventReading(database) };
}

const path = `CASE WHEN parent = '' THEN '' ELSE parent || '/' END || CASE WHEN name = '' THEN position ELSE name END`;

function itemReading(database: Database) {
  const one = database.prepare<unknown[], ItemRow>(
    'SELECT * FROM run_items WHERE run_id = ? AND parent = ? AND position = ? AND name = ?',
  );
  const begun = database.prepare<[string, string], { position: number }>(
    `SELECT position FROM run_items WHERE run_id = ? AND parent = ? AND name = '' ORDER BY position DESC LIMIT 1`,
  );
  const page = database.prepare<unknown[], ItemRow>(
    `SELECT parent, position, name, status, started_at, ended_at, done FROM run_items
     WHERE run_id = ? AND (parent, position, name) > (?, ?, ?) ORDER BY parent, position, name LIMIT ?`,
  );
  const short = database.prepare<[number], { payload: string }>(
    `SELECT payload FROM events WHERE seq = ? AND length(payload) < 4000`,
  );
  const found = database.prepare<unknown[], RowKey>(
    `SELECT parent, position, name FROM run_items
     WHERE run_id = ? AND parent <> '' AND (parent, position, name) > (?, ?, ?)
       AND (? IS NULL OR status IN (SELECT value FROM json_each(?)))
       AND (? IS NULL OR instr(lower(${path}), ?) OR instr(lower(coalesce(state ->> '$.error.message', '')), ?)
         OR name IN (SELECT value FROM json_each(?)))
     ORDER BY parent, position, name LIMIT ?`,
  );
  return {
    item: (runId: string, at: string): ItemRow | undefined => one.get(runId, ...placeOf(at)),
    /** How many items or iterations have begun, as far as their numbers tell. */
    begun: (runId: string, inside: string): number => (begun.get(runId, inside)?.position ?? -1) + 1,
    /** What a task was started with, if that is short. */
    startedWith: (row: ItemRow): Json => {
      const text = row.started_seq === null ? undefined : short.get(row.started_seq)?.payload;
      return text === undefined ? null : ((JSON.parse(text) as { input?: Json }).input ?? null);
    },
    page: (runId: string, after: RowKey, limit: number): ItemRow[] =>
      page.all(runId, after.parent, after.position, after.name, limit),
    found: (runId: string, { statuses, text, named, after, limit }: Search): RowKey[] => {
      const { parent, position, name } = after ?? { parent: '', position: -1, name: '' };
      const wanted = statuses ? JSON.stringify(statuses) : null;
      const words = text ?? null;
      return found.all(
        ...[runId, parent, position, name, wanted, wanted],
        ...[words, words, words, JSON.stringify(named), limit],
      );
    },
  };
}

function eventReading(database: Database) {
  const from = 'FROM events INDEXED BY events_by_run WHERE run_id = ?';
  const first = database.prepare<[string, number], { seq: number; at: number }>(
    `SELECT seq, at ${from} AND seq >= ? ORDER BY seq LIMIT 1`,
  );
  const last = database.prepare<[string], { seq: number }>(`SELECT seq ${from} ORDER BY seq DESC LIMIT 1`);
  const upTo = database.prepare<[string, number], EventRow>(`SELECT * ${from} AND seq <= ? ORDER BY seq DESC LIMIT 1`);
  const after = database.prepare<[string, number], EventRow>(`SELECT * ${from} AND seq > ? ORDER BY seq LIMIT 1`);
  const count = database.prepare<[string, number], { count: number }>(`SELECT count(*) AS count ${from} AND seq <= ?`);
  const one = database.prepare<[string, number], EventRow>(`SELECT * ${from} AND seq = ?`);
  const ofTask = database.prepare<[string, number, number, string, number], EventRow>(
    `SELECT * ${from} AND seq BETWEEN ? AND ? AND task_id = ? ORDER BY seq LIMIT ?`,
  );
  const ofOuterTask = database.prepare<[string, string, number], EventRow>(
    `SELECT * FROM events INDEXED BY outer_events_by_run
     WHERE run_id = ? AND run_id IS NOT NULL AND (task_id IS NULL OR instr(task_id, '/') = 0) AND task_id = ?
     ORDER BY seq LIMIT ?`,
  );
  const ofTypes = database.prepare<[string, number, string, number], EventRow>(
    `SELECT * FROM events INDEXED BY events_by_type
     WHERE type IN (SELECT value FROM json_each(?)) AND seq > ? AND run_id = ? ORDER BY seq LIMIT ?`,
  );

  /** Times and places of a run's events grow together, so the place of a time is found by halves. */
  function lastSeqAt(runId: string, at: number): number {
    let low = first.get(runId, 0)?.seq ?? 1;
    let high = last.get(runId)?.seq ?? 0;
    let found = low - 1;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const event = first.get(runId, middle);
      if (!event || event.seq > high || event.at > at) high = middle - 1;
      else {
        found = event.seq;
        low = event.seq + 1;
      }
    }
    return found;
  }

  const ofAllRuns = database.prepare<[string, number], EventRow>(
    `SELECT * FROM events INDEXED BY events_by_type
     WHERE type IN (SELECT value FROM json_each(?)) AND seq > ? ORDER BY seq`,
  );
  const event = (row: EventRow | undefined): AnyEvent | undefined => row && toEvent(row);
  return {
    lastSeqAt,
    lastSeq: (runId: string): number => last.get(runId)?.seq ?? 0,
    eventUpTo: (runId: string, seq: number): AnyEvent | undefined => event(upTo.get(runId, seq)),
    eventAfter: (runId: string, seq: number): AnyEvent | undefined => event(after.get(runId, seq)),
    event: (runId: string, seq: number): AnyEvent | undefined => event(one.get(runId, seq)),
    countUpTo: (runId: string, seq: number): number => count.get(runId, seq)?.count ?? 0,
    ofTask: (runId: string, at: string, range: { from: number; to: number }, limit: number): AnyEvent[] =>
      (at.includes('/') ? ofTask.all(runId, range.from, range.to, at, limit) : ofOuterTask.all(runId, at, limit)).map(
        toEvent,
      ),
    firstSeq: (runId: string): number => first.get(runId, 0)?.seq ?? 0,
    /** Of all runs: what answers a question of one may be kept for all. */
    ofAllRuns: (types: readonly EventType[], seq: number): AnyEvent[] =>
      ofAllRuns.all(JSON.stringify(types), seq).map(toEvent),
    ofTypes: (runId: string, types: readonly EventType[], seq: number, limit: number): AnyEvent[] =>
      ofTypes.all(JSON.stringify(types), seq, runId, limit).map(toEvent),
  };
}
