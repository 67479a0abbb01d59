import type { Conversation, QueuedMessage } from '../../../contract/conversations.ts';
import type { QueueMode } from '../../../contract/lanes.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { FileKeeping } from './conversation-parts.ts';
import { idsOf } from './files-of-message.ts';
import { createGoing, type GoingParts } from './lanes/going.ts';
import { type Arrival, admit, goesAtOnce, summaryOf } from './lanes/lane.ts';
import type { KeptQueued } from './queue-store.ts';

type Named = { conversationId: string; messageId: string };

export type QueueParts = GoingParts & {
  log: EventLog;
  clean: ScrubText;
  attach: FileKeeping['attach'];
};

export type MessageQueue = {
  /** Whether what is said now in a conversation, or in one that begins with it, has to wait. */
  mustWait(conversationId: string | undefined, arrival: Arrival): boolean;
  /** `begin`: of a conversation that begins with it. Errors: `limit-exceeded` when too many wait and the newest gives way. */
  add(queued: KeptQueued, begin?: Beginning): Promise<void>;
  list(conversationId: string): QueuedMessage[];
  /** Errors: `not-found` when it has gone already. */
  reword(named: Named, text: string): Promise<QueuedMessage>;
  changeMode(named: Named, mode: QueueMode): Promise<QueuedMessage>;
  withdraw(named: Named): Promise<void>;
  /** Beside what is under way. Errors: `not-found`. */
  sendNow(named: Named): Promise<string | undefined>;
  /** Sends what has its turn, here or elsewhere. */
  goOn(conversationId: string): void;
  /** Goes on with what the last engine left waiting. Before that nothing goes by itself. */
  resume(): void;
  /** How many wait, since when the first does, and how many conversations are worked on. */
  figures(): { waiting: number; since?: number; taken: number };
  close(): Promise<void>;
};

/** The event that begins a conversation, and what is written with it. */
export type Beginning = { conversation: Conversation; insert: () => void };

/** Messages that wait until it is their turn: one conversation does one thing at a time, and not all do something at once. */
export function createQueue(parts: QueueParts): MessageQueue {
  const { store } = parts;
  const going = createGoing(parts);
  const find = (named: Named): KeptQueued => findQueued(parts, named);
  const admitting = createAdmitting(parts);

  return {
    mustWait(id = '', arrival) {
      const lane = { id, waiting: store.list(id).map(parts.rules.toWaiting), isBusy: going.isWorking(id) };
      return !goesAtOnce(lane, arrival, going.freePlaces());
    },
    async add(queued, begin) {
      await admitting(queued, begin);
      // What it was to wait for may have ended meanwhile.
      going.goOn(queued.conversationId);
    },
    // Something may have been said before it was known to be a secret.
    list: (conversationId) => store.list(conversationId).map((one) => ({ ...one, text: parts.clean(one.text) })),
    ...createChanges(parts, find, going.goOn),
    async sendNow(named) {
      find(named);
      const { conversationId, messageId } = named;
      return going.send(conversationId, [messageId]).finally(() => going.goOn(conversationId));
    },
    goOn: going.goOn,
    resume: going.resume,
    figures: () => {
      const all = [...store.lanes().values()].flat();
      const since = Math.min(...all.map(({ at }) => at));
      return { waiting: all.length, taken: going.taken(), ...(all.length === 0 ? {} : { since }) };
    },
    close: going.close,
  };
}

/** What a person does with a message that waits. */
function createChanges(
  { log, store, clean }: QueueParts,
  find: (named: Named) => KeptQueued,
  goOn: (conversationId: string) => void,
): Pick<MessageQueue, 'reword' | 'changeMode' | 'withdraw'> {
  return {
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
    async changeMode(named, mode) {
      const { id: messageId, conversationId } = find(named);
      const scope = { conversationId };
      await log.append([{ type: 'message.modeChanged', payload: { messageId, mode }, scope }], () =>
        store.setMode(messageId, mode),
      );
      const changed = find(named);
      goOn(conversationId);
      return changed;
    },
    async withdraw(named) {
      const { id: messageId, conversationId } = find(named);
      const scope = { conversationId };
      await log.append([{ type: 'message.withdrawn', payload: { messageId }, scope }], () => store.remove(messageId));
      goOn(conversationId);
    },
  };
}

function findQueued({ store }: Pick<QueueParts, 'store'>, { conversationId, messageId }: Named): KeptQueued {
  const queued = store.get(conversationId, messageId);
  if (queued) return queued;
  const message = `No message ${messageId} waits in this conversation; it may have gone already`;
  throw new HeronError('not-found', message, { conversationId, messageId });
}

/** Lets messages in, one after the other, so that each sees the one before it. */
function createAdmitting({ log, store, attach, rules }: QueueParts) {
  const inTurn = createInTurn();

  async function admitOne(queued: KeptQueued, begin: Beginning | undefined): Promise<void> {
    const { conversationId } = queued;
    const limits = rules.limits();
    const waiting = store.list(conversationId);
    const admission = admit(waiting.map(rules.toWaiting), limits);
    if (!admission.isKept) {
      const message = `${limits.cap} messages wait in this conversation already: take one back, or wait until one has gone`;
      throw new HeronError('limit-exceeded', message, { conversationId, cap: limits.cap });
    }
    const gone = new Set(admission.dropped.map(({ id }) => id));
    const dropped = waiting
      .filter(({ id }) => gone.has(id))
      .map((one) => ({ one, ...(admission.hasSummary ? { summary: summaryOf(one.text) } : {}) }));
    const scope = { conversationId };
    const drafts: EventDraft[] = [
      ...(begin
        ? [{ type: 'conversation.created' as const, payload: { conversation: begin.conversation }, scope }]
        : []),
      ...dropped.map(({ one: { id }, ...line }): EventDraft => ({
        ...{ type: 'message.dropped', payload: { messageId: id, ...line }, scope },
      })),
      { type: 'message.queued', payload: { queued }, scope },
    ];
    await log.append(drafts, () => {
      begin?.insert();
      for (const { one, summary } of dropped) {
        store.remove(one.id);
        if (summary !== undefined) store.keepLine(one, summary);
      }
      store.insert(queued);
      attach(conversationId, idsOf(queued.attachments ?? []));
    });
  }

  return (queued: KeptQueued, begin: Beginning | undefined): Promise<void> => inTurn(() => admitOne(queued, begin));
}
