import type { VoiceStage } from '../../../contract/voice.ts';
import { toFailure } from '../../base/errors.ts';
import type { SessionParts } from './session-parts.ts';

export type StageEvents = {
  start(utterance: number, stage: VoiceStage): void;
  partial(utterance: number, stage: VoiceStage, text: string): void;
  /** Since `begun`, by the same clock. */
  end(utterance: number, stage: VoiceStage, begun: number, text?: string): number;
  fail(utterance: number, stage: VoiceStage, error: unknown): void;
};

/** What somebody said otherwise than Heron can take it, or stopped, is no fault of anything here. */
const ofThePerson = ['invalid-input', 'conflict', 'cancelled'];

/** Tells windows what each stage of an utterance does, as it does it; what fails stands in the log too. */
export function stageEvents({ log, logger, id: sessionId }: Pick<SessionParts, 'log' | 'logger' | 'id'>): StageEvents {
  return {
    start: (utterance, stage) => log.emit({ type: 'voice.stageStarted', payload: { sessionId, utterance, stage } }),
    partial: (utterance, stage, text) =>
      log.emit({ type: 'voice.stagePartial', payload: { sessionId, utterance, stage, text } }),
    end(utterance, stage, begun, text) {
      const latencyMs = Math.max(0, Math.round(performance.now() - begun));
      const payload = { sessionId, utterance, stage, latencyMs, ...(text === undefined ? {} : { text }) };
      log.emit({ type: 'voice.stageEnded', payload });
      return latencyMs;
    },
    fail(utterance, stage, error) {
      const failure = toFailure(error);
      if (!ofThePerson.includes(failure.code)) logger.warn(`${stage} failed: ${failure.message}`, failure);
      log.emit({ type: 'voice.stageFailed', payload: { sessionId, utterance, stage, error: failure } });
    },
  };
}
