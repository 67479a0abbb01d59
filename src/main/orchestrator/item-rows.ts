import type { Json } from '../../contract/json.ts';
import type { Usage } from '../../contract/plan-events.ts';
import { applyTaskEvent } from '../../contract/run-state.ts';
import type { TaskState, TaskStatus } from '../../contract/runs.ts';
import type { Database } from '../base/database.ts';
import { itemProjection, placeOf } from './item-projection.ts';

/** A row of `run_items`: a task inside another, or one that others are inside. What it was given and gave stands in the log. */
export type ItemRow = {
  parent: string;
  position: number;
  name: string;
  status: TaskStatus;
  attempt: number;
  started_seq: number | null;
  ended_seq: number | null;
  started_at: number | null;
  ended_at: number | null;
  total: number | null;
  done: number | null;
  failed: number | null;
  /** What a state has besides the columns, as JSON. */
  state: string | null;
};

export type ItemPage = { inside: string; status?: TaskStatus | undefined; after?: string | undefined; limit: number };

/** Of a path, of all below it, or of everything for an empty one. */
const belowPath = `(? = '' OR task_id = ? OR (task_id > ? || '/' AND task_id < ? || '0'))`;

export type ItemRows = ReturnType<typeof itemRows>;

/**
 * The tasks inside other tasks. There can be millions of a run, so they are in no state in memory: they are written along with
 * their events, and read by pages.
 */
export function itemRows(database: Database) {
  const columns =
    'parent, position, name, status, attempt, started_seq, ended_seq, started_at, ended_at, total, done, failed, state';
  const key = 'run_id = ? AND parent = ? AND position = ? AND name = ?';
  const one = database.prepare<unknown[], ItemRow>(`SELECT ${columns} FROM run_items WHERE ${key}`);
  const page = database.prepare<unknown[], ItemRow>(
    `SELECT ${columns} FROM run_items WHERE run_id = ? AND parent = ? AND (position, name) > (?, ?) ORDER BY position, name LIMIT ?`,
  );
  const pageOfStatus = database.prepare<unknown[], ItemRow>(
    `SELECT ${columns} FROM run_items WHERE run_id = ? AND parent = ? AND (position, name) > (?, ?) AND status = ?
     ORDER BY position, name LIMIT ?`,
  );
  const last = database.prepare<[string, string], ItemRow>(
    `SELECT ${columns} FROM run_items WHERE run_id = ? AND parent = ? AND name = '' ORDER BY position DESC LIMIT 1`,
  );
  const ended = database.prepare<unknown[], { position: number; payload: string | null }>(
    `SELECT i.position, CASE WHEN i.status = 'completed' THEN e.payload END AS payload
     FROM run_items i LEFT JOIN events e ON e.seq = i.ended_seq
     WHERE i.run_id = ? AND i.parent = ? AND i.name = '' AND i.position >= ? ORDER BY i.position LIMIT ?`,
  );
  const endedAt = database.prepare<unknown[], { position: number }>(
    `SELECT position FROM run_items
     WHERE run_id = ? AND parent = ? AND name = '' AND position >= ? AND position < ? AND status IN ('completed', 'skipped')`,
  );
  const calls = database.prepare<unknown[], { calls: number; since: number | null }>(
    `SELECT count(*) AS calls, min(at) AS since FROM events WHERE run_id = ? AND type = 'task.started' AND ${belowPath}`,
  );
  const used = database.prepare<unknown[], Record<'tokens' | 'moneyUsd' | 'cpuMs' | 'memoryMb', number | null>>(
    `SELECT sum(payload ->> '$.usage.tokens') AS tokens, sum(payload ->> '$.usage.moneyUsd') AS moneyUsd,
       sum(payload ->> '$.usage.cpuMs') AS cpuMs, max(payload ->> '$.usage.memoryMb') AS memoryMb
     FROM events WHERE run_id = ? AND type = 'task.completed' AND ${belowPath}`,
  );
  const asking = database.prepare<[string], ItemRow>(
    `SELECT ${columns} FROM run_items WHERE run_id = ? AND status IN ('blocked', 'uncertain')`,
  );
  const around = database.prepare<[string], ItemRow>(
    `SELECT ${columns} FROM run_items WHERE run_id = ? AND parent = ''`,
  );
  const payload = database.prepare<[number], { payload: string }>('SELECT payload FROM events WHERE seq = ?');

  const payloadAt = (seq: number | null): Record<string, Json> | undefined => {
    const text = seq === null ? undefined : payload.get(seq)?.payload;
    return text === undefined ? undefined : (JSON.parse(text) as Record<string, Json>);
  };

  const toState = (row: ItemRow): TaskState => stateOfRow(row, payloadAt);

  function state(runId: string, path: string): TaskState | undefined {
    const row = one.get(runId, ...placeOf(path));
    return row && toState(row);
  }

  return {
    /** Brings the table up to an event, in the transaction that stores it. */
    apply: itemProjection(database, (runId, path, event) =>
      applyTaskEvent(state(runId, path) ?? { id: path, status: 'waiting', attempt: 0 }, event),
    ),
    state,
    page: (runId: string, { inside, status, after, limit }: ItemPage): TaskState[] => {
      const [, position, name] = after === undefined ? ['', -1, ''] : placeOf(after);
      const rows = status
        ? pageOfStatus.all(runId, inside, position, name, status, limit)
        : page.all(runId, inside, position, name, limit);
      return rows.map(toState);
    },
    /** The item or iteration with the highest number. */
    last: (runId: string, inside: string): { position: number; state: TaskState } | undefined => {
      const row = last.get(runId, inside);
      return row && { position: row.position, state: toState(row) };
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
    /** What a task and all inside it used so far, and when the first of it began; the whole run for an empty path. */
    usage: (runId: string, path: string): Usage & { since?: number } => {
      const values = [runId, path, path, path, path];
      const { calls: made = 0, since = null } = calls.get(...values) ?? {};
      const { tokens, moneyUsd, cpuMs, memoryMb } = used.get(...values) ?? {};
      return {
        calls: made,
        tokens: tokens ?? 0,
        moneyUsd: moneyUsd ?? 0,
        cpuMs: cpuMs ?? 0,
        memoryMb: memoryMb ?? 0,
        ...(since === null ? {} : { since }),
      };
    },
    /** The piece of a list that stands at a place in the log. */
    listed: (seq: number): { offset: number; items: Json[] } | undefined =>
      payloadAt(seq) as { offset: number; items: Json[] } | undefined,
    /** Tasks inside others that wait for a person. */
    asking: (runId: string): TaskState[] => asking.all(runId).map(toState),
    /** The tasks of the plan that others are inside, with how far they are. */
    around: (runId: string): TaskState[] => around.all(runId).map(toState),
  };
}

function stateOfRow(row: ItemRow, payloadAt: (seq: number | null) => Record<string, Json> | undefined): TaskState {
  const segment = row.name === '' ? String(row.position) : row.name;
  const id = row.parent === '' ? segment : `${row.parent}/${segment}`;
  const began = payloadAt(row.started_seq);
  const end = row.status === 'completed' ? payloadAt(row.ended_seq) : undefined;
  return {
    ...(row.state === null ? {} : (JSON.parse(row.state) as Partial<TaskState>)),
    id,
    status: row.status,
    attempt: row.attempt,
    ...(began?.['input'] === undefined ? {} : { input: began['input'] as Record<string, Json> }),
    ...(end ? { output: end['output'] ?? null, says: String(end['says']) } : {}),
    ...(row.done === null
      ? {}
      : { progress: { ...(row.total === null ? {} : { total: row.total }), done: row.done, failed: row.failed ?? 0 } }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}
