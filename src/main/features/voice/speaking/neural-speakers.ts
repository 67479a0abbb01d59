import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { HeronError } from '../../../base/errors.ts';
import { preparePiper } from '../../../speech/piper-voice.ts';
import type { SpeechHost } from '../../../speech/speech-host.ts';
import type { SpeechModel } from '../../../speech/speech-models.ts';
import { wavOf } from '../../../speech/wav-file.ts';
import type { Speaker, SpeechRequest } from './speakers.ts';

type VoiceModel = Extract<SpeechModel, { use: 'voice' }>;

/** The voices that were downloaded, each a speaker with its name. */
export function neuralSpeakers(host: SpeechHost, models: readonly SpeechModel[]): Speaker[] {
  return models
    .filter((model): model is VoiceModel => model.use === 'voice')
    .map((model) => ({
      name: `sherpa-onnx: ${model.name}`,
      voices: [model.id],
      speak: (request) => speak(host, model, request),
    }));
}

const threads = Math.max(1, Math.min(2, availableParallelism() - 1));

async function speak(
  host: SpeechHost,
  model: VoiceModel,
  { text, rate, folder, signal }: SpeechRequest,
): Promise<Buffer> {
  const { voice, files } = voiceOf(model, folder);
  const question = { files: voice, text, speaker: 0, rate, threads };
  const { samples, sampleRate } = await host.ask({ kind: 'speak', files, signal, question });
  return wavOf(samples, sampleRate);
}

function voiceOf({ id, voice, piper, files }: VoiceModel, folder: string) {
  const { tokens } = voice;
  if (tokens !== undefined) return { voice: { ...voice, tokens }, files };
  const phonemes = phonemeFolder();
  if (phonemes === undefined) {
    throw new HeronError(
      'unsupported',
      'What a downloaded voice knows of sounds is missing: sudo apt install espeak-ng-data',
    );
  }
  const prepared = preparePiper({ model: voice.model, description: piper ?? '' }, join(folder, 'voices', id));
  // What was downloaded was compared with its hash; this was made of it.
  return { voice: { ...prepared, phonemes }, files: [...files, { path: prepared.model }, { path: prepared.tokens }] };
}

const debianPlaces = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((system) => `/usr/lib/${system}/espeak-ng-data`);
const places = [
  ...debianPlaces,
  '/usr/share/espeak-ng-data',
  '/usr/lib/espeak-ng-data',
  '/opt/homebrew/share/espeak-ng-data',
];

/** What espeak-ng knows of languages, where it is installed. */
export function phonemeFolder(): string | undefined {
  return places.find((place) => existsSync(join(place, 'phontab')));
}
