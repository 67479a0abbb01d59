import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { SpendingService } from './service.ts';

const api = implement(contract.spending);

export function spendingHandlers(spending: SpendingService) {
  return {
    usage: api.usage.handler(({ input }) => spending.usage(input.days)),
    left: api.left.handler(() => ({ accounts: spending.left() })),
    requests: api.requests.handler(({ input }) => spending.requests(input)),
    task: api.task.handler(({ input }) => spending.task(input.id)),
    resume: api.resume.handler(async ({ input }) => {
      await spending.resume(input);
      return {};
    }),
    openAccess: api.openAccess.handler(({ input }) => spending.openAccess(input)),
    access: api.access.handler(() => spending.access()),
    closeAccess: api.closeAccess.handler(({ input }) => {
      spending.closeAccess(input.id);
      return {};
    }),
    options: api.options.handler(() => spending.options()),
  };
}
