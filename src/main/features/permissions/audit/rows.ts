import type { AuditEntry, AuditFilter } from '../../../../contract/permissions.ts';
import type { Database } from '../../../base/database.ts';
import type { AuditRow, AuditRowContent } from './chain.ts';

/** Where the chain begins (`start`), or how far it was pruned: `hash` is that of line `through_seq`. */
export type CheckpointRow = { kind: 'start' | 'pruned'; through_seq: number; lines: number; hash: string; at: number };

export type AuditRows = ReturnType<typeof auditRows>;

/** The rows of the audit log: its lines, and the checkpoints of its chain. */
export function auditRows(database: Database) {
  const insert = database.prepare(
    `INSERT INTO audit (seq, at, run_id, task_id, worker_id, operation, target, decision, rule, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const page = database.prepare<[number, number, number], AuditRow>(
    'SELECT * FROM audit WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
  );
  const last = database.prepare<[], Pick<AuditRow, 'seq' | 'hash'>>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  const firstSince = database.prepare<[number], { seq: number | null }>(
    'SELECT min(seq) AS seq FROM audit WHERE at >= ?',
  );
  const checkpoint = database.prepare<[string], CheckpointRow>(
    'SELECT * FROM audit_checkpoints WHERE kind = ? ORDER BY through_seq DESC LIMIT 1',
  );
  const insertCheckpoint = database.prepare(
    `INSERT INTO audit_checkpoints (kind, through_seq, lines, hash, at) VALUES (@kind, @through_seq, @lines, @hash, @at)`,
  );
  const removeThrough = database.prepare<[number]>('DELETE FROM audit WHERE seq <= ?');

  return {
    insert: (seq: number, row: AuditRowContent, hash: string): void => {
      const { at, run_id, task_id, worker_id, operation, target, decision, rule } = row;
      insert.run(seq, at, run_id, task_id, worker_id, operation, target, decision, rule, hash);
    },
    /** Lines after one and through another, oldest first. */
    page: (after: number, through: number, limit: number): AuditRow[] => page.all(after, through, limit),
    last: () => last.get(),
    /** The first line of that time or later. */
    firstSince: (at: number): number | undefined => firstSince.get(at)?.seq ?? undefined,
    checkpoint: (kind: CheckpointRow['kind']): CheckpointRow | undefined => checkpoint.get(kind),
    addCheckpoint: (row: CheckpointRow): void => void insertCheckpoint.run(row),
    removeThrough: (seq: number): void => void removeThrough.run(seq),
    search: (filter: AuditFilter): AuditEntry[] => search(database, filter),
  };
}

function search(database: Database, filter: AuditFilter): AuditEntry[] {
  const conditions = ['1'];
  const values: unknown[] = [];
  const add = (condition: string, ...added: unknown[]): void => {
    conditions.push(condition);
    values.push(...added);
  };
  if (filter.runId) add('run_id = ?', filter.runId);
  if (filter.taskId) add('task_id = ?', filter.taskId);
  if (filter.workerId) add('worker_id = ?', filter.workerId);
  if (filter.decision) add('decision = ?', filter.decision);
  if (filter.since !== undefined) add('at >= ?', filter.since);
  if (filter.until !== undefined) add('at < ?', filter.until);
  if (filter.before !== undefined) add('seq < ?', filter.before);
  if (filter.query) {
    const pattern = `%${filter.query.replace(/[\\%_]/g, '\\$&')}%`;
    const columns = ['target', 'operation', 'rule', 'worker_id'];
    add(`(${columns.map((name) => `${name} LIKE ? ESCAPE '\\'`).join(' OR ')})`, ...columns.map(() => pattern));
  }
  return database
    .prepare<unknown[], AuditRow>(`SELECT * FROM audit WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`)
    .all(...values, filter.limit)
    .map(toEntry);
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    seq: row.seq,
    at: row.at,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.task_id === null ? {} : { taskId: row.task_id }),
    workerId: row.worker_id,
    operation: row.operation,
    target: row.target,
    decision: row.decision,
    rule: row.rule,
  };
}
