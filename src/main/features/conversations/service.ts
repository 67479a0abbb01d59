import type {
  Conversation,
  ExportForm,
  FoundConversation,
  Message,
  QueuedMessage,
} from '../../../contract/conversations.ts';
import type { HeldPlan } from '../../../contract/held-plans.ts';
import type { Plan } from '../../../contract/plan.ts';
import { HeronError } from '../../base/errors.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { createAnswers } from './answers.ts';
import { type Arranging, createArranging, findConversation, restorableMs } from './arranging.ts';
import type { ConversationParts, Sent, Sentence } from './conversation-parts.ts';
import type { HistoryEntry } from '../../models/context/history-messages.ts';
import { exportConversation } from './export.ts';
import { createFolders, type Folders } from './folders.ts';
import { openHeld } from './held-plan.ts';
import { givenHistory } from './given-history.ts';
import { readHistory } from './history.ts';
import type { MessageQueue } from './queue.ts';
import { createRevising } from './revising-plans.ts';
import { createSpeaking } from './speaking.ts';
import { mayReply } from './lanes/may-reply.ts';
import { StoppedByPerson } from './stopped-by-person.ts';
import { createTitles } from './titles.ts';
import { createTurnTaking } from './turn-taking.ts';
import { searchConversations } from './search.ts';
import { readMessages } from './read-messages.ts';

export type { ConversationParts } from './conversation-parts.ts';

export type ConversationService = Arranging & {
  /** Answers what the last engine left unanswered; to be called before runs are resumed and before anybody sends. */
  start(): Promise<void>;
  /** Sends what still waits from the last engine; to be called after runs are resumed. */
  resume(): void;
  list(): Conversation[];
  isThere(conversationId: string): boolean;
  search(query: string): FoundConversation[];
  export(conversationId: string, form: ExportForm): { name: string; text: string };
  get(conversationId: string): {
    conversation: Conversation;
    messages: Message[];
    queued: QueuedMessage[];
    held?: HeldPlan;
  };
  /** A plan that was shown and has not run, as the person changed it. Errors: `not-found`, `invalid-input`, `conflict`. */
  revisePlan(conversationId: string, proposalId: string, plan: Plan): Promise<HeldPlan>;
  /** What was said, as models are shown it. Errors: `not-found`. */
  history(conversationId: string): HistoryEntry[];
  /** Where what is said in a folder goes on. */
  folder: Folders['state'];
  /** Conversations with a named agent, the last used first. */
  withAgent(agent: string): Conversation[];
  /** Messages that wait for their turn. */
  queue: Pick<MessageQueue, 'reword' | 'changeMode' | 'withdraw' | 'sendNow' | 'figures'>;
  /** Errors: `not-found`, `invalid-input`; `cancelled` when the conversation or the engine was closed meanwhile. */
  send(sentence: Sentence): Promise<Sent>;
  /** Whether there was an answer to stop. Errors: `not-found`. */
  stopAnswer(conversationId: string): boolean;
  /** It can be restored for a day. */
  remove(conversationId: string): Promise<void>;
  close(): Promise<void>;
};

export function createConversations(parts: ConversationParts): ConversationService {
  const { log, store, index } = parts;
  const logger = parts.logger.from('conversations');
  const turns = createTurnTaking();
  const answers = createAnswers({
    ...{ ...parts, logger },
    onRest: (id) => goOn(id),
    isReplied: (conversation) => mayReply(conversation, parts.lanes.settings().replies),
  });
  const clean: ScrubText = (text) => (parts.scrub ? parts.scrub(text) : text);
  const titles = createTitles({ log, store, logger, clean, makeTitle: parts.makeTitle });
  const folders = parts.folders && createFolders({ ...parts, folders: parts.folders });
  const { queue, send, goOn, resume } = createSpeaking(parts, { answers, turns, logger, clean, folders });
  const revise = createRevising({ ...parts, answers, turns });
  const arranging = createArranging({ ...parts, clean, attach: parts.files.attach });
  const find = (conversationId: string): Conversation => findConversation(store, conversationId);

  return {
    ...arranging,
    async restore(conversationId) {
      const conversation = await arranging.restore(conversationId);
      await parts.restorePermissions(conversationId);
      queue.goOn(conversationId);
      return conversation;
    },
    async start() {
      purge(parts);
      await answers.start();
      titles.start();
    },
    resume,
    queue,
    list: store.list,
    isThere: (conversationId) => store.get(conversationId) !== undefined,
    search: (query) => searchConversations({ store, index, clean }, query),
    export: (conversationId, form) =>
      exportConversation(find(conversationId), shown(parts, readMessages(log, conversationId).inOrder), form),
    get: (conversationId) => whole(parts, queue, find(conversationId)),
    revisePlan: (conversationId, proposalId, plan) =>
      revise(find(conversationId).id, proposalId, plan).finally(() => queue.goOn(conversationId)),
    history: (conversationId) => historyOf(log, find(conversationId)),
    folder: (name) => folders?.state(name) ?? {},
    withAgent: store.withAgent,
    send,
    stopAnswer: (conversationId) => turns.stopCurrent(find(conversationId).id, new StoppedByPerson()),
    async remove(conversationId) {
      const conversation = find(conversationId);
      turns.end(conversationId, new HeronError('cancelled', 'The conversation was deleted'));
      await remove(parts, conversation);
    },
    async close() {
      parts.steering?.close();
      const queueClosed = queue.close();
      turns.endAll(new HeronError('cancelled', 'Heron is closing'));
      await queueClosed;
      await answers.close();
      await titles.close();
    },
  };
}

/** What models thought is given to nobody while it is not to be shown, also where it was kept before. */
function shown({ showsThinking }: Pick<ConversationParts, 'showsThinking'>, messages: Message[]): Message[] {
  if (showsThinking?.()) return messages;
  return messages.map((message) => {
    const { thinking, ...rest } = message;
    return thinking ? rest : message;
  });
}

function whole(
  parts: Pick<ConversationParts, 'log' | 'showsThinking'>,
  queue: Pick<MessageQueue, 'list'>,
  conversation: Conversation,
): ReturnType<ConversationService['get']> {
  const { log } = parts;
  const { id } = conversation;
  const held = openHeld(log, id)?.shown;
  const messages = shown(parts, readMessages(log, id).inOrder);
  return { conversation, messages, queued: queue.list(id), ...(held ? { held } : {}) };
}

function historyOf(log: ConversationParts['log'], { id, follows }: Conversation): HistoryEntry[] {
  return [...givenHistory(follows?.given), ...readHistory(log, id)];
}

async function remove(
  { log, store, clock, endPermissions, folders }: ConversationParts,
  { id, folder }: Conversation,
): Promise<void> {
  await endPermissions(id);
  const scope = { conversationId: id };
  await log.append([{ type: 'conversation.deleted', payload: {}, scope }], () => {
    store.remove(id, clock());
    if (folder !== undefined) folders?.store.forget(folder);
  });
}

/** What was deleted too long ago to be restored. */
function purge({ store, index, queued, files, clock, forgetContext }: ConversationParts): void {
  for (const conversationId of store.purge(clock() - restorableMs)) {
    index.forget(conversationId);
    queued.clear(conversationId);
    files.detach(conversationId);
    forgetContext?.(conversationId);
  }
}
