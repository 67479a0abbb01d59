import type { HeardMessage, ModelAnswered } from '../../contract/agents.ts';
import type { AnyEvent } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import { applyTaskEvent } from '../../contract/run-state.ts';
import type { TaskState, TaskStatus } from '../../contract/runs.ts';
import type { Database } from '../base/database.ts';
import { itemOutputs } from './tasks/item-outputs.ts';
import { itemProjection, placeOf } from './tasks/item-projection.ts';
import { usageRows } from './usage-rows.ts';

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

type Steered = { heard: HeardMessage[] };

export type ItemRows = ReturnType<typeof itemRows>;

/**
 * The tasks inside other tasks. There can be millions of a run, so they are in no state in memory: they are written along with
 * their events, and read by pages.
 */
export function itemRows(database: Database) {
  const payload = database.prepare<[number], { payload: string }>('SELECT payload FROM events WHERE seq = ?');
  // There are few of these events in all, and very many of some runs.
  const steered = database.prepare<[string, string], { payload: string }>(
    `SELECT payload FROM events WHERE type = 'task.steered' AND +run_id = ? AND +task_id = ? ORDER BY seq`,
  );
  const payloadAt: PayloadAt = (seq) => {
    const text = seq === null ? undefined : payload.get(seq)?.payload;
    return text === undefined ? undefined : (JSON.parse(text) as Record<string, Json>);
  };
  const states = itemStates(database, payloadAt);
  const usage = usageRows(database);
  const project = itemProjection(database, (runId, path, event) =>
    applyTaskEvent(states.state(runId, path) ?? { id: path, status: 'waiting', attempt: 0 }, event),
  );
  return {
    ...states,
    ...itemOutputs(database),
    /** Brings the table up to an event, in the transaction that stores it. */
    apply: (event: AnyEvent): void => (event.type === 'task.used' ? usage.apply(event) : project(event)),
    /** By a task and all inside it, or by the run for an empty path, in all calls so far. */
    used: usage.of,
    /** What the model answered in a step of an agent, which stands at a place in the log. */
    answered: (seq: number): ModelAnswered | undefined => payloadAt(seq) as ModelAnswered | undefined,
    /** What a person said to an agent while it was at a step. */
    heard: (runId: string, path: string): HeardMessage[] =>
      steered.all(runId, path).flatMap(({ payload: text }) => (JSON.parse(text) as Steered).heard),
    /** The piece of a list that stands at a place in the log. */
    listed: (seq: number): { offset: number; items: Json[] } | undefined =>
      payloadAt(seq) as { offset: number; items: Json[] } | undefined,
  };
}

type PayloadAt = (seq: number | null) => Record<string, Json> | undefined;

function itemStates(database: Database, payloadAt: PayloadAt) {
  const columns =
    'parent, position, name, status, attempt, started_seq, ended_seq, started_at, ended_at, total, done, failed, state';
  const select = (rest: string) =>
    database.prepare<unknown[], ItemRow>(`SELECT ${columns} FROM run_items WHERE run_id = ? AND ${rest}`);
  const one = select('parent = ? AND position = ? AND name = ?');
  const page = select('parent = ? AND (position, name) > (?, ?) ORDER BY position, name LIMIT ?');
  const pageOfStatus = select(
    'parent = ? AND (position, name) > (?, ?) AND status = ? ORDER BY position, name LIMIT ?',
  );
  // Said outright, so that the index of those alone is used: a few among very many.
  const pageOfFailed = database.prepare<unknown[], ItemRow>(
    `SELECT ${columns} FROM run_items INDEXED BY run_items_failed
     WHERE run_id = ? AND parent = ? AND (position, name) > (?, ?) AND status = 'failed' ORDER BY position, name LIMIT ?`,
  );
  const last = select("parent = ? AND name = '' ORDER BY position DESC LIMIT 1");
  const asking = select("status IN ('blocked', 'uncertain')");
  const around = select("parent = ''");
  const toState = (row: ItemRow): TaskState => stateOfRow(row, payloadAt);

  return {
    state: (runId: string, path: string): TaskState | undefined => {
      const row = one.get(runId, ...placeOf(path));
      return row && toState(row);
    },
    page: (runId: string, { inside, status, after, limit }: ItemPage): TaskState[] => {
      const [, position, name] = after === undefined ? ['', -1, ''] : placeOf(after);
      if (status === 'failed') return pageOfFailed.all(runId, inside, position, name, limit).map(toState);
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
    /** Tasks inside others that wait for a person. */
    asking: (runId: string): TaskState[] => asking.all(runId).map(toState),
    /** The tasks of the plan that others are inside, with how far they are. */
    around: (runId: string): TaskState[] => around.all(runId).map(toState),
  };
}

function stateOfRow(row: ItemRow, payloadAt: PayloadAt): TaskState {
  const segment = row.name === '' ? String(row.position) : row.name;
  const id = row.parent === '' ? segment : `${row.parent}/${segment}`;
  const began = payloadAt(row.started_seq);
  const end = row.status === 'completed' ? payloadAt(row.ended_seq) : undefined;
  return {
    ...(row.state === null ? {} : (JSON.parse(row.state) as Partial<TaskState>)),
    id,
    status: row.status,
    attempt: row.attempt,
    ...(began?.['action'] === undefined ? {} : { action: began['action'] as string }),
    ...(began?.['input'] === undefined ? {} : { input: began['input'] as Record<string, Json> }),
    ...(end ? { output: end['output'] ?? null, says: end['says'] as string } : {}),
    ...(row.done === null
      ? {}
      : { progress: { ...(row.total === null ? {} : { total: row.total }), done: row.done, failed: row.failed ?? 0 } }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}
