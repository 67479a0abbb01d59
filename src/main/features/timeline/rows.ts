import type { Json } from '../../../contract/json.ts';
import type { Database } from '../../base/database.ts';
import { placeOf } from '../../orchestrator/tasks/item-projection.ts';
import type { ItemRow } from '../../orchestrator/item-rows.ts';
import { eventReading } from './event-reading.ts';

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
