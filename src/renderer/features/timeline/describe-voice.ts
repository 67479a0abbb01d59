import type { EventType, Payload } from '../../../contract/events.ts';
import type { VoiceOutcome, VoiceStage } from '../../../contract/voice.ts';

type VoiceEvent = Extract<EventType, `voice.${string}`>;

const outcomes: Record<VoiceOutcome, string> = {
  sent: 'You said',
  stopped: 'Heron fell silent at',
  cancelled: 'Stopped by voice at',
  undone: 'Undone by voice at',
  allowed: 'Allowed once by voice at',
  denied: 'Denied by voice at',
};

const stageWords: Record<VoiceStage, string> = {
  wake: 'The wake phrase',
  listen: 'Listening',
  transcribe: 'Hearing words',
  understand: 'Understanding',
  act: 'Acting on what was said',
  speak: 'Speaking',
};

/** What is told of voice; how long each stage took stands beside a command. */
export const voiceSentences: { [Type in VoiceEvent]: (payload: Payload<Type>) => string } = {
  'voice.stageStarted': ({ stage }) => `${stageWords[stage]} began`,
  'voice.stagePartial': ({ text }) => `Heard so far: ${text}`,
  'voice.stageEnded': ({ stage, latencyMs }) => `${stageWords[stage]} took ${latencyMs} ms`,
  'voice.stageFailed': ({ stage, error }) => `${stageWords[stage]} failed: ${error.message}`,
  'voice.stateChanged': ({ state }) => `Voice is ${state}`,
  'voice.soundReady': ({ text }) => `Heron begins to say: ${text}`,
  'voice.commanded': ({ text, outcome, latenciesMs, sinceSpeechMs }) =>
    `${outcomes[outcome]} “${text}”, ${sinceSpeechMs} ms after the last word (${stageTimes(latenciesMs)})`,
  'voice.spoken': ({ text, firstSoundMs, wasInterrupted }) =>
    `Heron said, after ${firstSoundMs} ms${wasInterrupted ? ' and until it was interrupted' : ''}: ${text}`,
};

function stageTimes(latencies: Payload<'voice.commanded'>['latenciesMs']): string {
  return Object.entries(latencies)
    .map(([stage, ms]) => `${stage} ${ms} ms`)
    .join(', ');
}
