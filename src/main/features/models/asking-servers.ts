import { kindOfAddress } from '../../../contract/model-providers.ts';
import { recordOf } from '../../models/model-records.ts';
import { emptySetup } from '../../models/model-setup.ts';
import { createProviderClient } from '../../models/provider-client.ts';
import { placeOf, resolveName } from '../../models/resolve-name.ts';
import { findProvider } from './changes.ts';
import { fetchModelNames } from './fetch-model-names.ts';
import { findServers } from './find-servers.ts';
import { type ModelGround, noAccount } from './model-ground.ts';
import { originOf } from './model-keys.ts';
import type { ModelService } from './model-service.ts';
import { tryModel } from './try-model.ts';

/** What servers of models say when somebody looks at the settings. */
export function createAskingServers(
  ground: ModelGround,
): Pick<ModelService, 'available' | 'find' | 'test' | 'try' | 'listOf'> {
  const { parts, logger, keys, setup, keyOf, candidate, testTimeLimitMs } = ground;
  const { clock, local, listTimeLimitMs } = parts;

  function keyForAsking(baseUrl: string): string | undefined {
    const known = setup().providers.find((one) => originOf(one.baseUrl) === originOf(baseUrl));
    return keyOf(known?.id ?? '', known?.accounts[0] ?? '') ?? keys.kept({ id: '', baseUrl }, '');
  }

  return {
    async available({ baseUrl, apiKey = keyForAsking(baseUrl) }) {
      const kind = kindOfAddress(baseUrl);
      if (kind === 'local') return local.list();
      return fetchModelNames({ kind, baseUrl, apiKey, timeLimitMs: listTimeLimitMs ?? 10_000 });
    },
    find: () => findServers(parts.environment, listTimeLimitMs ?? 1500),
    async test({ baseUrl, model, apiKey = keyForAsking(baseUrl) }) {
      const kind = kindOfAddress(baseUrl);
      const record = recordOf(emptySetup, `${kind}/${model}`);
      const target = {
        providerId: kind,
        kind,
        baseUrl: baseUrl.replace(/\/+$/, ''),
        options: {},
        account: 'main',
        apiKey,
        model,
        record,
      };
      const client =
        kind === 'local'
          ? local.client(target)
          : createProviderClient({ target, firstByteLimitMs: testTimeLimitMs, clock, logger });
      return tryModel(client, `${kind}/${model}`, testTimeLimitMs);
    },
    async try({ model: asked, accountId }) {
      const now = setup();
      const [model = asked] = resolveName(now, asked);
      const accounts = placeOf(now, model)?.provider.accounts ?? [];
      const account = accountId ?? accounts[0] ?? 'main';
      if (!accounts.includes(account)) throw noAccount(model, account, accounts);
      return { model, ...(await tryModel(candidate(model, account).client, model, testTimeLimitMs)) };
    },
    async listOf(providerId, accountId, timeLimitMs = listTimeLimitMs ?? 10_000) {
      const { kind, baseUrl, accounts } = findProvider(setup(), providerId);
      if (kind === 'local') return local.list();
      const apiKey = keyOf(providerId, accountId ?? accounts[0] ?? '');
      return fetchModelNames({ kind, baseUrl, apiKey, timeLimitMs });
    },
  };
}
