import { ModelInput } from '../../../contract/models.ts';
import { HeronError } from '../../base/errors.ts';
import { stateHash } from '../../base/state-hash.ts';
import { targetOf } from '../../models/candidates.ts';
import { createFindCandidates, orderedModels } from '../../models/find-candidates.ts';
import { recordOf } from '../../models/model-records.ts';
import { placeOf } from '../../models/resolve-name.ts';
import { createAskingServers } from './asking-servers.ts';
import { findProvider, withDefault, withPlanner } from './changes.ts';
import { decidingVariable, refuseIfDecided } from './model-environment.ts';
import { createKeeping, type ModelParts, openModelGround } from './model-ground.ts';
import type { ModelService } from './model-service.ts';
import { overviewOf } from './overview.ts';
import { createAccounts, createSettingUp } from './setting-up.ts';

export function createModels(parts: ModelParts): ModelService {
  const ground = openModelGround(parts);
  const { given, standings, setup, hasKey, configurationOf, readFor, inTurn } = ground;
  const { keepWithKey, changed } = createKeeping(ground);
  const isStored = (providerId: string): boolean => parts.store.read().providers.some(({ id }) => id === providerId);
  return {
    get: () => configurationOf(setup()),
    async configure(input, baseHash) {
      const { baseUrl, model, apiKey } = checkInput(input);
      refuseIfDecided(given);
      await inTurn(async () => {
        const { setup: next, providerId } = withPlanner(readFor(baseHash), baseUrl, model);
        const [accountId = 'main'] = findProvider(next, providerId).accounts;
        await keepWithKey(next, { providerId, accountId, apiKey }, `${model} plans`);
      });
      return configurationOf(setup()) ?? { baseUrl, model, hasKey: false };
    },
    async setDefault(model, baseHash) {
      refuseIfDecided(given);
      await changed((before) => withDefault(before, model), `${model} plans`, baseHash);
      const chosen = configurationOf(setup());
      if (chosen) return chosen;
      throw new HeronError('not-found', `No model can plan: ${model} is not set up`, { model });
    },
    overview: () =>
      overviewOf({
        ...{ setup: setup(), standings, hasKey, isStored },
        ...{ windows: ground.windows.all(), decidedBy: decidingVariable(given) },
        hash: stateHash(parts.store.read()),
      }),
    ...createAskingServers(ground),
    ...createSettingUp(ground),
    ...createAccounts(ground),
    recordOf: (model) => recordOf(setup(), model),
    windows: () => ground.windows.all(),
    firstFor: (purpose) => orderedModels(setup(), standings, { purpose })[0],
    findCandidates: createFindCandidates(ground),
    targetOf(model) {
      const place = placeOf(setup(), model);
      if (place) return targetOf(ground, model, place.provider.accounts[0] ?? 'main');
      throw new HeronError('not-found', `There is no server ${model.split('/')[0]} in Settings, Models`, { model });
    },
    close: parts.local.close,
  };
}

function checkInput(input: ModelInput): ModelInput {
  const parsed = ModelInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const text = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new HeronError('invalid-input', text);
}
