import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { SecretService } from './service.ts';

const api = implement(contract.secrets);

export function secretHandlers(secrets: SecretService) {
  return {
    list: api.list.handler(() => secrets.list()),
    set: api.set.handler(({ input }) => secrets.set(input)),
    remove: api.remove.handler(async ({ input }) => {
      await secrets.remove(input.name);
      return {};
    }),
    vault: api.vault.handler(() => secrets.vault()),
    unlock: api.unlock.handler(({ input }) => secrets.unlock(input.passphrase)),
    protect: api.protect.handler(({ input: { current, ...to } }) => secrets.protect(to, current)),
  };
}
