import { implement } from '@orpc/server';
import { contract } from '../../../../contract/index.ts';
import type { PolicyService } from './service.ts';

const api = implement(contract.policy);

export function policyHandlers(policy: PolicyService) {
  return {
    get: api.get.handler(({ input }) => policy.state(input.conversationId)),
    simulate: api.simulate.handler(({ input }) => policy.simulate(input)),
    preview: api.preview.handler(({ input }) => policy.preview(input.draft, input.of)),
    reset: api.reset.handler(() => policy.reset()),
    elevate: api.elevate.handler(async ({ input }) => ({
      elevated: await policy.elevateConversation(input.conversationId, input.mode),
    })),
  };
}
