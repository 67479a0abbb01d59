import type { Message, QueuedMessage } from '../../../contract/conversations.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { createAnswering } from './answer-message.ts';
import type { Answers } from './answers.ts';
import { findConversation } from './arranging.ts';
import { answerCommand, readElevatedCommand } from './elevated-command.ts';
import { withFiles } from './files-of-message.ts';
import { keepMessage, keepQueued } from './keep-message.ts';
import { createQueue, type MessageQueue } from './queue.ts';
import type { ConversationParts, ReadSentence, Sent, Sentence } from './conversation-parts.ts';
import type { TurnTaking } from './turn-taking.ts';

type SpeakingParts = { answers: Answers; turns: TurnTaking; logger: Logger; clean: ScrubText };

/** Takes what a person says: at once, or when the run before it is over. */
export function createSpeaking(
  parts: ConversationParts,
  { answers, turns, logger, clean }: SpeakingParts,
): { queue: MessageQueue; send: (sentence: Sentence) => Promise<Sent> } {
  const { log, store, makeId, clock } = parts;
  const answerMessage = createAnswering({ ...parts, answers, logger });

  /** `/elevated` is no sentence to plan: alone it sets the conversation's mode, before a sentence that of its run. */
  async function answerWith(
    sentence: Pick<Sentence, 'baseFolder' | 'elevated'>,
    message: Message,
    signal: AbortSignal,
  ): Promise<string | undefined> {
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
    ...{ log, store: parts.queued, logger, turns, clean, isWorking: parts.isWorking, attach: parts.files.attach },
    say: async (queued, signal) => {
      findConversation(store, queued.conversationId);
      return answerWith(queued, await keepQueued(parts, queued), signal);
    },
  });

  async function send(sentence: Sentence): Promise<Sent> {
    if (!sentence.text.trim()) throw new HeronError('invalid-input', 'text: There is nothing in it', { path: 'text' });
    const attachments = parts.files.findAll(sentence.attachments ?? []);
    const cleaned = { ...sentence, text: clean(sentence.text), attachments };
    const known = sentence.conversationId;
    if (known !== undefined && sentence.whenBusy === 'queue' && queue.isBusy(findConversation(store, known).id)) {
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
        findConversation(store, conversationId);
        return answerWith(sentence, message, signal);
      })
      .finally(() => queue.goOn(conversationId));
    return { conversationId, messageId: (await keeping).id, ...(runId === undefined ? {} : { runId }) };
  }

  return { queue, send };
}

function queuedFrom(
  { text, attachments, baseFolder, elevated }: ReadSentence,
  conversationId: string,
  { id, at }: Pick<QueuedMessage, 'id' | 'at'>,
): QueuedMessage {
  return {
    ...{ id, conversationId, text, at },
    ...withFiles(attachments),
    ...(baseFolder === undefined ? {} : { baseFolder }),
    ...(elevated === undefined ? {} : { elevated }),
  };
}
