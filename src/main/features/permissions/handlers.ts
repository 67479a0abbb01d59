import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { Grant } from '../../../contract/permissions.ts';
import type { PermissionService } from './service.ts';

const api = implement(contract.permissions);

/** Lets Heron's own workers read a folder. Errors: `invalid-input`, `not-found`, `permission-denied`. */
export type AllowFolder = (path: string) => Promise<Grant[]>;

export function permissionHandlers(permissions: PermissionService, allowFolder: AllowFolder) {
  return {
    grants: api.grants.handler(({ input }) => permissions.grants(input.workerId)),
    pending: api.pending.handler(({ input }) => permissions.pending(input.runId)),
    answer: api.answer.handler(async ({ input }) => {
      await permissions.answer(input.answers);
      return {};
    }),
    answerByCode: api.answerByCode.handler(async ({ input }) => ({
      request: await permissions.answerByCode(input.code, input.answer),
    })),
    allowFolder: api.allowFolder.handler(({ input }) => allowFolder(input.path)),
    revoke: api.revoke.handler(async ({ input }) => {
      await permissions.revoke(input.grantId);
      return {};
    }),
    audit: api.audit.handler(({ input }) => permissions.audit(input)),
    verifyAudit: api.verifyAudit.handler(() => permissions.verifyAudit()),
    pruneAudit: api.pruneAudit.handler(async ({ input }) => ({ removed: await permissions.pruneAudit(input.before) })),
  };
}
