import {
  type FoundServer,
  ModelInput,
  type ModelConfiguration,
  type ModelProvider,
  type ModelPurpose,
  type OwnRecord,
  type ModelsOverview,
  type UsedModel,
} from '../../../contract/models.ts';
import { kindOfAddress } from '../../../contract/model-providers.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { createCandidates } from '../../models/candidates.ts';
import { createFindCandidates, orderedModels } from '../../models/find-candidates.ts';
import type { FindCandidates } from '../../models/model-client.ts';
import { recordOf } from '../../models/model-records.ts';
import { emptySetup, type ModelSetup } from '../../models/model-setup.ts';
import { createProviderClient } from '../../models/provider-client.ts';
import { placeOf, resolveName } from '../../models/resolve-name.ts';
import { createStandings, type StandingStore } from '../../models/standing.ts';
import * as changes from './changes.ts';
import { fetchModelNames } from './fetch-model-names.ts';
import { findServers } from './find-servers.ts';
import { decidingVariable, modelEnvironment, refuseIfDecided, withEnvironment } from './model-environment.ts';
import { createModelKeys, type KeyStore, originOf } from './model-keys.ts';
import { describeModel, describeProvider, overviewOf } from './overview.ts';
import type { ModelStore, StoredSetup } from './store.ts';
import { tryModel } from './try-model.ts';

export type ModelParts = {
  log: EventLog;
  store: ModelStore;
  standings: StandingStore;
  keys: KeyStore;
  /** `HERON_MODEL_PROVIDER`, `_BASE_URL`, `_NAME` and `_API_KEY` go before what is stored. */
  environment: NodeJS.ProcessEnv;
  clock: Clock;
  logger: Logger;
  /** The model or alias that a conversation uses by its person's choice. */
  chosenIn?: (conversationId: string) => string | undefined;
  /** For the beginning of each answer; a server may first have to load the model. */
  firstByteLimitMs?: number;
  listTimeLimitMs?: number;
  testTimeLimitMs?: number;
};

type Tried = { tookMs: number; text: string };

export type ModelService = {
  /** The model that plans; null if no model is set. Errors: `storage`, `invalid-input`. */
  get(): ModelConfiguration | null;
  /** Errors: `invalid-input`, `storage`, and `conflict` when the environment decides. */
  configure(input: ModelInput): Promise<ModelConfiguration>;
  /** Errors: `network`, `provider`; both name the address. */
  available(request: { baseUrl: string; apiKey?: string | undefined }): Promise<string[]>;
  /** Servers on this machine. */
  find(): Promise<FoundServer[]>;
  /** Errors: as `available`, and `timeout`. */
  test(input: ModelInput): Promise<Tried>;
  overview(): ModelsOverview;
  try(request: { model: string; accountId?: string | undefined }): Promise<Tried & { model: string }>;
  listOf(providerId: string): Promise<string[]>;
  keepProvider(change: changes.ProviderChange): Promise<ModelProvider>;
  removeProvider(providerId: string): Promise<void>;
  keepAccount(change: { providerId: string; accountId: string; apiKey?: string | undefined }): Promise<ModelProvider>;
  removeAccount(one: { providerId: string; accountId: string }): Promise<ModelProvider>;
  keepAlias(alias: string, models: readonly string[]): Promise<void>;
  keepRoute(purpose: ModelPurpose, models: readonly string[]): Promise<void>;
  describe(model: string, own: OwnRecord): Promise<UsedModel>;
  findCandidates: FindCandidates;
};

export function createModels(parts: ModelParts): ModelService {
  const { log, store, clock, firstByteLimitMs = 45_000, testTimeLimitMs = 60_000, listTimeLimitMs } = parts;
  const logger = parts.logger.from('models');
  const given = modelEnvironment(parts.environment);
  const keys = createModelKeys(parts.keys, given);
  const standings = createStandings(parts.standings);
  const setup = (): ModelSetup => withEnvironment(store.read(), given);
  const planner = (now: ModelSetup): string | undefined => orderedModels(now, standings, { purpose: 'plan' })[0];
  const keyOf = (providerId: string, account: string): string | undefined => {
    const now = setup();
    return keys.of(now, providerId, account);
  };
  const candidate = createCandidates({ setup, keyOf, standings, firstByteLimitMs, clock, logger });
  const hasKey = (providerId: string, account: string): boolean => keyOf(providerId, account) !== undefined;
  const provider = (id: string): ModelProvider => describeProvider(changes.findProvider(store.read(), id), hasKey);

  function configurationOf(now: ModelSetup): ModelConfiguration | null {
    const name = planner(now);
    const place = name === undefined ? undefined : placeOf(now, name);
    if (!place) return null;
    const { id, baseUrl, accounts } = place.provider;
    const [first = 'main'] = accounts;
    return { baseUrl, model: place.model, hasKey: keys.of(now, id, first) !== undefined };
  }

  async function keep(next: StoredSetup, what: string): Promise<void> {
    const payload = { configuration: configurationOf(withEnvironment(next, given)), what };
    await log.append([{ type: 'models.changed', payload }], () => store.write(next));
  }

  /** Both places or neither: the key is put back when the rest cannot be stored. */
  async function keepWithKey(
    next: StoredSetup,
    place: { providerId: string; accountId: string; apiKey: string | undefined },
    what: string,
  ) {
    const { providerId, accountId, apiKey } = place;
    const server = changes.findProvider(next, providerId);
    if (apiKey === undefined) return keep(next, what);
    const before = keys.kept(server, accountId) ?? '';
    await keys.write(server, accountId, apiKey);
    await keep(next, what).catch(async (error: unknown) => {
      await keys.write(server, accountId, before);
      throw error;
    });
  }

  function keyForAsking(baseUrl: string): string | undefined {
    const now = setup();
    const known = now.providers.find((one) => originOf(one.baseUrl) === originOf(baseUrl));
    return keyOf(known?.id ?? '', known?.accounts[0] ?? '') ?? keys.kept({ id: '', baseUrl }, '');
  }

  const changed = async (change: (before: StoredSetup) => StoredSetup, what: string): Promise<void> =>
    keep(change(store.read()), what);

  return {
    get: () => configurationOf(setup()),
    async configure(input) {
      const { baseUrl, model, apiKey } = checkInput(input);
      refuseIfDecided(given);
      const { setup: next, providerId } = changes.withPlanner(store.read(), baseUrl, model);
      const [accountId = 'main'] = changes.findProvider(next, providerId).accounts;
      await keepWithKey(next, { providerId, accountId, apiKey }, `${model} plans`);
      return configurationOf(setup()) ?? { baseUrl, model, hasKey: false };
    },
    async available({ baseUrl, apiKey = keyForAsking(baseUrl) }) {
      const kind = kindOfAddress(baseUrl);
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
      const client = createProviderClient({ target, firstByteLimitMs: testTimeLimitMs, clock, logger });
      return tryModel(client, `${kind}/${model}`, testTimeLimitMs);
    },
    overview: () => overviewOf({ setup: setup(), standings, hasKey, decidedBy: decidingVariable(given) }),
    async try({ model: asked, accountId }) {
      const now = setup();
      const [model = asked] = resolveName(now, asked);
      const accounts = placeOf(now, model)?.provider.accounts ?? [];
      const account = accountId ?? accounts[0] ?? 'main';
      if (!accounts.includes(account)) throw noAccount(model, account, accounts);
      return { model, ...(await tryModel(candidate(model, account).client, model, testTimeLimitMs)) };
    },
    async listOf(providerId) {
      const { kind, baseUrl, accounts } = changes.findProvider(setup(), providerId);
      const apiKey = keyOf(providerId, accounts[0] ?? '');
      return fetchModelNames({ kind, baseUrl, apiKey, timeLimitMs: listTimeLimitMs ?? 10_000 });
    },
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
    keepAlias: (alias, models) => changed((before) => changes.withAlias(before, alias, models), `Alias ${alias}`),
    keepRoute: (purpose, models) =>
      changed((before) => changes.withRoute(before, purpose, models), `Rule for ${purpose}`),
    async describe(model, own) {
      await changed((before) => changes.withRecord(before, model, own), `Record of ${model}`);
      return describeModel(setup(), standings, model);
    },
    findCandidates: createFindCandidates({
      setup,
      standings,
      chosenIn: parts.chosenIn ?? (() => undefined),
      candidate,
    }),
  };
}

function noAccount(of: string, account: string, accounts: readonly string[]): HeronError {
  return new HeronError('not-found', `There is no account ${account} of ${of}; there are: ${accounts.join(', ')}`, {
    account,
  });
}

function checkInput(input: ModelInput): ModelInput {
  const parsed = ModelInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const text = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new HeronError('invalid-input', text);
}
