import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { RunStatus } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';

/** What the events of one commit come to in a run's row. */
type Change = {
  created?: EventOf<'run.created'>;
  status?: RunStatus;
  endedAt?: number | null;
  completed: number;
  failed: number;
};

const statusAfter: Partial<Record<AnyEvent['type'], RunStatus>> = {
  'run.started': 'running',
  'run.resumed': 'running',
  'run.completed': 'completed',
  'run.failed': 'failed',
  'run.cancelled': 'cancelled',
};

/**
 * Derives a run's row from its events, in the transaction that stores them. Many small steps, or all of a short run, come to one
 * statement: what `gather` is given is written by `flush`, at the end of the transaction; `drop` forgets it if that failed.
 */
export function runProjection(database: Database) {
  const write = rowWriter(database);
  let changes = new Map<string, Change>();

  function changeOf(runId: string): Change {
    let change = changes.get(runId);
    if (!change) changes.set(runId, (change = { completed: 0, failed: 0 }));
    return change;
  }

  function gather(event: AnyEvent): void {
    const { runId } = event.scope;
    if (!runId) return;
    const status = statusAfter[event.type];
    if (status) Object.assign(changeOf(runId), { status, endedAt: status === 'running' ? null : event.at });
    else if (event.type === 'run.created') changeOf(runId).created = event;
    else if (event.type === 'task.completed' && isOuter(event)) changeOf(runId).completed += 1;
    else if (event.type === 'task.failed' && isOuter(event)) changeOf(runId).failed += 1;
    else if (isMark(event)) {
      flush();
      write.mark(runId, event);
    }
  }

  function flush(): void {
    if (changes.size === 0) return;
    const given = changes;
    drop();
    for (const [runId, change] of given) write.change(runId, change);
  }

  function drop(): void {
    if (changes.size > 0) changes = new Map();
  }

  return {
    gather,
    flush,
    drop,
    apply: (event: AnyEvent): void => {
      gather(event);
      flush();
    },
  };
}

type Mark = EventOf<'run.parked'> | EventOf<'run.pinned'> | EventOf<'run.undone'>;

function isMark({ type }: AnyEvent): boolean {
  return type === 'run.parked' || type === 'run.pinned' || type === 'run.undone';
}

function rowWriter(database: Database) {
  const insert = database.prepare(
    `INSERT INTO runs (id, conversation_id, title, source, status, tasks_total, created_at, trace_id, origin, is_poll, ended_at,
       tasks_completed, tasks_failed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setStatus = database.prepare<[RunStatus, number | null, string]>(
    'UPDATE runs SET status = ?, ended_at = ?, is_parked = 0 WHERE id = ?',
  );
  const count = database.prepare<[number, number, string]>(
    'UPDATE runs SET tasks_completed = tasks_completed + ?, tasks_failed = tasks_failed + ? WHERE id = ?',
  );
  const park = database.prepare<[string]>('UPDATE runs SET is_parked = 1 WHERE id = ?');
  const pin = database.prepare<[number, string]>('UPDATE runs SET pinned = ? WHERE id = ?');
  const markUndone = database.prepare<[string]>('UPDATE runs SET undone = 1 WHERE id = ?');

  function create(
    { at, scope, traceId, payload: { plan, source, origin, trigger } }: EventOf<'run.created'>,
    { status = 'waiting', endedAt = null, completed, failed }: Change,
  ): void {
    const about = [plan.title, source, status, plan.tasks.length, at, traceId, origin?.runId ?? null];
    const isPoll = trigger?.kind === 'poll' ? 1 : 0;
    insert.run(scope.runId, scope.conversationId ?? null, ...about, isPoll, endedAt, completed, failed);
  }

  return {
    change(runId: string, change: Change): void {
      if (change.created) return create(change.created, change);
      if (change.status) setStatus.run(change.status, change.endedAt ?? null, runId);
      if (change.completed + change.failed > 0) count.run(change.completed, change.failed, runId);
    },
    mark(runId: string, event: AnyEvent): void {
      const { type, payload } = event as Mark;
      if (type === 'run.parked') park.run(runId);
      else if (type === 'run.undone') markUndone.run(runId);
      else pin.run(payload.isPinned ? 1 : 0, runId);
    },
  };
}

/** Only the plan's own tasks are counted. */
function isOuter({ scope }: AnyEvent): boolean {
  return scope.taskId?.includes('/') === false;
}
