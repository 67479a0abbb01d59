import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { RefusalOf, RuleRefusal } from '../../workers/broker/access.ts';
import type { AuditLog } from './audit-log.ts';

/** What rules refuse that nobody can lift. */
export function createForbidden(parts: { refusalOf: RefusalOf; audit: AuditLog; logger: Logger }) {
  const logger = parts.logger.from('permissions');

  function denied(workerId: string, need: PermissionNeed, { rule, message }: RuleRefusal): HeronError {
    logger.warn(`The worker ${workerId} was refused: ${message}`, { rule });
    return new HeronError('permission-denied', message, { ...need, rule });
  }

  return {
    denied,
    /** Where a rule says no, a question would promise what no answer can give. Errors: `permission-denied`. */
    refuse(runId: string, needs: WorkerNeed[]): void {
      const refused = needs.flatMap((wanted) => {
        const refusal = parts.refusalOf(wanted.need);
        return refusal ? [{ ...wanted, refusal }] : [];
      });
      for (const { workerId, taskIds, need, refusal } of refused) {
        const { capability: operation, target } = need;
        const line = { runId, workerId, operation, target, decision: 'denied', rule: refusal.rule } as const;
        for (const taskId of taskIds) parts.audit.add({ ...line, taskId });
      }
      const [first] = refused;
      if (first) throw denied(first.workerId, first.need, first.refusal);
    },
  };
}
