import type { ModelConfiguration, ModelProvider } from '../../../contract/models.ts';
import { usualPatience } from '../../../contract/patience.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import type { Logger } from '../../base/logger.ts';
import { refuseStale } from '../../base/state-hash.ts';
import { createCandidates } from '../../models/candidates.ts';
import { orderedModels } from '../../models/find-candidates.ts';
import type { ModelSetup } from '../../models/model-setup.ts';
import type { ModelTarget } from '../../models/model-target.ts';
import { isOnThisMachine } from '../../models/next-step.ts';
import type { LocalModels } from '../../models/local/local-models.ts';
import { placeOf } from '../../models/resolve-name.ts';
import { createStandings, type StandingStore } from '../../models/standing.ts';
import type { Windows } from '../../models/windows.ts';
import { findProvider } from './changes.ts';
import { modelEnvironment, withEnvironment } from './model-environment.ts';
import { createModelKeys, type KeyStore } from './model-keys.ts';
import { describeProvider } from './overview.ts';
import type { ModelStore, StoredSetup } from './store.ts';

export type ModelParts = {
  log: EventLog;
  store: ModelStore;
  standings: StandingStore;
  windows: Windows;
  local: LocalModels;
  keys: KeyStore;
  /** `HERON_MODEL_PROVIDER`, `_BASE_URL`, `_NAME` and `_API_KEY` go before what is stored. */
  environment: NodeJS.ProcessEnv;
  clock: Clock;
  logger: Logger;
  /** For the beginning of each answer; as long as usual where nothing is said. */
  firstByteLimitMs?: number;
  /** For how long nothing more may come of an answer that has begun; as usual where nothing is said. */
  silentLimitMs?: () => number;
  listTimeLimitMs?: number;
  testTimeLimitMs?: number;
};

/** For the beginning of an answer; a model on one's own machine may first be read from the disk, and reads a long question for minutes. */
const [farLimitMs, nearLimitMs] = [45_000, 240_000];

export type ModelGround = ReturnType<typeof openModelGround>;

/** What is set up, what the environment says, and the keys, as they are now. */
export function openModelGround(parts: ModelParts) {
  const { store, clock, windows, local, silentLimitMs = () => usualPatience.silentSeconds * 1000 } = parts;
  const { testTimeLimitMs = 180_000 } = parts;
  const firstByteLimitMs = ({ kind, baseUrl }: ModelTarget): number =>
    parts.firstByteLimitMs ?? (isOnThisMachine(kind, baseUrl) ? nearLimitMs : farLimitMs);
  const logger = parts.logger.from('models');
  const given = modelEnvironment(parts.environment);
  const keys = createModelKeys(parts.keys, given);
  const standings = createStandings(parts.standings);
  const setup = (): ModelSetup => withEnvironment(store.read(), given);
  const keyOf = (providerId: string, account: string): string | undefined => keys.of(setup(), providerId, account);
  const hasKey = (providerId: string, account: string): boolean => keyOf(providerId, account) !== undefined;

  return {
    ...{ parts, logger, given, keys, standings, windows, setup, keyOf, hasKey, testTimeLimitMs },
    /** So that each change begins with what the one before made. */
    inTurn: createInTurn(),
    /** What a change begins with. Errors: `conflict` when it was made from another one. */
    readFor(baseHash?: string): StoredSetup {
      const stored = store.read();
      refuseStale('The models were', stored, baseHash);
      return stored;
    },
    candidate: createCandidates({
      ...{ setup, keyOf, standings, windows, local, clock, logger },
      ...{ firstByteLimitMs, silentLimitMs },
    }),
    provider: (id: string): ModelProvider => describeProvider(findProvider(store.read(), id), hasKey),
    /** The model that plans. */
    configurationOf(now: ModelSetup): ModelConfiguration | null {
      const [name] = orderedModels(now, standings, { purpose: 'plan' });
      const place = name === undefined ? undefined : placeOf(now, name);
      if (!place) return null;
      const { id, baseUrl, accounts } = place.provider;
      const [first = 'main'] = accounts;
      return { baseUrl, model: place.model, hasKey: keys.of(now, id, first) !== undefined };
    },
  };
}

type Kept = { providerId: string; accountId: string; apiKey: string | undefined };

/** Stores what was changed, and says so. */
export function createKeeping({ parts, given, keys, configurationOf, inTurn, readFor }: ModelGround) {
  const { log, store } = parts;

  async function keep(next: StoredSetup, what: string): Promise<void> {
    const payload = { configuration: configurationOf(withEnvironment(next, given)), what };
    await log.append([{ type: 'models.changed', payload }], () => store.write(next));
  }

  return {
    keep,
    changed: (change: (before: StoredSetup) => StoredSetup, what: string, baseHash?: string): Promise<void> =>
      inTurn(async () => keep(change(readFor(baseHash)), what)),
    /** Both places or neither: the key is put back when the rest cannot be stored. */
    async keepWithKey(next: StoredSetup, { providerId, accountId, apiKey }: Kept, what: string): Promise<void> {
      const server = findProvider(next, providerId);
      if (apiKey === undefined) return keep(next, what);
      const before = keys.kept(server, accountId) ?? '';
      await keys.write(server, accountId, apiKey);
      await keep(next, what).catch(async (error: unknown) => {
        await keys.write(server, accountId, before);
        throw error;
      });
    },
  };
}

export function noAccount(of: string, account: string, accounts: readonly string[]): HeronError {
  return new HeronError('not-found', `There is no account ${account} of ${of}; there are: ${accounts.join(', ')}`, {
    account,
  });
}
