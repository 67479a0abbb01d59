import type { Settings } from '../../contract/settings.ts';
import { HeronError } from '../base/errors.ts';
import { openLocalModels } from './local-models.ts';
import type { LocalModelService } from '../features/local-models/service.ts';
import type { ModelService } from '../features/models/model-service.ts';
import type { VoiceService } from '../features/voice/service.ts';
import type { Ground } from './ground.ts';
import { createSpeech, type Speech } from '../speech/speech.ts';
import { readRecording } from '../speech/read-recording.ts';
import { heardRate } from '../speech/read-wav.ts';
import type { ReadyModel } from '../speech/speech-models.ts';
import { localTranscribers } from '../speech/transcribers.ts';
import type { SpeechForWorkers } from '../workers/broker/speech-for-workers.ts';

type Parts = Parameters<typeof openLocalModels>[1] & { models: Pick<ModelService, 'targetOf'> };

/** The models of this machine, and the engines of speech that run some of them; the servers that are set up besides. */
export function openSpeaking(ground: Ground, parts: Parts): { localModels: LocalModelService; speech: Speech } {
  const { nodeBinary, appFolder } = ground.host;
  const { localModels } = openLocalModels(ground, parts);
  const speech = createSpeech({
    ...{ nodeBinary, appFolder, logger: ground.logger, target: parts.models.targetOf },
    ready: async () => (await localModels.list()).models.flatMap((model) => readyModel(model) ?? []),
  });
  return { localModels, speech };
}

/** What workers have of it: models of this machine alone, also where a person has chosen a server for what they say. */
export function workerSpeech(
  parts: () => { speech: Speech; voice: Pick<VoiceService, 'speak'> },
  settings: () => Settings,
): { speech: SpeechForWorkers } {
  const speech: SpeechForWorkers = {
    async transcribe({ recording, language, signal, onShare }) {
      const { recordings, models } = parts().speech;
      const audio = await readRecording(recordings, recording, signal);
      const local = localTranscribers(recordings, await models());
      const chosen = local.find(({ id }) => id === settings().voice.transcriber) ?? local[0];
      const onSecond = (second: number): void => onShare(Math.min(1, (second * heardRate) / audio.length));
      if (chosen) return chosen.transcribe({ audio, language, signal, onSecond });
      const text = 'No model for speech is on this machine: download one in Settings, Voice';
      throw new HeronError('unsupported', text);
    },
    speak: (request) => parts().voice.speak(request),
  };
  return { speech };
}

type Listed = Awaited<ReturnType<LocalModelService['list']>>['models'][number];

function readyModel({ id, name, kind, state, folder, found }: Listed): ReadyModel | undefined {
  return state === 'ready' && folder !== undefined ? { id, name, kind, folder, found } : undefined;
}
