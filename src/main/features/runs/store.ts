import type { AnyEvent } from '../../../contract/events.ts';
import type { RunStatus, RunSummary } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';
import { traceIdOf } from '../../base/trace-context.ts';
import { toUsage, type UsageRow } from '../../orchestrator/usage-rows.ts';

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
};

const select = `SELECT runs.*, tokens, microdollars, cpu_ms, memory_mb
  FROM runs LEFT JOIN run_usage ON run_usage.run_id = runs.id AND run_usage.path = ''`;

export type RunFilter = {
  status?: RunStatus;
  conversationId?: string;
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
    apply: runProjection(database),
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

/** Derives a run's row from its events, in the transaction that stores them. */
function runProjection(database: Database): (event: AnyEvent) => void {
  const insert = database.prepare(
    `INSERT INTO runs (id, conversation_id, title, source, status, tasks_total, created_at, trace_id, origin, is_poll)
     VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?)`,
  );
  const setStatus = database.prepare<[RunStatus, number | null, string]>(
    'UPDATE runs SET status = ?, ended_at = ?, is_parked = 0 WHERE id = ?',
  );
  const countCompleted = database.prepare<[string]>(
    'UPDATE runs SET tasks_completed = tasks_completed + 1 WHERE id = ?',
  );
  const countFailed = database.prepare<[string]>('UPDATE runs SET tasks_failed = tasks_failed + 1 WHERE id = ?');
  const park = database.prepare<[string]>('UPDATE runs SET is_parked = 1 WHERE id = ?');
  const pin = database.prepare<[number, string]>('UPDATE runs SET pinned = ? WHERE id = ?');
  const markUndone = database.prepare<[string]>('UPDATE runs SET undone = 1 WHERE id = ?');
  const statusAfter: Partial<Record<AnyEvent['type'], RunStatus>> = {
    'run.started': 'running',
    'run.resumed': 'running',
    'run.completed': 'completed',
    'run.failed': 'failed',
    'run.cancelled': 'cancelled',
  };

  return (event) => {
    const { runId, conversationId } = event.scope;
    if (!runId) return;
    const status = statusAfter[event.type];
    if (status) setStatus.run(status, status === 'running' ? null : event.at, runId);
    else if (event.type === 'run.parked') park.run(runId);
    else if (event.type === 'task.completed' && isOuter(event)) countCompleted.run(runId);
    else if (event.type === 'task.failed' && isOuter(event)) countFailed.run(runId);
    else if (event.type === 'run.pinned') pin.run(event.payload.isPinned ? 1 : 0, runId);
    else if (event.type === 'run.undone') markUndone.run(runId);
    else if (event.type === 'run.created') {
      const { plan, source, origin, trigger } = event.payload;
      const from = origin?.runId ?? null;
      const about = [
        plan.title,
        source,
        plan.tasks.length,
        event.at,
        event.traceId,
        from,
        trigger?.kind === 'poll' ? 1 : 0,
      ];
      insert.run(runId, conversationId ?? null, ...about);
    }
  };
}

/** Only the plan's own tasks are counted. */
function isOuter({ scope }: AnyEvent): boolean {
  return scope.taskId?.includes('/') === false;
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
    ...(row.pinned === 1 ? { pinned: true } : {}),
    traceId: row.trace_id ?? traceIdOf(row.id),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(used ? { used } : {}),
  };
}
