import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { Installer } from '../../workers/installing/installer.ts';

const api = implement(contract.installs);

export function installHandlers(installer: Installer) {
  return {
    review: api.review.handler(({ input }) => installer.review(input.source)),
    confirm: api.confirm.handler(({ input }) => installer.confirm(input.reviewId)),
    discard: api.discard.handler(async ({ input }) => {
      await installer.discard(input.reviewId);
      return {};
    }),
    inspect: api.inspect.handler(({ input }) => installer.inspect(input.workerId)),
    trust: api.trust.handler(({ input }) => installer.trust(input)),
    remove: api.remove.handler(async ({ input }) => {
      await installer.remove(input.workerId);
      return {};
    }),
  };
}
