import { HeronError } from '../../base/errors.ts';
import * as changes from './changes.ts';
import { createKeeping, type ModelGround, noAccount } from './model-ground.ts';
import { describeModel } from './overview.ts';
import type { ModelService } from './model-service.ts';

type Naming = 'keepProvider' | 'removeProvider' | 'keepAlias' | 'keepRoute' | 'describe';

/** Providers, and what their models are called and used for. */
export function createSettingUp(ground: ModelGround): Pick<ModelService, Naming> {
  const { parts, keys, standings, setup, provider } = ground;
  const { store } = parts;
  const { keep, changed } = createKeeping(ground);
  return {
    async keepProvider(change) {
      await changed((before) => changes.withProvider(before, change), `Provider ${change.providerId}`);
      return provider(change.providerId);
    },
    async removeProvider(providerId) {
      const before = store.read();
      const server = changes.findProvider(before, providerId);
      await keep(changes.withoutProvider(before, providerId), `Provider ${providerId} removed`);
      for (const account of server.accounts) await keys.write(server, account, '');
    },
    keepAlias: (alias, models) => changed((before) => changes.withAlias(before, alias, models), `Alias ${alias}`),
    keepRoute: (purpose, models) =>
      changed((before) => changes.withRoute(before, purpose, models), `Rule for ${purpose}`),
    async describe(model, own) {
      await changed((before) => changes.withRecord(before, model, own), `Record of ${model}`);
      return describeModel(setup(), standings, model);
    },
  };
}

export function createAccounts(ground: ModelGround): Pick<ModelService, 'keepAccount' | 'removeAccount'> {
  const { parts, keys, provider } = ground;
  const { store } = parts;
  const { keep, keepWithKey } = createKeeping(ground);
  return {
    async keepAccount({ providerId, accountId, apiKey }) {
      const before = store.read();
      const server = changes.findProvider(before, providerId);
      const accounts = [...new Set([...server.accounts, accountId])];
      const next = changes.replaceProvider(before, { ...server, accounts });
      await keepWithKey(next, { providerId, accountId, apiKey }, `Account ${accountId} of ${providerId}`);
      return provider(providerId);
    },
    async removeAccount({ providerId, accountId }) {
      const before = store.read();
      const server = changes.findProvider(before, providerId);
      if (!server.accounts.includes(accountId)) throw noAccount(providerId, accountId, server.accounts);
      if (server.accounts.length === 1) {
        throw new HeronError(
          'conflict',
          `${accountId} is the only account of ${providerId}; remove the provider, or only its key`,
        );
      }
      const accounts = server.accounts.filter((id) => id !== accountId);
      await keep(
        changes.replaceProvider(before, { ...server, accounts }),
        `Account ${accountId} of ${providerId} removed`,
      );
      await keys.write(server, accountId, '');
      return provider(providerId);
    },
  };
}
