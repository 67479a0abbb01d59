import type { EventOf } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { Database } from '../../base/database.ts';
import { packType } from '../../base/event-packs.ts';
import { placeOf } from './item-projection.ts';

type Started = Pick<EventOf<'task.started'>['payload'], 'input' | 'idempotencyKey'>;

/** What a run's log and table say of how far the tasks inside a task are. */
export function itemOutputs(database: Database) {
  const ended = database.prepare<unknown[], { position: number; payload: string | null }>(
    `SELECT i.position, CASE WHEN i.status = 'completed' THEN e.payload END AS payload
     FROM run_items i LEFT JOIN events e ON e.seq = i.ended_seq
     WHERE i.run_id = ? AND i.parent = ? AND i.name = '' AND i.position >= ? ORDER BY i.position LIMIT ?`,
  );
  const endedAt = database.prepare<unknown[], { position: number }>(
    `SELECT position FROM run_items
     WHERE run_id = ? AND parent = ? AND name = '' AND position >= ? AND position < ? AND status IN ('completed', 'skipped')`,
  );
  // Of a path and all below it, or of the whole run for an empty one.
  const calls = database.prepare<unknown[], { calls: number }>(
    `SELECT count(*) AS calls FROM events WHERE run_id = ? AND type = 'task.started'
     AND (? = '' OR task_id = ? OR (task_id > ? || '/' AND task_id < ? || '0'))`,
  );
  const first = database.prepare<unknown[], { at: number }>(
    `SELECT at FROM events
     WHERE run_id = ? AND (task_id = ? OR (task_id > ? || '/' AND task_id < ? || '0')) ORDER BY seq LIMIT 1`,
  );
  // It may be in a pack with what stood before it.
  const runStart = database.prepare<unknown[], { at: number }>(
    `SELECT at FROM events WHERE run_id = ? AND (type = 'run.started' OR
       (type = '${packType}' AND EXISTS (SELECT 1 FROM json_each(payload) WHERE value ->> '$[1]' = 'run.started')))
     ORDER BY seq LIMIT 1`,
  );

  const lastStart = database.prepare<unknown[], { payload: string }>(
    `SELECT e.payload FROM run_items i JOIN events e ON e.seq = i.started_seq AND e.type = 'task.started'
     WHERE i.run_id = ? AND i.parent = ? AND i.position = ? AND i.name = ?`,
  );

  return {
    /** What the last attempt at a task inside another was given, and what its effect is known by. */
    startedWith: (runId: string, path: string): Started | undefined => {
      const payload = lastStart.get(runId, ...placeOf(path))?.payload;
      return payload === undefined ? undefined : (JSON.parse(payload) as Started);
    },
    /** What is inside a task gave, in order; `null` for what was skipped. `bytes` is the size of it all as JSON. */
    outputs: (runId: string, inside: string, from: number, limit: number): { outputs: Json[]; bytes: number } => {
      let bytes = 0;
      const outputs = ended.all(runId, inside, from, limit).map((row) => {
        bytes += row.payload?.length ?? 4;
        return row.payload === null ? null : ((JSON.parse(row.payload) as { output?: Json }).output ?? null);
      });
      return { outputs, bytes };
    },
    /** Which of some items have ended and count. */
    ended: (runId: string, inside: string, from: number, count: number): Set<number> =>
      new Set(endedAt.all(runId, inside, from, from + count).map(({ position }) => position)),
    /** How many calls a task and all inside it made so far. */
    callsMade: (runId: string, path: string): number => calls.get(runId, path, path, path, path)?.calls ?? 0,
    /** When a task began, or the run for an empty path, if it did: with a call, a wait or whatever it does first. */
    begunAt: (runId: string, path: string): number | undefined =>
      (path === '' ? runStart.get(runId) : first.get(runId, path, path, path))?.at,
  };
}
