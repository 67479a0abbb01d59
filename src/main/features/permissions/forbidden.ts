import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { RuleRefusal } from '../../workers/broker/access.ts';
import type { AuditLog } from './audit-log.ts';

export type Refused = { wanted: WorkerNeed; rule: string; error: HeronError };

/** Puts refusals on record, where a question would promise what no answer can give. */
export function createForbidden(parts: { audit: AuditLog; logger: Logger }) {
  const logger = parts.logger.from('permissions');

  function warn(workerId: string, rule: string, message: string): void {
    logger.warn(`The worker ${workerId} was refused: ${message}`, { rule });
  }

  return {
    denied(workerId: string, need: PermissionNeed, { rule, message }: RuleRefusal): HeronError {
      warn(workerId, rule, message);
      return new HeronError('permission-denied', message, { ...need, rule });
    },
    /** Audits all that is refused before the run's steps start, and throws the first. */
    refuse(runId: string, refused: readonly Refused[]): void {
      for (const { wanted, rule } of refused) {
        const { capability: operation, target } = wanted.need;
        const line = { runId, workerId: wanted.workerId, operation, target, decision: 'denied', rule } as const;
        for (const taskId of wanted.taskIds) void parts.audit.add({ ...line, taskId });
      }
      const [first] = refused;
      if (!first) return;
      warn(first.wanted.workerId, first.rule, first.error.message);
      throw first.error;
    },
  };
}
