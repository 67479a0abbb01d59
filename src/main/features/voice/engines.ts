import type { VoiceEngine } from '../../../contract/voice.ts';
import type { SpeechModel } from '../../speech/speech-models.ts';
import { pocketsphinx } from './hearing/pocketsphinx.ts';
import type { Hearer, Implementation, Machine } from './implementation.ts';
import { silero, streams, whisper } from './model-engines.ts';
import { builtIn, downloadedVoices, installed, serverVoice } from './speaking/speaking-engines.ts';
import { espeakNg, flite, type Speaker } from './speaking/speakers.ts';

const ownStages: Implementation = () => ({
  engine: { name: 'Heron', stages: ['listen', 'understand', 'act'], state: 'ready', voices: [] },
});

/** All ways to do stages; of those that speak, and of those that know the closed set, the first that is ready is taken. */
const implementations: readonly Implementation[] = [
  ownStages,
  pocketsphinx,
  whisper,
  silero,
  streams,
  installed(flite),
  installed(espeakNg),
  builtIn,
  downloadedVoices,
  serverVoice,
];

export type Engines = {
  hearer: Hearer | undefined;
  speakers: Speaker[];
  /** Those on this machine that an engine here reads. */
  models: SpeechModel[];
  all: VoiceEngine[];
};

/** Looks for every engine; those that are missing say what to do. */
export async function findEngines(machine: Machine): Promise<Engines> {
  const models = (await machine.speech?.models()) ?? [];
  const looked = await Promise.all(implementations.map(async (find) => find(machine, models)));
  const found = looked.flatMap((one) => one ?? []);
  return {
    hearer: found.find(({ hearer }) => hearer)?.hearer,
    speakers: found.flatMap(({ speakers = [] }) => speakers),
    models,
    all: found.map(({ engine }) => engine),
  };
}
