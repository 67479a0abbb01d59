import type { AnyEvent } from '../../contract/events.ts';
import { parentPath } from '../../contract/task-path.ts';
import type { CallUsage } from '../../contract/usage.ts';
import type { Database } from '../base/database.ts';

/** Nothing but nulls where there is nothing. */
export type UsageRows = ReturnType<typeof usageRows>;

/** Nothing but nulls where there is nothing. */
export type UsageRow = {
  tokens: number | null;
  microdollars: number | null;
  cpu_ms: number | null;
  memory_mb: number | null;
};

const microdollars = 1_000_000;

/**
 * What runs and their tasks used: a row for each task that used something, with all inside it, and one for each run, with an
 * empty path. What nobody reported or measured has no row.
 */
export function usageRows(database: Database) {
  const add = database.prepare<[string, string, number, number, number, number]>(
    `INSERT INTO run_usage (run_id, path, tokens, microdollars, cpu_ms, memory_mb) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET tokens = tokens + excluded.tokens, microdollars = microdollars + excluded.microdollars,
       cpu_ms = cpu_ms + excluded.cpu_ms, memory_mb = max(memory_mb, excluded.memory_mb)`,
  );
  const one = database.prepare<[string, string], UsageRow>('SELECT * FROM run_usage WHERE run_id = ? AND path = ?');

  return {
    /** Brings the table up to an event, in the transaction that stores it. */
    apply: (event: AnyEvent): void => {
      if (event.type !== 'task.used') return;
      const { runId, taskId } = event.scope;
      if (runId === undefined || taskId === undefined) return;
      const { tokens = 0, money = 0, cpuMs = 0, memoryMb = 0 } = event.payload.used;
      for (let path = taskId; ; path = parentPath(path)) {
        add.run(runId, path, tokens, Math.round(money * microdollars), Math.round(cpuMs), memoryMb);
        if (path === '') return;
      }
    },
    /** Of a task and all inside it; of the run for an empty path. Undefined when that is nothing. */
    of: (runId: string, path: string): CallUsage | undefined => toUsage(one.get(runId, path)),
  };
}

export function toUsage(row: UsageRow | undefined): CallUsage | undefined {
  if (!row || row.tokens === null) return undefined;
  return {
    ...(row.tokens ? { tokens: row.tokens } : {}),
    ...(row.microdollars ? { money: row.microdollars / microdollars } : {}),
    ...(row.cpu_ms ? { cpuMs: row.cpu_ms } : {}),
    ...(row.memory_mb ? { memoryMb: row.memory_mb } : {}),
  };
}
