import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { VoiceSettings } from '../../../contract/voice.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { RiskOf } from './approvals.ts';
import type { Speaker } from './speaking/speakers.ts';

/** What a spoken command can lead to, handed over by the features that do it. */
export type VoiceActions = {
  send(sentence: {
    conversationId?: string;
    /** What one that is begun with the sentence is called. */
    newConversationId?: string;
    text: string;
    origin: 'voice';
  }): Promise<{ conversationId: string; runId?: string }>;
  /** Ends all that goes on in a conversation, typed or spoken, also what only waits; gives what that was, by title. */
  stopIn(conversationId: string): Promise<string[]>;
  /** Takes back what the last run of a conversation changed, as the same word does when it is typed; gives what became of it. */
  undoIn(conversationId: string): Promise<{ text: string; runId?: string }>;
  pending(runId: string): PermissionRequest[];
  answer(answers: { requestId: string; answer: 'once' | 'deny' }[]): Promise<void>;
};

export type SessionParts = VoiceActions & {
  id: string;
  makeId: MakeId;
  settings: () => VoiceSettings;
  log: EventLog;
  logger: Logger;
  clock: Clock;
  riskOf: RiskOf;
  speakers: () => Speaker[];
  folder: string;
  environment: NodeJS.ProcessEnv;
};

/** Tells of what happens; a failure to keep it is logged, and stops nothing. */
export function tell({ log, logger }: Pick<SessionParts, 'log' | 'logger'>, draft: EventDraft): void {
  log.append([draft]).catch((error: unknown) => logger.warn('What voice did could not be kept', { error }));
}
