import type { ConversationEnvelope } from '../../../contract/conversation-envelope.ts';
import type { Conversation, Message } from '../../../contract/conversations.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { FileKeeping } from './conversation-parts.ts';
import type { FolderParts } from './folder-parts.ts';
import { idsOf, withFiles } from './files-of-message.ts';
import type { MessageIndex } from './message-index.ts';
import { readEnvelope } from './read-envelope.ts';
import { readMessages } from './read-messages.ts';
import type { ConversationStore } from './store.ts';

export type ArrangingParts = {
  log: EventLog;
  store: ConversationStore;
  index: MessageIndex;
  makeId: MakeId;
  clock: Clock;
  clean: ScrubText;
  attach: FileKeeping['attach'];
  checkPack: (pack: string) => Promise<void>;
  folders?: Pick<FolderParts, 'store' | 'carryLabels'> | undefined;
};

/** How long a deleted conversation can be restored. */
export const restorableMs = 86_400_000;

export type Arranging = {
  /** A new one with nothing said in it yet. */
  begin(title: string): Promise<Conversation>;
  rename(conversationId: string, title: string): Promise<Conversation>;
  pin(conversationId: string, isPinned: boolean): Promise<Conversation>;
  /** Without a folder it is taken out of the one it is in. */
  file(conversationId: string, folder: string | undefined): Promise<Conversation>;
  /** Without a model, what is meant for each purpose answers again. */
  chooseModel(conversationId: string, model: string | undefined): Promise<Conversation>;
  /** Without a pack, that of the settings holds again. Errors: those of the check. */
  choosePack(conversationId: string, pack: string | undefined): Promise<Conversation>;
  /** Without a word the rules decide again whether replies are sent. */
  setReplies(conversationId: string, replies: 'send' | 'hold' | undefined): Promise<Conversation>;
  /** Errors: `not-found` when it was not deleted, or too long ago. */
  restore(conversationId: string): Promise<Conversation>;
  /** A new conversation with what a file says was said, without its files and runs. Errors: `invalid-input`. */
  import(text: string): Promise<Conversation>;
  /** A new conversation with what was said before a message. Errors: `not-found`. */
  branch(conversationId: string, messageId: string): Promise<Conversation>;
};

/** What a person does with a conversation as a whole. */
export function createArranging(parts: ArrangingParts): Arranging {
  const { log, store, clean } = parts;
  const find = (conversationId: string): Conversation => findConversation(store, conversationId);
  return {
    async begin(title) {
      const at = parts.clock();
      const conversation = { id: parts.makeId('cnv'), title: clean(title), createdAt: at, updatedAt: at };
      const scope = { conversationId: conversation.id };
      await log.append([{ type: 'conversation.created', payload: { conversation }, scope }], () =>
        store.insert(conversation),
      );
      return conversation;
    },
    async rename(conversationId, newTitle) {
      const title = clean(newTitle);
      find(conversationId);
      const scope = { conversationId };
      await log.append([{ type: 'conversation.renamed', payload: { title }, scope }], () =>
        store.rename(conversationId, title),
      );
      return find(conversationId);
    },
    async pin(conversationId, isPinned) {
      find(conversationId);
      const scope = { conversationId };
      await log.append([{ type: 'conversation.pinned', payload: { isPinned }, scope }], () =>
        store.pin(conversationId, isPinned),
      );
      return find(conversationId);
    },
    async file(conversationId, name) {
      const { folder: before } = find(conversationId);
      const folder = name === undefined ? undefined : clean(name).trim();
      if (folder === '') throw new HeronError('invalid-input', 'folder: A folder needs a name', { path: 'folder' });
      const payload = folder === undefined ? {} : { folder };
      await log.append([{ type: 'conversation.filed', payload, scope: { conversationId } }], () => {
        store.file(conversationId, folder);
        // What was summed up of either is not what is in it any more.
        for (const each of [before, folder]) if (each !== undefined) parts.folders?.store.forget(each);
      });
      return find(conversationId);
    },
    async chooseModel(conversationId, model) {
      find(conversationId);
      const payload = model === undefined ? {} : { model };
      await log.append([{ type: 'conversation.modelChosen', payload, scope: { conversationId } }], () =>
        store.chooseModel(conversationId, model),
      );
      return find(conversationId);
    },
    choosePack: (conversationId, pack) => choosePack(parts, find(conversationId).id, pack),
    setReplies: (conversationId, replies) => setReplies(parts, find(conversationId).id, replies),
    restore: (conversationId) => restore(parts, conversationId),
    import: async (text) => importConversation(parts, readEnvelope(text)),
    branch: (conversationId, messageId) => branch(parts, find(conversationId), messageId),
  };
}

async function setReplies(
  { log, store }: ArrangingParts,
  conversationId: string,
  replies: 'send' | 'hold' | undefined,
): Promise<Conversation> {
  const payload = replies === undefined ? {} : { replies };
  await log.append([{ type: 'conversation.repliesSet', payload, scope: { conversationId } }], () =>
    store.setReplies(conversationId, replies),
  );
  return findConversation(store, conversationId);
}

async function choosePack(
  { log, store, checkPack }: ArrangingParts,
  conversationId: string,
  pack: string | undefined,
): Promise<Conversation> {
  if (pack !== undefined) await checkPack(pack);
  const payload = pack === undefined ? {} : { pack };
  await log.append([{ type: 'conversation.packChosen', payload, scope: { conversationId } }], () =>
    store.choosePack(conversationId, pack),
  );
  return findConversation(store, conversationId);
}

async function restore({ log, store }: ArrangingParts, conversationId: string): Promise<Conversation> {
  const conversation = store.getDeleted(conversationId);
  if (!conversation) {
    const message = `There is no deleted conversation ${conversationId}; one can be restored for a day`;
    throw new HeronError('not-found', message, { conversationId });
  }
  await log.append([{ type: 'conversation.restored', payload: { conversation }, scope: { conversationId } }], () =>
    store.restore(conversationId),
  );
  return findConversation(store, conversationId);
}

async function branch(parts: ArrangingParts, origin: Conversation, messageId: string): Promise<Conversation> {
  const { log, store, index, makeId, clock, attach } = parts;
  const { inOrder } = readMessages(log, origin.id);
  const end = inOrder.findIndex(({ id }) => id === messageId);
  if (end < 0) {
    const message = `There is no message ${messageId} in this conversation`;
    throw new HeronError('not-found', message, { conversationId: origin.id, messageId });
  }
  const at = clock();
  const conversation: Conversation = {
    ...{ id: makeId('cnv'), title: branchTitle(origin.title), createdAt: at, updatedAt: at },
    ...(origin.folder === undefined ? {} : { folder: origin.folder }),
    ...(origin.model === undefined ? {} : { model: origin.model }),
    ...(origin.pack === undefined ? {} : { pack: origin.pack }),
    origin: { conversationId: origin.id, messageId },
  };
  const messages = inOrder.slice(0, end).map((message) => copyInto(conversation.id, makeId('msg'), message));
  const scope = { conversationId: conversation.id };
  await log.append([{ type: 'conversation.branched', payload: { conversation, messages }, scope }], () => {
    store.insert(conversation);
    messages.forEach(index.add);
    parts.folders?.carryLabels(conversation.id, [origin.id]);
    attach(
      conversation.id,
      messages.flatMap(({ attachments = [] }) => idsOf(attachments)),
    );
  });
  return conversation;
}

async function importConversation(parts: ArrangingParts, envelope: ConversationEnvelope): Promise<Conversation> {
  const { log, store, index, makeId, clock, clean } = parts;
  const { title, folder } = envelope.conversation;
  const at = clock();
  const conversation: Conversation = {
    ...{ id: makeId('cnv'), title: clean(title), createdAt: at, updatedAt: at },
    ...(folder === undefined ? {} : { folder: clean(folder) }),
  };
  const messages = envelope.messages.map(({ role, text, at: saidAt }): Message => ({
    ...{ id: makeId('msg'), conversationId: conversation.id, role, text: clean(text), at: saidAt },
  }));
  const scope = { conversationId: conversation.id };
  await log.append([{ type: 'conversation.branched', payload: { conversation, messages }, scope }], () => {
    store.insert(conversation);
    messages.forEach(index.add);
  });
  return conversation;
}

/** Runs and processes stay those of the origin. */
function copyInto(conversationId: string, id: string, { role, text, attachments = [], at }: Message): Message {
  return { id, conversationId, role, text, ...withFiles(attachments), at };
}

const longestTitle = 200;

/** "Reports (branch)", and of that one "Reports (branch 2)". */
function branchTitle(title: string): string {
  const [, plain = title, number = '1'] = /^(.*) \(branch(?: (\d+))?\)$/s.exec(title) ?? [];
  const ending = plain === title ? ' (branch)' : ` (branch ${Number(number) + 1})`;
  return plain.slice(0, longestTitle - ending.length) + ending;
}

export function findConversation(store: ConversationStore, conversationId: string): Conversation {
  const conversation = store.get(conversationId);
  if (conversation) return conversation;
  throw new HeronError('not-found', `There is no conversation ${conversationId}`, { conversationId });
}
