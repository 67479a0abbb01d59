import type { Settings } from '../contract/settings.ts';
import { HeronError } from './base/errors.ts';
import type { LocalModelService } from './features/local-models/service.ts';
import type { ModelService } from './features/models/model-service.ts';
import type { VoiceService } from './features/voice/service.ts';
import type { Ground } from './ground.ts';
import { createSpeech, type Speech } from './speech/speech.ts';
import { readWav } from './speech/read-wav.ts';
import type { ReadyModel } from './speech/speech-models.ts';
import { localTranscribers } from './speech/transcribers.ts';
import type { SpeechForWorkers } from './workers/broker/speech.ts';

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

/** What workers have of it: models of this machine alone, also where a person has chosen a server for what they say. */
export function speechForWorkers(
  speech: () => Speech,
  voice: () => Pick<VoiceService, 'speak'>,
  settings: () => Settings,
): SpeechForWorkers {
  return {
    async transcribe({ wav, language, signal }) {
      const { host, models } = speech();
      const audio = readWav(wav);
      const local = localTranscribers(host, await models());
      const chosen = local.find(({ id }) => id === settings().voice.transcriber) ?? local[0];
      if (chosen) return chosen.transcribe({ audio, language, signal });
      const text = 'No model for speech is on this machine: download one in Settings, Voice';
      throw new HeronError('unsupported', text);
    },
    speak: (request) => voice().speak(request),
  };
}

type Listed = Awaited<ReturnType<LocalModelService['list']>>['models'][number];

function readyModel({ id, name, kind, state, folder, found }: Listed): ReadyModel | undefined {
  return state === 'ready' && folder !== undefined ? { id, name, kind, folder, found } : undefined;
}
