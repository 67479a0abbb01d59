import type { Attachment } from '../../../contract/blobs.ts';
import type { Conversation, QueuedMessage } from '../../../contract/conversations.ts';
import type { Plan, PlanCheck } from '../../../contract/plan.ts';
import type { QueueMode } from '../../../contract/lanes.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { MakePlan, StartRun } from './answer-message.ts';
import type { MannerOf } from './answers.ts';
import type { MakeTitle } from './titles.ts';
import type { Approvals } from './approval-code.ts';
import type { Elevation } from './elevated-command.ts';
import type { MessageIndex } from './message-index.ts';
import type { FolderParts } from './folder-parts.ts';
import type { Steering } from './lanes/steering.ts';
import type { LaneParts } from './lanes/lane-parts.ts';
import type { Scheduling } from './scheduled-plan.ts';
import type { UndoableRuns } from './run-words.ts';
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
  /** Whether a plan can run, and what it would do. */
  checkPlan: (plan: Plan) => Promise<Pick<PlanCheck, 'issues' | 'preview'>>;
  startRun: StartRun;
  /** Whether what models thought is shown with their answers and given out with them; without it it is not. */
  showsThinking?: () => boolean;
  /** For who says "undo that". */
  undoable: UndoableRuns;
  /** A title for what was said; undefined when nobody makes one. Without it a conversation keeps the first words as its title. */
  makeTitle?: MakeTitle;
  lanes: LaneParts;
  /** Absent where there are no agents. */
  steering?: Pick<Steering, 'takeUnheard' | 'close'> | undefined;
  elevation: Elevation;
  /** Questions that are answered by a code; absent where none waits for one. */
  approvals?: Approvals | undefined;
  mannerOf: MannerOf;
  /** Absent where nothing starts by itself. */
  scheduling?: Scheduling | undefined;
  files: FileKeeping;
  /** Whether there is such a prompt pack. Errors: `not-found`, `invalid-input`. */
  checkPack: (pack: string) => Promise<void>;
  /** What older messages were put into goes with the conversation. */
  forgetContext?: (conversationId: string) => void;
  /** Absent where no conversation goes on from another. */
  folders?: FolderParts | undefined;
  /** Whether there is such a named agent. Errors: `not-found`. */
  checkAgent?: (name: string) => void;
  /** What was allowed in a conversation ends with it. */
  endPermissions: (conversationId: string) => Promise<void>;
  /** And is back when that is undone. */
  restorePermissions: (conversationId: string) => Promise<void>;
};

/** What conversations know of attached files. */
export type FileKeeping = {
  /** Errors: `not-found`, `invalid-input`, `limit-exceeded`. */
  findAll(blobIds: readonly string[]): Attachment[];
  /** The conversation has them from now on; called inside its transaction. */
  attach(conversationId: string, blobIds: string[]): void;
  /** The conversation is gone for good. */
  detach(conversationId: string): void;
};

export type Sentence = {
  conversationId?: string | undefined;
  /** Of the conversation that begins with it. */
  newConversationId?: string | undefined;
  text: string;
  /** Ids of blobs that were handed in. */
  attachments?: readonly string[] | undefined;
  baseFolder?: string | undefined;
  /** For the run of this sentence alone. */
  elevated?: ElevatedMode | undefined;
  /** Of a conversation that begins with it. */
  model?: string | undefined;
  origin?: 'voice' | undefined;
  /** What becomes of it while the conversation is worked on. */
  whenBusy?: 'now' | 'queue' | QueueMode | undefined;
  /** Where a conversation is held that begins with it. */
  channel?: Conversation['channel'];
  /** Goes on where the folder does; see `folders.ts`. */
  folder?: string | undefined;
  beginsAnew?: true | undefined;
  /** Who works on all that is said in a conversation that begins with it. */
  agent?: string | undefined;
};
/** Cleaned of secrets, with its files found. */
export type ReadSentence = Omit<Sentence, 'attachments'> & { attachments: Attachment[] };
export type Sent = {
  conversationId: string;
  messageId: string;
  runId?: string;
  isQueued?: true;
  queued?: QueuedMessage;
};
