import type { EventType, Payload } from '../../../contract/events.ts';
import type { VoiceOutcome, VoiceStage } from '../../../contract/voice.ts';
import { t } from '../../../words/words.ts';

type VoiceEvent = Extract<EventType, `voice.${string}`>;

const outcomes = (): Record<VoiceOutcome, string> => ({
  sent: t('You said'),
  stopped: t('Heron fell silent at'),
  cancelled: t('Stopped by voice at'),
  undone: t('Undone by voice at'),
  allowed: t('Allowed once by voice at'),
  denied: t('Denied by voice at'),
});

const stageWords = (): Record<VoiceStage, string> => ({
  wake: t('The wake phrase'),
  listen: t('Listening'),
  transcribe: t('Hearing words'),
  understand: t('Understanding'),
  act: t('Acting on what was said'),
  speak: t('Speaking'),
});

/** What is told of voice; how long each stage took stands beside a command. */
export const voiceSentences: { [Type in VoiceEvent]: (payload: Payload<Type>) => string } = {
  'voice.stageStarted': ({ stage }) => t('{{stage}} began', { stage: stageWords()[stage] }),
  'voice.stagePartial': ({ text }) => t('Heard so far: {{text}}', { text }),
  'voice.stageEnded': ({ stage, latencyMs }) =>
    t('{{stage}} took {{ms}} ms', { stage: stageWords()[stage], ms: String(latencyMs) }),
  'voice.stageFailed': ({ stage, error }) =>
    t('{{stage}} failed: {{message}}', { stage: stageWords()[stage], message: error.message }),
  'voice.stateChanged': ({ state }) => t('Voice is {{state}}', { state }),
  'voice.soundReady': ({ text }) => t('Heron begins to say: {{text}}', { text }),
  'voice.commanded': ({ text, outcome, latenciesMs, sinceSpeechMs }) =>
    t('{{outcome}} “{{text}}”, {{ms}} ms after the last word ({{stages}})', {
      ...{ outcome: outcomes()[outcome], text, ms: String(sinceSpeechMs), stages: stageTimes(latenciesMs) },
    }),
  'voice.acted': ({ text, latencyMs }) => t('What “{{text}}” began took {{ms}} ms', { text, ms: String(latencyMs) }),
  'voice.spoken': ({ text, firstSoundMs, wasInterrupted }) =>
    wasInterrupted
      ? t('Heron said, after {{ms}} ms and until it was interrupted: {{text}}', { ms: String(firstSoundMs), text })
      : t('Heron said, after {{ms}} ms: {{text}}', { ms: String(firstSoundMs), text }),
};

function stageTimes(latencies: Payload<'voice.commanded'>['latenciesMs']): string {
  return Object.entries(latencies)
    .map(([stage, ms]) => `${stage} ${ms} ms`)
    .join(', ');
}
