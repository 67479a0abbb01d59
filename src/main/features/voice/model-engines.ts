import type { VoiceEngine, VoiceStage } from '../../../contract/voice.ts';
import type { SpeechModel } from '../../speech/speech-models.ts';
import type { Implementation } from './implementation.ts';

const noBuild = 'There is no build of it for this system.';

/** Ready with the first of its models. */
export function modelEngine(
  engine: Pick<VoiceEngine, 'name' | 'stages'>,
  { isBuilt, isReady, advice }: { isBuilt: boolean; isReady: boolean; advice: string },
): VoiceEngine {
  if (isBuilt && isReady) return { ...engine, state: 'ready', voices: [] };
  return { ...engine, state: 'missing', advice: isBuilt ? advice : noBuild, voices: [] };
}

const has = (models: readonly SpeechModel[], use: SpeechModel['use']): boolean =>
  models.some((model) => model.use === use);

export const whisper: Implementation = ({ speech }, models) =>
  speech && {
    engine: modelEngine(
      { name: 'whisper.cpp', stages: ['transcribe'] },
      {
        ...{ isBuilt: speech.builds.whisper, isReady: has(models, 'whisper') },
        advice: 'Download a model for speech above.',
      },
    ),
  };

/** Its model comes with Heron. */
export const silero: Implementation = ({ speech }) =>
  speech && {
    engine: modelEngine(
      { name: 'Silero', stages: ['listen'] },
      { isBuilt: speech.builds.sherpa, isReady: true, advice: '' },
    ),
  };

/** Models that hear while one speaks, and those that hear a phrase. */
export const streams: Implementation = ({ speech }, models) => {
  if (!speech) return undefined;
  const done: VoiceStage[] = [
    ...(has(models, 'wake') ? (['wake'] as const) : []),
    ...(has(models, 'stream') ? (['transcribe'] as const) : []),
  ];
  const isReady = done.length > 0;
  const advice =
    'Hears while you speak, and other wake phrases: it needs a model of its kind, whose files are added by their addresses in Settings, Models.';
  const engine = { name: 'sherpa-onnx', stages: isReady ? done : (['wake', 'transcribe'] as VoiceStage[]) };
  return { engine: modelEngine(engine, { isBuilt: speech.builds.sherpa, isReady, advice }) };
};
