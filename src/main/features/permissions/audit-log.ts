import type { AuditEntry } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';
import { createGroupCommit } from '../../base/group-commit.ts';
import type { Logger } from '../../base/logger.ts';

export type AuditLine = Omit<AuditEntry, 'seq' | 'at'>;

export type AuditQuery = { runId?: string; workerId?: string; query?: string; before?: number; limit: number };

export type AuditLog = {
  /**
   * Adds a line; lines of one turn of the loop share a commit, which waits for the disk unless it is all about files. After a line could not be written every further call
   * throws: nothing is allowed that leaves no trace.
   */
  add(line: AuditLine): void;
  search(query: AuditQuery): AuditEntry[];
  settled(): Promise<void>;
};

type AuditRow = {
  seq: number;
  at: number;
  run_id: string | null;
  task_id: string | null;
  worker_id: string;
  operation: string;
  target: string;
  decision: AuditEntry['decision'];
  rule: string;
};

export function createAuditLog(parts: { database: Database; clock: Clock; logger: Logger }): AuditLog {
  const insert = parts.database.prepare(
    `INSERT INTO audit (at, run_id, task_id, worker_id, operation, target, decision, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let broken: Error | undefined;
  const commits = createGroupCommit<AuditLine & { at: number }, void>({
    database: parts.database,
    begin: () => {},
    write: (line) => {
      insert.run(
        line.at,
        line.runId ?? null,
        line.taskId ?? null,
        line.workerId,
        line.operation,
        line.target,
        line.decision,
        line.rule,
      );
    },
    committed: () => {},
    needsNoWaiting: isFileAccess,
  });

  return {
    add: (line) => {
      if (broken) throw broken;
      commits.add({ ...line, at: parts.clock() }).catch((error: unknown) => {
        broken = error instanceof Error ? error : new Error(String(error));
        parts.logger.error('The audit log cannot be written; nothing is allowed until Heron is started again', {
          error: String(error),
        });
      });
    },
    search: (query) => search(parts.database, query),
    settled: () => commits.settled(),
  };
}

/** There are very many of them, and what they change is in the file journal besides. */
function isFileAccess({ operation, decision }: AuditLine): boolean {
  return decision === 'allowed' && operation.startsWith('files.');
}

function search(database: Database, query: AuditQuery): AuditEntry[] {
  const conditions = ['1'];
  const values: unknown[] = [];
  const add = (condition: string, ...added: unknown[]): void => {
    conditions.push(condition);
    values.push(...added);
  };
  if (query.runId) add('run_id = ?', query.runId);
  if (query.workerId) add('worker_id = ?', query.workerId);
  if (query.before !== undefined) add('seq < ?', query.before);
  if (query.query) {
    const pattern = `%${query.query.replace(/[\\%_]/g, '\\$&')}%`;
    add(
      `(target LIKE ? ESCAPE '\\' OR operation LIKE ? ESCAPE '\\' OR rule LIKE ? ESCAPE '\\')`,
      pattern,
      pattern,
      pattern,
    );
  }
  return database
    .prepare<unknown[], AuditRow>(`SELECT * FROM audit WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`)
    .all(...values, query.limit)
    .map((row) => ({
      seq: row.seq,
      at: row.at,
      ...(row.run_id === null ? {} : { runId: row.run_id }),
      ...(row.task_id === null ? {} : { taskId: row.task_id }),
      workerId: row.worker_id,
      operation: row.operation,
      target: row.target,
      decision: row.decision,
      rule: row.rule,
    }));
}
