import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { TaskState } from '../../../contract/runs.ts';
import { aroundPath, lastSegment, parentPath } from '../../../contract/task-path.ts';
import type { Database } from '../../base/database.ts';

/** The place of a path in the table: items and iterations by their number, the tasks of a group by their id. */
export function placeOf(path: string): [parent: string, position: number, name: string] {
  const last = lastSegment(path);
  return /^\d+$/.test(last) ? [parentPath(path), Number(last), ''] : [parentPath(path), 0, last];
}

type ApplyTo = (runId: string, path: string, event: AnyEvent) => TaskState;

/**
 * Writes what an event says of a task inside another, and counts it in the row of the task around it. What happens in every step,
 * a start and an end, is one statement; the rest goes by way of the state that all folds share.
 */
export function itemProjection(database: Database, applyTo: ApplyTo): (event: AnyEvent) => void {
  const write = itemWriter(database);

  return (event) => {
    const { runId, taskId: path } = event.scope;
    if (runId === undefined || path === undefined || !event.type.startsWith('task.')) return;
    const put = (): TaskState => {
      const state = applyTo(runId, path, event);
      write.put(runId, path, state);
      return state;
    };
    // A task of the plan stands in the run's own state; here only, for counting, one that others are inside.
    if (!path.includes('/')) {
      if (event.type === 'task.opened') put();
      return;
    }
    switch (event.type) {
      case 'task.queued':
      case 'task.listed':
      case 'task.drew':
      case 'task.limitReached':
      case 'task.partGiven':
        return;
      case 'task.started':
        return write.start(runId, path, event);
      case 'task.completed':
        write.end(runId, path, event);
        return write.count(runId, path, 0);
      case 'task.failed':
      case 'task.skipped':
        return write.count(runId, path, put().error ? 1 : 0);
      case 'task.opened':
        put();
        if (event.payload.input) write.opened(runId, path, event);
        return;
      default:
        put();
    }
  };
}

function itemWriter(database: Database) {
  const key = 'run_id = ? AND parent = ? AND position = ? AND name = ?';
  const start = database.prepare(
    `INSERT INTO run_items (run_id, parent, position, name, status, attempt, started_seq, started_at)
     VALUES (?, ?, ?, ?, 'running', ?, ?, ?)
     ON CONFLICT DO UPDATE SET status = 'running', attempt = excluded.attempt, started_seq = excluded.started_seq,
       started_at = excluded.started_at, ended_seq = NULL, ended_at = NULL,
       state = CASE WHEN json_extract(state, '$.answer') IS NULL AND json_extract(state, '$.failures') IS NULL THEN NULL
         ELSE json_patch('{}', json_object('answer', json_extract(state, '$.answer'),
           'failures', json_extract(state, '$.failures'))) END`,
  );
  const end = database.prepare(
    `INSERT INTO run_items (run_id, parent, position, name, status, attempt, ended_seq, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET status = excluded.status, ended_seq = excluded.ended_seq, ended_at = excluded.ended_at`,
  );
  const put = database.prepare(
    `INSERT INTO run_items (run_id, parent, position, name, status, attempt, started_at, ended_at, total, done, failed, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET status = excluded.status, attempt = excluded.attempt, started_at = excluded.started_at,
       ended_at = excluded.ended_at, total = excluded.total, done = excluded.done, failed = excluded.failed, state = excluded.state`,
  );
  const opened = database.prepare(`UPDATE run_items SET started_seq = ? WHERE ${key}`);
  const count = database.prepare(
    `UPDATE run_items SET done = done + 1, failed = failed + ? WHERE ${key} AND done IS NOT NULL`,
  );

  return {
    start: (runId: string, path: string, { payload: { attempt }, seq, at }: EventOf<'task.started'>): void =>
      void start.run(runId, ...placeOf(path), attempt, seq, at),
    /** What it was given stands there, for whoever goes on with it after a restart. */
    opened: (runId: string, path: string, { seq }: AnyEvent): void => void opened.run(seq, runId, ...placeOf(path)),
    end: (runId: string, path: string, { seq, at }: AnyEvent): void =>
      void end.run(runId, ...placeOf(path), 'completed', 1, seq, at),
    put: (runId: string, path: string, state: TaskState): void => {
      const { id: _, status, attempt, startedAt, endedAt, progress, input: _i, output: _o, says: _s, ...rest } = state;
      put.run(
        ...[runId, ...placeOf(path), status, attempt, startedAt ?? null, endedAt ?? null],
        ...[progress?.total ?? null, progress?.done ?? null, progress?.failed ?? null],
        Object.keys(rest).length > 0 ? JSON.stringify(rest) : null,
      );
    },
    /** In the row of the task around it. */
    count: (runId: string, path: string, failed: number): void =>
      void count.run(failed, runId, ...placeOf(aroundPath(path))),
  };
}
