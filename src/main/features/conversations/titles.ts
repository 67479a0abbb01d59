import type { AnyEvent } from '../../../contract/events.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { readMessages } from './read-messages.ts';
import type { ConversationStore } from './store.ts';

export type MakeTitle = (request: {
  conversationId: string;
  question: string;
  answer: string;
  signal: AbortSignal;
}) => Promise<string | undefined>;

export type TitleParts = {
  log: EventLog;
  store: ConversationStore;
  logger: Logger;
  clean: ScrubText;
  makeTitle: MakeTitle | undefined;
};

/** Gives a conversation a title after its first answer, unless its person has given it one. What fails is left as it is. */
export function createTitles({ log, store, logger, clean, makeTitle }: TitleParts): {
  start(): void;
  close(): Promise<void>;
} {
  const pending = new Set<Promise<void>>();
  const closing = new AbortController();
  let stopListening = (): void => undefined;

  /** Renamed, or branched off: it has the title its person wants. */
  function isGiven(conversationId: string): boolean {
    return (
      log.last('conversation.renamed', { conversationId }) !== undefined ||
      store.get(conversationId)?.origin !== undefined
    );
  }

  function follow(event: AnyEvent): void {
    if (!makeTitle || event.type !== 'message.added' || event.payload.message.role !== 'assistant') return;
    const { conversationId } = event.payload.message;
    if (isGiven(conversationId)) return;
    const { inOrder } = readMessages(log, conversationId);
    const answers = inOrder.filter(({ role }) => role === 'assistant');
    const question = inOrder.find(({ role }) => role === 'person');
    const [answer] = answers;
    if (answers.length !== 1 || !answer || !question) return;
    inBackground(conversationId, give(makeTitle, conversationId, question.text, answer.text));
  }

  async function give(make: MakeTitle, conversationId: string, question: string, answer: string): Promise<void> {
    const made = await make({ conversationId, question, answer, signal: closing.signal });
    // The person may have given one meanwhile, or deleted it.
    if (made === undefined || isGiven(conversationId) || !store.get(conversationId)) return;
    const title = clean(made);
    const draft = {
      type: 'conversation.renamed' as const,
      payload: { title, by: 'model' as const },
      scope: { conversationId },
    };
    await log.append([draft], () => store.rename(conversationId, title));
  }

  function inBackground(conversationId: string, work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => {
        if (!closing.signal.aborted)
          logger.info('A conversation got no title', { conversationId, error: toFailure(error) });
      })
      .finally(() => pending.delete(watched));
    pending.add(watched);
  }

  return {
    start: () => (stopListening = log.listen(follow)),
    async close() {
      stopListening();
      closing.abort(new Error('Heron is closing'));
      await Promise.all(pending);
    },
  };
}
