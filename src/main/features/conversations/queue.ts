import type { QueuedMessage } from '../../../contract/conversations.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { FileKeeping } from './conversation-parts.ts';
import { idsOf } from './files-of-message.ts';
import type { QueueStore } from './queue-store.ts';
import type { TurnTaking } from './turn-taking.ts';

type Named = { conversationId: string; messageId: string };

export type QueueParts = {
  log: EventLog;
  store: QueueStore;
  logger: Logger;
  turns: TurnTaking;
  clean: ScrubText;
  attach: FileKeeping['attach'];
  /** Whether a run of the conversation is being worked on. */
  isWorking: (conversationId: string) => boolean;
  /** Says it in the person's name, takes it out of the queue with that, and gives the run it led to. */
  say: (queued: QueuedMessage, signal: AbortSignal) => Promise<string | undefined>;
};

export type MessageQueue = {
  /** Whether what is said now has to wait. */
  isBusy(conversationId: string): boolean;
  add(queued: QueuedMessage): Promise<void>;
  list(conversationId: string): QueuedMessage[];
  /** Errors: `not-found` when it has gone already. */
  reword(named: Named, text: string): Promise<QueuedMessage>;
  withdraw(named: Named): Promise<void>;
  /** Beside what is under way. Errors: `not-found`. */
  sendNow(named: Named): Promise<string | undefined>;
  /** Sends the next message, if the conversation is free. */
  goOn(conversationId: string): void;
  /** Goes on with what the last engine left waiting. Before that nothing goes by itself. */
  resume(): void;
  close(): Promise<void>;
};

/** Messages that wait until the run before them is over; they go one after the other, each when nothing is under way. */
export function createQueue(parts: QueueParts): MessageQueue {
  const { log, store, clean, attach } = parts;
  const going = createGoing(parts);
  const find = (named: Named): QueuedMessage => findQueued(store, named);

  return {
    isBusy: (conversationId) => going.isWorking(conversationId) || store.list(conversationId).length > 0,
    async add(queued) {
      const scope = { conversationId: queued.conversationId };
      await log.append([{ type: 'message.queued', payload: { queued }, scope }], () => {
        store.insert(queued);
        attach(queued.conversationId, idsOf(queued.attachments ?? []));
      });
      // What it was to wait for may have ended meanwhile.
      going.goOn(queued.conversationId);
    },
    // Something may have been said before it was known to be a secret.
    list: (conversationId) => store.list(conversationId).map((queued) => ({ ...queued, text: clean(queued.text) })),
    async reword(named, words) {
      const { id: messageId, conversationId } = find(named);
      const text = clean(words);
      if (!text.trim()) throw new HeronError('invalid-input', 'text: There is nothing in it', { path: 'text' });
      const scope = { conversationId };
      await log.append([{ type: 'message.reworded', payload: { messageId, text }, scope }], () =>
        store.reword(messageId, text),
      );
      return find(named);
    },
    async withdraw(named) {
      const { id: messageId, conversationId } = find(named);
      const scope = { conversationId };
      await log.append([{ type: 'message.withdrawn', payload: { messageId }, scope }], () => store.remove(messageId));
    },
    async sendNow(named) {
      find(named);
      return going.send(named.conversationId, () => find(named)).finally(() => going.goOn(named.conversationId));
    },
    goOn: going.goOn,
    resume: going.resume,
    close: going.close,
  };
}

function findQueued(store: QueueStore, { conversationId, messageId }: Named): QueuedMessage {
  const queued = store.get(conversationId, messageId);
  if (queued) return queued;
  const message = `No message ${messageId} waits in this conversation; it may have gone already`;
  throw new HeronError('not-found', message, { conversationId, messageId });
}

/** Lets what waits go when its turn has come. */
function createGoing({ store, turns, logger, say, ...parts }: QueueParts) {
  const sending = new Set<Promise<unknown>>();
  let goes = false;

  const isWorking = (conversationId: string): boolean =>
    turns.isTaken(conversationId) || parts.isWorking(conversationId);

  /** What waits may have been changed or taken back by the time its turn comes. */
  const send = (conversationId: string, pick: () => QueuedMessage | undefined): Promise<string | undefined> =>
    turns.take(conversationId, async (signal) => {
      const queued = pick();
      return queued && (await say(queued, signal));
    });

  /** One that fails stays where it is, and is tried again when the conversation comes to rest the next time. */
  function goOn(conversationId: string): void {
    if (!goes || isWorking(conversationId) || !store.first(conversationId)) return;
    const watched: Promise<unknown> = send(conversationId, () => store.first(conversationId))
      .then(
        () => goOn(conversationId),
        (error: unknown) => {
          const failure = toFailure(error);
          if (failure.code !== 'cancelled') logger.error('A queued message could not be sent', { failure });
        },
      )
      .finally(() => sending.delete(watched));
    sending.add(watched);
  }

  return {
    isWorking,
    send,
    goOn,
    resume: (): void => {
      goes = true;
      store.conversations().forEach(goOn);
    },
    close: async (): Promise<void> => {
      goes = false;
      await Promise.all(sending);
    },
  };
}
