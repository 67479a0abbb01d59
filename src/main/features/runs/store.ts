import type { RunStatus, RunSummary } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';
import { traceIdOf } from '../../base/trace-context.ts';
import { toUsage, type UsageRow } from '../../orchestrator/usage-rows.ts';
import { runProjection } from './run-projection.ts';

type RunRow = UsageRow & {
  id: string;
  conversation_id: string | null;
  title: string;
  source: RunSummary['source'];
  status: RunStatus;
  tasks_total: number;
  tasks_completed: number;
  tasks_failed: number;
  undone: number;
  created_at: number;
  ended_at: number | null;
  trace_id: string | null;
  pinned: number;
  origin: string | null;
  /** A list in JSON. */
  asks: string | null;
};

/** Steps that were asked about and have no answer; only a run that goes on waits for one. */
const asks = `CASE WHEN runs.status = 'running' THEN (
    SELECT json_group_array(DISTINCT path) FROM run_phases WHERE run_id = runs.id AND kind = 'answering' AND to_at IS NULL
  ) END AS asks`;

const select = `SELECT runs.*, tokens, microdollars, cpu_ms, memory_mb, ${asks}
  FROM runs LEFT JOIN run_usage ON run_usage.run_id = runs.id AND run_usage.path = ''`;

export type RunFilter = {
  status?: RunStatus;
  conversationId?: string;
  /** That all have to occur in the title. */
  words?: string;
  origin?: string;
  polls?: 'with' | 'without';
  limit: number;
};

export type RunStore = ReturnType<typeof runStore>;

/** One row a run, so that lists need no folding. */
export function runStore(database: Database) {
  const one = database.prepare<[string], RunRow>(`${select} WHERE id = ?`);
  const unfinished = database.prepare<[], { id: string }>(
    `SELECT id FROM runs WHERE status IN ('waiting', 'running') AND (is_parked = 0 OR EXISTS (
       SELECT 1 FROM run_waits WHERE run_id = runs.id AND is_woken = 1
     )) ORDER BY created_at`,
  );
  const working = database.prepare<[string], { id: string }>(
    `SELECT id FROM runs WHERE conversation_id = ? AND status IN ('waiting', 'running') AND is_parked = 0`,
  );
  const isWorking = database.prepare<[string]>(
    `SELECT 1 FROM runs WHERE conversation_id = ? AND status IN ('waiting', 'running') AND is_parked = 0
     AND source <> 'agent' LIMIT 1`,
  );
  const atWork = database
    .prepare<[], string>(
      `SELECT DISTINCT conversation_id FROM runs
       WHERE status = 'running' AND is_parked = 0 AND source <> 'agent' AND conversation_id IS NOT NULL`,
    )
    .pluck();
  return {
    ...runProjection(database),
    get: (id: string): RunSummary | undefined => {
      const row = one.get(id);
      return row && toSummary(row);
    },
    list: (filter: RunFilter): RunSummary[] => list(database, filter),
    /** Whether a run of the conversation is under way and does not only wait, out of memory. For what agents spawned nobody waits. */
    isWorkingIn: (conversationId: string): boolean => isWorking.get(conversationId) !== undefined,
    workingIn: (conversationId: string): string[] => working.all(conversationId).map(({ id }) => id),
    /** Conversations of which a run has begun and does not only wait, out of memory. */
    conversationsAtWork: (): string[] => atWork.all(),
    /** Runs that had something to do when the engine last stopped, oldest first. */
    unfinished: (): string[] => unfinished.all().map(({ id }) => id),
  };
}

function list(database: Database, filter: RunFilter): RunSummary[] {
  const conditions = ['1'];
  const values: unknown[] = [];
  if (filter.status) {
    conditions.push('status = ?');
    values.push(filter.status);
  }
  if (filter.conversationId) {
    conditions.push('conversation_id = ?');
    values.push(filter.conversationId);
  }
  if (filter.polls === 'without') conditions.push('is_poll = 0');
  for (const word of filter.words?.split(/\s+/).filter((each) => each !== '') ?? []) {
    conditions.push(`title LIKE ? ESCAPE '\\'`);
    values.push(`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
  }
  if (filter.origin) {
    conditions.push('origin = ?');
    values.push(filter.origin);
  }
  return database
    .prepare<unknown[], RunRow>(`${select} WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`)
    .all(...values, filter.limit)
    .map(toSummary);
}

function toSummary(row: RunRow): RunSummary {
  const used = toUsage(row);
  const waiting = JSON.parse(row.asks ?? '[]') as string[];
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    source: row.source,
    ...(row.conversation_id === null ? {} : { conversationId: row.conversation_id }),
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    tasks: { total: row.tasks_total, completed: row.tasks_completed, failed: row.tasks_failed },
    undone: row.undone === 1,
    ...(waiting.length > 0 ? { asks: waiting } : {}),
    ...(row.pinned === 1 ? { pinned: true } : {}),
    traceId: row.trace_id ?? traceIdOf(row.id),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(used ? { used } : {}),
  };
}
