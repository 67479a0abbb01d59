import type { Message } from '../../../contract/conversations.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { createAnswering } from './answer-message.ts';
import type { Answers } from './answers.ts';
import { answerSpokenCode, readSpokenCode, type SpokenCode } from './approval-code.ts';
import { findConversation } from './arranging.ts';
import { isStop, readAside } from './asides.ts';
import { answerCommand, readElevatedCommand } from './elevated-command.ts';
import type { Folders } from './folders.ts';
import { withFiles } from './files-of-message.ts';
import { beginningWith, keepMessage, keepQueued } from './keep-message.ts';
import { readHeld } from './held-plan.ts';
import { createLaneRules } from './lanes/lane-rules.ts';
import { createQueue, type MessageQueue } from './queue.ts';
import { readRunWord, undoLast } from './run-words.ts';
import type { KeptQueued } from './queue-store.ts';
import type { ConversationParts, ReadSentence, Sent, Sentence } from './conversation-parts.ts';
import type { TurnTaking } from './turn-taking.ts';

type SpeakingParts = {
  answers: Answers;
  turns: TurnTaking;
  logger: Logger;
  clean: ScrubText;
  folders: Folders | undefined;
};

type Speaking = {
  queue: MessageQueue;
  send: (sentence: Sentence) => Promise<Sent>;
  /** A conversation has come to rest. */
  goOn: (conversationId: string) => void;
  /** Goes on with what the last engine left waiting. */
  resume: () => void;
};

/** Takes what a person says: at once, or when it is its turn. */
export function createSpeaking(parts: ConversationParts, talk: SpeakingParts): Speaking {
  const { store, clock } = parts;
  const { answers, turns, logger, clean } = talk;
  const answerWith = createAnswerWith(parts, talk);
  const rules = createLaneRules(parts.lanes, (id) => store.get(id)?.channel);
  const queue = createQueue({
    ...{ log: parts.log, store: parts.queued, logger, turns, clean, clock, rules, work: parts.lanes },
    ...{ attach: parts.files.attach, isAnswering: answers.isAnswering },
    say: async ([first, ...others], signal) => {
      if (!first) return undefined;
      findConversation(store, first.conversationId);
      const message = await keepQueued(parts, [first, ...others]);
      if (first.mode !== 'interrupt' || !isStop(message.text)) return answerWith(first, message, signal);
      await answers.say(message.conversationId, message.id, { text: 'Stopped.' });
      return undefined;
    },
  });
  const ways = createWays(parts, { turns, queue, answerWith });

  /** A run may end before its agents have heard what was said to them: then it is answered like anything else. */
  function answerUnheard(): void {
    const isOver = (runId: string): boolean => !parts.lanes.isRunning(runId);
    for (const message of parts.steering?.takeUnheard(isOver) ?? []) {
      turns
        .take(message.conversationId, (signal) => answerWith({}, message, signal))
        .catch((error: unknown) => logger.error('A message could not be answered', { failure: toFailure(error) }))
        .finally(() => queue.goOn(message.conversationId));
    }
  }

  return {
    queue,
    goOn: (conversationId) => {
      answerUnheard();
      queue.goOn(conversationId);
    },
    resume: () => {
      answerUnheard();
      queue.resume();
    },
    send: async (said) => {
      if (!said.text.trim()) throw new HeronError('invalid-input', 'text: There is nothing in it', { path: 'text' });
      if (said.agent !== undefined) refuseUnknownAgent(parts, said);
      const cleaned = { ...said, text: clean(said.text) };
      const sentence = (await talk.folders?.place(cleaned)) ?? cleaned;
      const { whenBusy = 'queue', conversationId } = sentence;
      const attachments = parts.files.findAll(sentence.attachments ?? []);
      const channel = conversationId === undefined ? sentence.channel : findConversation(store, conversationId).channel;
      const aside = whenBusy === 'now' ? { text: sentence.text } : readAside(sentence.text);
      const read = { ...sentence, text: clean(aside.text), attachments };
      // What it answers may be all that the conversation is waiting for.
      if (whenBusy === 'now' || spokenCodeIn(parts, read.text)) return ways.sayAtOnce(read);
      const mode = aside.mode ?? (whenBusy === 'queue' ? rules.modeIn(channel) : whenBusy);
      const mustWait = queue.mustWait(conversationId, { mode, debounceMs: rules.firstWaitMs(channel) });
      return mustWait ? ways.wait(read, rules.asPossible(mode)) : ways.sayAtOnce(read);
    },
  };
}

/** Who answers in a conversation is said when it begins. */
function refuseUnknownAgent({ checkAgent }: ConversationParts, { agent = '', conversationId }: Sentence): void {
  if (conversationId !== undefined) {
    const message = 'agent: who works on what is said in a conversation is chosen when it begins';
    throw new HeronError('invalid-input', message, { path: 'agent' });
  }
  checkAgent?.(agent);
}

function spokenCodeIn({ approvals }: ConversationParts, text: string): SpokenCode | undefined {
  return approvals?.areOpen() ? readSpokenCode(text) : undefined;
}

type AnswerWith = (
  sentence: Pick<Sentence, 'baseFolder' | 'elevated'>,
  message: Message,
  signal: AbortSignal,
) => Promise<string | undefined>;

/** `/elevated` is no sentence to plan: alone it sets the conversation's mode, before a sentence that of its run. */
function createAnswerWith(parts: ConversationParts, { answers, logger, folders }: SpeakingParts): AnswerWith {
  const answerMessage = createAnswering({ ...parts, answers, logger, prepare: folders?.give });

  /** "Undo that" is no sentence to plan either, nor is "cancel" where nothing is under way and no plan waits for a word. */
  async function answerWords(message: Message, plan: () => Promise<string | undefined>): Promise<string | undefined> {
    const { conversationId } = message;
    const code = spokenCodeIn(parts, message.text);
    const answered = parts.approvals && code && (await answerSpokenCode(parts.approvals, code));
    if (answered !== undefined) {
      await answers.say(conversationId, message.id, { text: answered });
      return undefined;
    }
    const word = readHeld(parts.log, message) ? undefined : readRunWord(message.text);
    if (!word) return plan();
    const text = word === 'stop' ? 'Nothing is under way here.' : await undoLast(parts.undoable, conversationId);
    await answers.say(conversationId, message.id, { text });
    return undefined;
  }

  return async ({ baseFolder, elevated }, message, signal) => {
    const command = readElevatedCommand(message.text);
    if (!command) return answerWords(message, () => answerMessage(message, { baseFolder, elevated }, signal));
    if (command.kind === 'set' && command.rest !== '') {
      return answerMessage({ ...message, text: command.rest }, { baseFolder, elevated: command.mode }, signal);
    }
    const text = await answerCommand(parts.elevation, message.conversationId, command);
    await answers.say(message.conversationId, message.id, { text });
    return undefined;
  };
}

type WayParts = { turns: TurnTaking; queue: MessageQueue; answerWith: AnswerWith };

/** The two ways a sentence can go. */
function createWays(parts: ConversationParts, { turns, queue, answerWith }: WayParts) {
  const { store, makeId, clock } = parts;
  return {
    async wait(sentence: ReadSentence, mode: KeptQueued['mode']): Promise<Sent> {
      const at = clock();
      const { conversationId } = sentence;
      const known = conversationId === undefined ? undefined : findConversation(store, conversationId);
      const conversation = known ?? beginningWith(sentence, { store, makeId, at });
      const queued = queuedFrom(sentence, conversation.id, { id: makeId('msg'), at, mode });
      await queue.add(queued, known ? undefined : { conversation, insert: () => store.insert(conversation) });
      return { conversationId: conversation.id, messageId: queued.id, isQueued: true, queued };
    },
    async sayAtOnce(sentence: ReadSentence): Promise<Sent> {
      const keeping = keepMessage(parts, sentence);
      keeping.catch(() => undefined);
      // The turn is taken at once, so that what is said a moment later knows that it has to wait.
      const conversationId = sentence.conversationId ?? sentence.newConversationId ?? (await keeping).conversationId;
      const runId = await turns
        .take(conversationId, async (signal) => {
          const message = await keeping;
          findConversation(store, conversationId);
          return answerWith(sentence, message, signal);
        })
        .finally(() => queue.goOn(conversationId));
      return { conversationId, messageId: (await keeping).id, ...(runId === undefined ? {} : { runId }) };
    },
  };
}

function queuedFrom(
  { text, attachments, baseFolder, elevated, origin }: ReadSentence,
  conversationId: string,
  known: Pick<KeptQueued, 'id' | 'at' | 'mode'>,
): KeptQueued {
  return {
    ...{ ...known, conversationId, text },
    ...withFiles(attachments),
    ...(baseFolder === undefined ? {} : { baseFolder }),
    ...(elevated === undefined ? {} : { elevated }),
    ...(origin === undefined ? {} : { origin }),
  };
}
