import type {
  Conversation,
  ExportForm,
  FoundConversation,
  Message,
  QueuedMessage,
} from '../../../contract/conversations.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { createAnswering, type MakePlan, type StartRun } from './answer-message.ts';
import { createAnswers } from './answers.ts';
import { type Arranging, createArranging, findConversation, restorableMs } from './arranging.ts';
import { answerCommand, type Elevation, readElevatedCommand } from './elevated-command.ts';
import { exportConversation } from './export.ts';
import type { MessageIndex } from './message-index.ts';
import { createQueue, type MessageQueue } from './queue.ts';
import type { QueueStore } from './queue-store.ts';
import { createTurnTaking } from './turn-taking.ts';
import { searchConversations } from './search.ts';
import { readMessages } from './read-messages.ts';
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
  /** What was allowed in a conversation ends with it. */
  endPermissions: (conversationId: string) => Promise<void>;
};

export type Sentence = {
  conversationId?: string | undefined;
  text: string;
  baseFolder?: string | undefined;
  /** For the run of this sentence alone. */
  elevated?: ElevatedMode | undefined;
  /** What becomes of it while a run of the conversation is under way. */
  whenBusy?: 'now' | 'queue' | undefined;
};
export type Sent = { conversationId: string; messageId: string; runId?: string; isQueued?: true };

export type ConversationService = Arranging & {
  /** Answers what the last engine left unanswered; to be called before runs are resumed and before anybody sends. */
  start(): Promise<void>;
  /** Sends what still waits from the last engine; to be called after runs are resumed. */
  resume(): void;
  list(): Conversation[];
  search(query: string): FoundConversation[];
  export(conversationId: string, form: ExportForm): { name: string; text: string };
  get(conversationId: string): {
    conversation: Conversation;
    messages: Message[];
    queued: QueuedMessage[];
  };
  /** Messages that wait for their turn. */
  queue: Pick<MessageQueue, 'reword' | 'withdraw' | 'sendNow'>;
  /** Errors: `not-found`, `invalid-input`; `cancelled` when the conversation or the engine was closed meanwhile. */
  send(sentence: Sentence): Promise<Sent>;
  /** It can be restored for a day. */
  remove(conversationId: string): Promise<void>;
  close(): Promise<void>;
};

export function createConversations(parts: ConversationParts): ConversationService {
  const { log, store, index, makeId, clock } = parts;
  const logger = parts.logger.from('conversations');
  const turns = createTurnTaking();
  const answers = createAnswers({ ...{ log, store, index, makeId, clock, logger }, onRest: (id) => queue.goOn(id) });
  const { makePlan, startRun } = parts;
  const answerMessage = createAnswering({ log, answers, logger, makePlan, startRun });

  const clean: ScrubText = (text) => (parts.scrub ? parts.scrub(text) : text);
  /** `/elevated` is no sentence to plan: alone it sets the conversation's mode, before a sentence that of its run. */
  async function answerWith(sentence: Sentence, message: Message, signal: AbortSignal): Promise<string | undefined> {
    const { baseFolder, elevated } = sentence;
    const command = readElevatedCommand(message.text);
    if (!command) return answerMessage(message, { baseFolder, elevated }, signal);
    if (command.kind === 'set' && command.rest !== '') {
      return answerMessage({ ...message, text: command.rest }, { baseFolder, elevated: command.mode }, signal);
    }
    const text = await answerCommand(parts.elevation, message.conversationId, command);
    await answers.say(message.conversationId, message.id, { text });
    return undefined;
  }

  const queue = createQueue({
    ...{ log, store: parts.queued, logger, turns, clean, isWorking: parts.isWorking },
    say: async (queued, signal) => {
      find(queued.conversationId);
      return answerWith(queued, await keepQueued(parts, queued), signal);
    },
  });
  const arranging = createArranging({ log, store, index, makeId, clock, clean });
  const find = (conversationId: string): Conversation => findConversation(store, conversationId);

  return {
    ...arranging,
    async restore(conversationId) {
      const conversation = await arranging.restore(conversationId);
      queue.goOn(conversationId);
      return conversation;
    },
    async start() {
      for (const conversationId of store.purge(clock() - restorableMs)) {
        index.forget(conversationId);
        parts.queued.clear(conversationId);
      }
      await answers.start();
    },
    resume: queue.resume,
    queue,
    list: store.list,
    search: (query) => searchConversations({ store, index, clean }, query),
    export: (conversationId, form) =>
      exportConversation(find(conversationId), readMessages(log, conversationId).inOrder, form),
    get: (conversationId) => ({
      conversation: find(conversationId),
      messages: readMessages(log, conversationId).inOrder,
      queued: queue.list(conversationId),
    }),
    async send(sentence) {
      if (!sentence.text.trim())
        throw new HeronError('invalid-input', 'text: There is nothing in it', { path: 'text' });
      const cleaned = { ...sentence, text: clean(sentence.text) };
      const known = sentence.conversationId;
      if (known !== undefined && sentence.whenBusy === 'queue' && queue.isBusy(find(known).id)) {
        const queued = queuedFrom(cleaned, known, { id: makeId('msg'), at: clock() });
        await queue.add(queued);
        return { conversationId: known, messageId: queued.id, isQueued: true };
      }
      const keeping = keepMessage(parts, cleaned);
      keeping.catch(() => undefined);
      // The turn is taken at once, so that what is said a moment later knows that it has to wait.
      const conversationId = known ?? (await keeping).conversationId;
      const runId = await turns
        .take(conversationId, async (signal) => {
          const message = await keeping;
          find(conversationId);
          return answerWith(sentence, message, signal);
        })
        .finally(() => queue.goOn(conversationId));
      return { conversationId, messageId: (await keeping).id, ...(runId === undefined ? {} : { runId }) };
    },
    async remove(conversationId) {
      find(conversationId);
      turns.end(conversationId, new HeronError('cancelled', 'The conversation was deleted'));
      await parts.endPermissions(conversationId);
      const scope = { conversationId };
      await log.append([{ type: 'conversation.deleted', payload: {}, scope }], () =>
        store.remove(conversationId, clock()),
      );
    },
    async close() {
      const queueClosed = queue.close();
      turns.endAll(new HeronError('cancelled', 'Heron is closing'));
      await queueClosed;
      await answers.close();
    },
  };
}

/** Keeps what the person said, in a new conversation if none is named. */
async function keepMessage(
  { log, store, index, makeId, clock }: ConversationParts,
  { conversationId, text }: Sentence,
): Promise<Message> {
  const at = clock();
  const known = conversationId === undefined ? undefined : findConversation(store, conversationId);
  const conversation = known ?? { id: makeId('cnv'), title: titleFrom(text), createdAt: at, updatedAt: at };
  const message: Message = { id: makeId('msg'), conversationId: conversation.id, role: 'person', text, at };
  const scope = { conversationId: conversation.id };
  const drafts: EventDraft[] = [{ type: 'message.added', payload: { message }, scope }];
  if (!known) drafts.unshift({ type: 'conversation.created', payload: { conversation }, scope });
  await log.append(drafts, (events) => {
    if (known) store.touch(known.id, at);
    else store.insert(conversation);
    index.follow(events);
  });
  return message;
}

/** A message that waited is said now: it leaves the queue in the same commit. */
async function keepQueued(
  { log, store, index, queued: rows, clock }: ConversationParts,
  queued: QueuedMessage,
): Promise<Message> {
  const { id, conversationId, text } = queued;
  const message: Message = { id, conversationId, role: 'person', text, at: clock() };
  await log.append([{ type: 'message.added', payload: { message }, scope: { conversationId } }], (events) => {
    rows.remove(id);
    store.touch(conversationId, message.at);
    index.follow(events);
  });
  return message;
}

function queuedFrom(
  { text, baseFolder, elevated }: Sentence,
  conversationId: string,
  { id, at }: Pick<QueuedMessage, 'id' | 'at'>,
): QueuedMessage {
  return {
    ...{ id, conversationId, text, at },
    ...(baseFolder === undefined ? {} : { baseFolder }),
    ...(elevated === undefined ? {} : { elevated }),
  };
}

const longestTitle = 60;

/** The first line of what was said, cut between two words. */
function titleFrom(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle);
  const lastSpace = cut.lastIndexOf(' ');
  return `${cut.slice(0, lastSpace > longestTitle / 2 ? lastSpace : longestTitle - 1).trimEnd()}…`;
}
