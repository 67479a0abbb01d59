import { HeronError } from '../../base/errors.ts';
import * as changes from './changes.ts';
import { createKeeping, type ModelGround, noAccount } from './model-ground.ts';
import { describeModel } from './overview.ts';
import type { ModelService } from './model-service.ts';

type Naming = 'keepProvider' | 'removeProvider' | 'letGo' | 'keepAlias' | 'keepRoute' | 'describe';

/** Providers, and what their models are called and used for. */
export function createSettingUp(ground: ModelGround): Pick<ModelService, Naming> {
  const { keys, standings, setup, provider, readFor, inTurn } = ground;
  const { keep, changed } = createKeeping(ground);
  return {
    async keepProvider(change, baseHash) {
      await changed((before) => changes.withProvider(before, change), `Provider ${change.providerId}`, baseHash);
      return provider(change.providerId);
    },
    removeProvider: (providerId, baseHash) =>
      inTurn(async () => {
        const before = readFor(baseHash);
        const server = changes.findProvider(before, providerId);
        await keep(changes.withoutProvider(before, providerId), `Provider ${providerId} removed`);
        for (const account of server.accounts) await keys.write(server, account, '');
      }),
    letGo: (models) => changed((before) => changes.withoutModels(before, models), `${models.join(', ')} let go`),
    keepAlias: (alias, models, baseHash) =>
      changed((before) => changes.withAlias(before, alias, models), `Alias ${alias}`, baseHash),
    keepRoute: (purpose, models, baseHash) =>
      changed((before) => changes.withRoute(before, purpose, models), `Rule for ${purpose}`, baseHash),
    async describe(model, own, baseHash) {
      await changed((before) => changes.withRecord(before, model, own), `Record of ${model}`, baseHash);
      return describeModel(setup(), standings, model);
    },
  };
}

export function createAccounts(ground: ModelGround): Pick<ModelService, 'keepAccount' | 'removeAccount'> {
  const { keys, provider, readFor, inTurn } = ground;
  const { keep, keepWithKey } = createKeeping(ground);

  async function remove(providerId: string, accountId: string): Promise<void> {
    const before = readFor();
    const server = changes.findProvider(before, providerId);
    if (!server.accounts.includes(accountId)) throw noAccount(providerId, accountId, server.accounts);
    if (server.accounts.length === 1) {
      throw new HeronError(
        'conflict',
        `${accountId} is the only account of ${providerId}; remove the provider, or only its key`,
      );
    }
    const accounts = server.accounts.filter((id) => id !== accountId);
    const next = changes.replaceProvider(before, { ...server, accounts });
    await keep(next, `Account ${accountId} of ${providerId} removed`);
    await keys.write(server, accountId, '');
  }

  return {
    async keepAccount({ providerId, accountId, apiKey }) {
      await inTurn(async () => {
        const before = readFor();
        const server = changes.findProvider(before, providerId);
        const accounts = [...new Set([...server.accounts, accountId])];
        const next = changes.replaceProvider(before, { ...server, accounts });
        await keepWithKey(next, { providerId, accountId, apiKey }, `Account ${accountId} of ${providerId}`);
      });
      return provider(providerId);
    },
    async removeAccount({ providerId, accountId }) {
      await inTurn(() => remove(providerId, accountId));
      return provider(providerId);
    },
  };
}
