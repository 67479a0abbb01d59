import {
  modelPurposes,
  type ModelProvider,
  type ModelsOverview,
  type UsageWindow,
  type UsedModel,
} from '../../../contract/models.ts';
import { orderedModels } from '../../models/find-candidates.ts';
import { recordOf } from '../../models/model-records.ts';
import { type ModelSetup, type ProviderSetup, routeOf, usedModels } from '../../models/model-setup.ts';
import type { Standings } from '../../models/standing.ts';

export type OverviewParts = {
  setup: ModelSetup;
  standings: Standings;
  windows: UsageWindow[];
  hasKey: (providerId: string, account: string) => boolean;
  isStored: (providerId: string) => boolean;
  decidedBy: string | undefined;
  hash: string;
};

/** All there is to know of the models, and no key. */
export function overviewOf({ setup, standings, windows, ...parts }: OverviewParts): ModelsOverview {
  const { hasKey, isStored, decidedBy, hash } = parts;
  const isSetUp = ({ providerId, accountId }: UsageWindow): boolean =>
    setup.providers.some(({ id, accounts }) => id === providerId && accounts.includes(accountId));
  return {
    providers: setup.providers.map((provider) => ({
      ...describeProvider(provider, hasKey),
      ...(isStored(provider.id) ? {} : { isOfEnvironment: true as const }),
    })),
    aliases: Object.entries(setup.aliases).map(([alias, models]) => ({ alias, models: [...models] })),
    routes: modelPurposes.map((purpose) => {
      const [first] = orderedModels(setup, standings, { purpose });
      const models = [...routeOf(setup, purpose)];
      return { purpose, models, isOwn: setup.routes[purpose] !== undefined, ...(first === undefined ? {} : { first }) };
    }),
    models: usedModels(setup).map((name) => describeModel(setup, standings, name)),
    windows: windows.filter(isSetUp),
    hash,
    ...(decidedBy === undefined ? {} : { decidedBy }),
  };
}

export function describeProvider(
  { accounts, ...provider }: ProviderSetup,
  hasKey: OverviewParts['hasKey'],
): ModelProvider {
  return { ...provider, accounts: accounts.map((id) => ({ id, hasKey: hasKey(provider.id, id) })) };
}

export function describeModel(setup: ModelSetup, standings: Standings, name: string): UsedModel {
  const standing = standings.of(name);
  return {
    ...{ name, record: recordOf(setup, name), own: setup.records[name] ?? {} },
    ...(standing === undefined ? {} : { standing }),
  };
}
