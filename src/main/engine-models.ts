import type { ModelService } from './features/models/model-service.ts';
import { createModels } from './features/models/service.ts';
import { modelStandingStore, modelStore } from './features/models/store.ts';
import type { SecretService } from './features/secrets/service.ts';
import type { Ground } from './ground.ts';
import { makeTitle, type TitleRequest } from './models/make-title.ts';
import type { ModelClient } from './models/model-client.ts';

/** What is set up of models, and the ways to them. */
export function openModels({ host, database, events, clock, logger }: Ground, secrets: SecretService): ModelService {
  return createModels({
    ...{ log: events, clock, logger, environment: host.environment },
    store: modelStore(database),
    standings: modelStandingStore(database),
    keys: secrets.modelKeys,
  });
}

type TitleParts = {
  model: ModelClient;
  hasModel: () => boolean;
  takeTurn: (runId: string | undefined, signal: AbortSignal) => Promise<() => void>;
};

/** Titles wait for their turn among all who ask models; without a model there is none. */
export function titlesBy({ model, hasModel, takeTurn }: TitleParts) {
  return async (request: TitleRequest): Promise<string | undefined> => {
    if (!hasModel()) return undefined;
    const leave = await takeTurn(request.conversationId, request.signal);
    try {
      return await makeTitle(model, request);
    } finally {
      leave();
    }
  };
}
