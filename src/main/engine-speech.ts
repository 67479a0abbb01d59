import type { LocalModelService } from './features/local-models/service.ts';
import type { ModelService } from './features/models/model-service.ts';
import type { Ground } from './ground.ts';
import { createSpeech, type Speech } from './speech/speech.ts';
import type { ReadyModel } from './speech/speech-models.ts';

type Parts = { models: () => Pick<ModelService, 'targetOf'>; localModels: () => Pick<LocalModelService, 'list'> };

/** The engines of speech, with the models that were downloaded and the servers that are set up. */
export function openSpeech({ host, logger }: Ground, { models, localModels }: Parts): Speech {
  const { nodeBinary, appFolder } = host;
  return createSpeech({
    ...{ nodeBinary, appFolder, logger },
    ready: async () => (await localModels().list()).models.flatMap((model) => readyModel(model) ?? []),
    target: (model) => models().targetOf(model),
  });
}

type Listed = Awaited<ReturnType<LocalModelService['list']>>['models'][number];

function readyModel({ id, name, kind, state, folder, found }: Listed): ReadyModel | undefined {
  return state === 'ready' && folder !== undefined ? { id, name, kind, folder, found } : undefined;
}
