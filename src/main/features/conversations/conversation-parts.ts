import type { ElevatedMode } from '../../../contract/policy.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { MakePlan, StartRun } from './answer-message.ts';
import type { MannerOf } from './answers.ts';
import type { Elevation } from './elevated-command.ts';
import type { MessageIndex } from './message-index.ts';
import type { QueueStore } from './queue-store.ts';
import type { ConversationStore } from './store.ts';

export type ConversationParts = {
  log: EventLog;
  store: ConversationStore;
  queued: QueueStore;
  index: MessageIndex;
  makeId: MakeId;
  clock: Clock;
  logger: Logger;
  /** Takes the values of secrets out of what is said. */
  scrub?: ScrubText;
  makePlan: MakePlan;
  startRun: StartRun;
  /** Whether a run of the conversation is being worked on. */
  isWorking: (conversationId: string) => boolean;
  elevation: Elevation;
  mannerOf: MannerOf;
  /** What was allowed in a conversation ends with it. */
  endPermissions: (conversationId: string) => Promise<void>;
};

export type Sentence = {
  conversationId?: string | undefined;
  text: string;
  baseFolder?: string | undefined;
  /** For the run of this sentence alone. */
  elevated?: ElevatedMode | undefined;
  origin?: 'voice' | undefined;
  /** What becomes of it while a run of the conversation is under way. */
  whenBusy?: 'now' | 'queue' | undefined;
};
export type Sent = { conversationId: string; messageId: string; runId?: string; isQueued?: true };
