import { hash } from 'node:crypto';
import type { AuditEntry } from '../../../../contract/permissions.ts';

/** A line as it is stored; `hash` is null for lines from before there was a chain. */
export type AuditRow = {
  seq: number;
  at: number;
  run_id: string | null;
  task_id: string | null;
  worker_id: string;
  operation: string;
  target: string;
  decision: AuditEntry['decision'];
  rule: string;
  hash: string | null;
};

export type AuditRowContent = Omit<AuditRow, 'seq' | 'hash'>;

/** Stands before the first line. */
export const chainStart = '0'.repeat(64);

/** SHA-256 over the hash before it and the line: JSON of a list, so that no two lines have the same form. */
export function lineHash(previous: string, seq: number, row: AuditRowContent): string {
  const { at, run_id, task_id, worker_id, operation, target, decision, rule } = row;
  const form = [previous, seq, at, run_id, task_id, worker_id, operation, target, decision, rule];
  return hash('sha256', JSON.stringify(form), 'hex');
}
