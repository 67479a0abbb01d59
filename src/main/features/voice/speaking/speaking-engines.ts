import { isProgram, placesOnPath } from '../../../base/program-path.ts';
import type { Implementation } from '../implementation.ts';
import { modelEngine } from '../model-engines.ts';
import { builtInName, builtInSpeaker } from './built-in-speaker.ts';
import { hostedSpeaker } from './hosted-speaker.ts';
import { neuralSpeakers, phonemeFolder } from './neural-speakers.ts';
import type { Speaker } from './speakers.ts';

/** A program of the system. What another one does as well need not be installed. */
export function installed(speaker: Speaker): Implementation {
  const { name, voices } = speaker;
  return ({ environment, speech, appFolder }) => {
    if (placesOnPath([name], environment).some(isProgram)) {
      return { engine: { name, stages: ['speak'], state: 'ready', voices }, speakers: [speaker] };
    }
    const missing = { name, stages: ['speak' as const], state: 'missing' as const, voices: [] };
    const fix = `sudo apt install ${name}`;
    const hasSpare = speech !== undefined && builtInSpeaker(speech.host, appFolder) !== undefined;
    return {
      engine: { ...missing, fix, ...(hasSpare ? { advice: `Quicker than ${builtInName}, and otherwise alike.` } : {}) },
    };
  };
}

export const builtIn: Implementation = ({ speech, appFolder }) => {
  const speaker = speech && builtInSpeaker(speech.host, appFolder);
  if (!speaker) return undefined;
  const { name, voices } = speaker;
  return { engine: { name, stages: ['speak'], state: 'ready', voices }, speakers: [speaker] };
};

export const downloadedVoices: Implementation = ({ speech }, models) => {
  if (!speech) return undefined;
  const speakers = neuralSpeakers(speech.host, models);
  const engine = modelEngine(
    { name: 'sherpa-onnx, voices', stages: ['speak'] },
    { isBuilt: speech.builds.sherpa, isReady: speakers.length > 0, advice: 'Download a voice above.' },
  );
  const needsPhonemes = speakers.length > 0 && phonemeFolder() === undefined;
  const fix = needsPhonemes ? { fix: 'sudo apt install espeak-ng-data' } : {};
  return { engine: { ...engine, ...fix, voices: speakers.flatMap(({ voices }) => voices) }, speakers };
};

/** One that a person named; without a name there is none. */
export const serverVoice: Implementation = ({ speech, hostedVoice = '' }) => {
  if (!speech || hostedVoice === '') return undefined;
  const speaker = hostedSpeaker(hostedVoice, () => speech.target(hostedVoice));
  const { name, voices } = speaker;
  return { engine: { name, stages: ['speak'], state: 'ready', voices }, speakers: [speaker] };
};
