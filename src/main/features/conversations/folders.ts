import type { Conversation, Message } from '../../../contract/conversations.ts';
import type { FolderState, FolderSummary, LastInFolder } from '../../../contract/folders.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { historyMessages } from '../../models/context/history-messages.ts';
import type { ConversationParts, Sentence } from './conversation-parts.ts';
import type { KeptFolderSummary } from './folder-store.ts';
import { givenHistory } from './given-history.ts';
import type { FolderParts } from './folder-parts.ts';
import { readHistory } from './history.ts';
import { beginningWith } from './keep-message.ts';
import { readMessages } from './read-messages.ts';

export type Folders = {
  state(folder: string): FolderState;
  /** The conversation in which something goes on that is said in a folder; it is there when this resolves. Errors: `invalid-input`. */
  place(sentence: Sentence): Promise<Sentence>;
  /** Tells a conversation what was said before it in its folder, once. Errors: the signal's reason alone. */
  give(conversationId: string, signal: AbortSignal): Promise<void>;
};

type Parts = Pick<ConversationParts, 'log' | 'store' | 'makeId' | 'clock'> & { folders: FolderParts };

const hourMs = 3_600_000;
/** A summary that takes longer is done without. */
const patienceMs = 60_000;

export function createFolders(parts: Parts): Folders {
  const { store, clock, folders } = parts;
  /** Two sentences said at once in a folder begin one conversation. */
  const placing = new Map<string, Promise<unknown>>();

  function state(folder: string): FolderState {
    const kept = folders.store.get(folder);
    const [last] = store.inFolder(folder);
    return {
      ...(last ? { last: lastOf(parts, last, clock()) } : {}),
      ...(kept ? { summary: shownOf(kept) } : {}),
    };
  }

  return {
    state,
    async place(sentence) {
      const { folder, conversationId, beginsAnew } = sentence;
      if (folder === undefined) return sentence;
      if (conversationId !== undefined || sentence.channel || sentence.agent !== undefined) {
        const message = 'folder: what is said in a folder names no conversation, channel or agent';
        throw new HeronError('invalid-input', message, { path: 'folder' });
      }
      const mine = (placing.get(folder) ?? Promise.resolve()).then(async () => {
        const { last } = state(folder);
        if (last && !last.because && !beginsAnew) return last.conversationId;
        return begin(parts, { ...sentence, folder }, last?.conversationId);
      });
      const settled = mine.catch(() => undefined);
      placing.set(folder, settled);
      try {
        return { ...sentence, conversationId: await mine };
      } finally {
        if (placing.get(folder) === settled) placing.delete(folder);
      }
    },
    give: (conversationId, signal) => give(parts, conversationId, signal),
  };
}

function lastOf({ log, folders }: Parts, { id, title, updatedAt, follows }: Conversation, now: number): LastInFolder {
  const { continueTokens, continueHours } = folders.settings();
  const history = [...givenHistory(follows?.given), ...readHistory(log, id)];
  const tokens = folders.tokensOf(id, historyMessages(history));
  const hours = Math.max(0, now - updatedAt) / hourMs;
  const because = tokens >= continueTokens ? 'long' : hours >= continueHours ? 'old' : undefined;
  return { conversationId: id, title, tokens, hours, ...(because ? { because } : {}) };
}

function shownOf({ text, model, at }: KeptFolderSummary): FolderSummary {
  return { text, at, ...(model === undefined ? {} : { model }) };
}

async function begin(
  { log, store, makeId, clock }: Parts,
  sentence: Sentence & { folder: string },
  follows: string | undefined,
): Promise<string> {
  const conversation: Conversation = {
    ...beginningWith({ ...sentence, attachments: [] }, { store, makeId, at: clock() }),
    folder: sentence.folder,
    ...(follows === undefined ? {} : { follows: { conversationId: follows } }),
  };
  const scope = { conversationId: conversation.id };
  await log.append([{ type: 'conversation.created', payload: { conversation }, scope }], () =>
    store.insert(conversation),
  );
  return conversation.id;
}

async function give(parts: Parts, conversationId: string, signal: AbortSignal): Promise<void> {
  const { log, store, folders, clock } = parts;
  const conversation = store.get(conversationId);
  const folder = conversation?.folder;
  if (!conversation?.follows || conversation.follows.given || folder === undefined) return;
  const before = folders.store.get(folder);
  const others = store.inFolder(folder).filter(({ id }) => id !== conversationId);
  const news = newsOf(parts, others, before?.until ?? 0);
  const made = await summaryOf(parts, { before, news, conversationId, signal });
  const draft = { type: 'conversation.given' as const, payload: { given: made.given }, scope: { conversationId } };
  await log.append([draft], ([event]) => {
    if (event?.type !== 'conversation.given') return;
    const { given } = event.payload;
    const place = `folder:${folder}`;
    folders.carryLabels(
      place,
      others.map(({ id }) => id),
    );
    folders.carryLabels(conversationId, [place]);
    store.give(conversationId, given);
    if (made.isNew) folders.store.write(folder, { ...given, at: clock(), until: news.at(-1)?.at ?? 0 });
  });
}

/** What was said since the last summary, oldest first. */
function newsOf({ log }: Parts, conversations: readonly Conversation[], since: number): Message[] {
  return conversations
    .filter(({ updatedAt }) => updatedAt > since)
    .flatMap(({ id }) => readMessages(log, id).inOrder)
    .filter(({ at }) => at > since)
    .toSorted((a, b) => a.at - b.at);
}

type Summing = {
  before: KeptFolderSummary | undefined;
  news: Message[];
  conversationId: string;
  signal: AbortSignal;
};

async function summaryOf(
  { folders, clock }: Parts,
  { before, news, conversationId, signal }: Summing,
): Promise<{ given: FolderSummary; isNew?: true }> {
  if (news.length === 0) {
    return { given: before ? shownOf(before) : { text: '', because: 'nothing was said before', at: clock() } };
  }
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const { text, model } = await folders.sumUp(before?.text, historyMessages(news), {
      conversationId,
      signal: limited,
    });
    return { given: { text, model, at: clock() }, isNew: true };
  } catch (error) {
    signal.throwIfAborted();
    return { given: { text: before?.text ?? '', because: toFailure(error).message, at: clock() } };
  }
}
