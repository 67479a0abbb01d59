import { ulid } from 'ulid';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Conversation } from '../../../contract/conversations.ts';
import type { Attachment } from '../../../contract/blobs.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { QueueMode } from '../../../contract/lanes.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import type { UploadFile } from '../../engine/upload-file.ts';
import { applyToList, sorted } from './conversation-order.ts';
import { createDraftFiles, type DraftFile, type DraftFiles } from './draft-files.ts';
import { type KeptWords, keptWords, type PageStorage } from './kept-words.ts';
import { applyToThread, emptyThread, type Outgoing, type Thread, withMessage, withQueued } from './threads.ts';

/** The key of the conversation that does not exist yet: it begins with its first message. */
export const newThread = 'new';

export type ChatState = {
  conversations: Conversation[];
  isListed: boolean;
  listFailure?: Failure;
  /** By conversation; those that were opened since the window is. */
  threads: Record<string, Thread>;
  /** What is typed and not sent, by conversation. */
  drafts: Record<string, string>;
  /** Files that go with what is typed, by conversation. */
  files: Record<string, DraftFile[]>;
  /** What the next conversation is begun with. */
  nextModel?: string;
  /** The folder the next conversation begins in. */
  nextFolder?: string | undefined;
  /** How the next message waits while its conversation is worked on; absent: as the settings say. */
  whenBusy?: QueueMode | undefined;
  /** False while the page cannot keep over its end what is typed. */
  keepsWords: boolean;
};

export type Chat = {
  state: StoreApi<ChatState>;
  list: () => Promise<void>;
  read: (conversationId: string) => Promise<void>;
  setDraft: (thread: string, text: string) => void;
  /** Of a conversation, or of the one that begins next; without a model the usual one. Rejects when the engine refuses. */
  chooseModel: (thread: string, model: string | undefined) => Promise<void>;
  /** Sends; resolves with the conversation it went to, or undefined if it failed, and the thread says why. */
  send: (thread: string, text: string, attachments?: Attachment[]) => Promise<string | undefined>;
  /** Sends a message that failed once more. */
  resend: (thread: string, key: string) => Promise<string | undefined>;
  discard: (thread: string, key: string) => void;
  setWhenBusy: (mode: QueueMode | undefined) => void;
  queue: WaitingQueue;
  files: DraftFiles;
};

type Named = { conversationId: string; messageId: string };

/** Messages that wait for their turn. Each call rejects when the engine refuses; a message that goes leaves by its event. */
export type WaitingQueue = {
  reword: (named: Named, text: string) => Promise<void>;
  changeMode: (named: Named, mode: QueueMode) => Promise<void>;
  withdraw: (named: Named) => Promise<void>;
  sendNow: (named: Named) => Promise<void>;
};

type Parts = Pick<Engine, 'client' | 'subscribe' | 'whenOnline'> & {
  now: () => number;
  storage: PageStorage | undefined;
  upload: UploadFile;
};
type State = StoreApi<ChatState>;

export function createChat(parts: Parts): Chat {
  const words = keptWords(parts.storage);
  const state = createStore<ChatState>(() => ({
    conversations: [],
    isListed: false,
    threads: threadsOf(words.unsent()),
    drafts: words.drafts(),
    files: filesOf(words.files()),
    keepsWords: true,
  }));
  const files = createDraftFiles({ ...parts, state, words, wait });
  const beginnings = createBeginnings(state);
  let sent = 0;

  parts.subscribe((events) => {
    events.forEach(beginnings.heed);
    state.setState((before) => reduceChat(before, events));
    for (const { type, scope } of events) {
      const id = scope.conversationId;
      if (type === 'conversation.restored' && id && state.getState().threads[id]) void read(parts, state, id);
    }
  });
  keepUnsent(state, words);

  function setDraft(thread: string, text: string): void {
    const keepsWords = words.keepDraft(thread, text);
    state.setState(({ drafts }) => ({ drafts: { ...drafts, [thread]: text }, keepsWords }));
  }

  async function send(thread: string, text: string, attachments: Attachment[] = []): Promise<string | undefined> {
    sent += 1;
    const outgoing: Outgoing = {
      ...{ key: `outgoing-${sent}`, text, at: parts.now() },
      ...(attachments.length === 0 ? {} : { attachments }),
    };
    changeThread(state, thread, (before) => ({ ...before, outgoing: [...before.outgoing, outgoing] }));
    if (thread !== newThread) return deliver(parts, state, { thread }, outgoing);
    const newConversationId = `cnv_${ulid()}`;
    const begun = beginnings.expect(newConversationId, outgoing.key);
    return Promise.race([begun, deliver(parts, state, { thread, newConversationId }, outgoing)]);
  }

  return {
    state,
    list: () => list(parts, state, words),
    read: (conversationId) => read(parts, state, conversationId),
    setDraft,
    chooseModel: async (thread, model) => {
      if (thread === newThread) state.setState({ nextModel: model });
      else await parts.client.conversations.chooseModel({ conversationId: thread, model });
    },
    setWhenBusy: (whenBusy) => state.setState({ whenBusy }),
    queue: waitingQueue(parts),
    send,
    files,
    discard: (thread, key) => drop(state, thread, key),
    resend: (thread, key) => {
      const failed = state.getState().threads[thread]?.outgoing.find((one) => one.key === key);
      drop(state, thread, key);
      return failed ? send(thread, failed.text, failed.attachments) : Promise.resolve(undefined);
    },
  };
}

function waitingQueue({ client: { conversations } }: Parts): WaitingQueue {
  return {
    reword: async (named, text) => void (await conversations.rewordQueued({ ...named, text })),
    changeMode: async (named, mode) => void (await conversations.changeQueuedMode({ ...named, mode })),
    withdraw: async (named) => void (await conversations.withdrawQueued(named)),
    sendNow: async (named) => void (await conversations.sendQueued(named)),
  };
}

/** Where a message goes; `newConversationId`: of the one that it begins. */
type Target = { thread: string; newConversationId?: string };

/** A conversation is shown from the moment it begins, so that its first answer can be read while it is written. */
function createBeginnings(state: State) {
  const expected = new Map<string, { key: string; begin: () => void }>();
  return {
    expect: (conversationId: string, key: string): Promise<string> =>
      new Promise((resolve) => expected.set(conversationId, { key, begin: () => resolve(conversationId) })),
    heed: (event: AnyEvent): void => {
      if (event.type !== 'conversation.created') return;
      const { conversation } = event.payload;
      const own = expected.get(conversation.id);
      if (!own) return;
      expected.delete(conversation.id);
      const outgoing = state.getState().threads[newThread]?.outgoing.filter(({ key }) => key === own.key) ?? [];
      dropEverywhere(state, own.key);
      changeThread(state, conversation.id, (thread) => ({ ...thread, conversation, outgoing }));
      own.begin();
    },
  };
}

function filesOf(kept: Record<string, Attachment[]>): Record<string, DraftFile[]> {
  return Object.fromEntries(
    Object.entries(kept).map(([thread, files]) => [thread, files.map((one) => ({ ...one, key: one.id }))]),
  );
}

function threadsOf(unsent: Record<string, Outgoing[]>): Record<string, Thread> {
  return Object.fromEntries(Object.entries(unsent).map(([id, outgoing]) => [id, { ...emptyThread, outgoing }]));
}

/** What is on its way, or could not be sent, is kept until it has arrived or is thrown away. */
function keepUnsent(state: State, words: KeptWords): void {
  state.subscribe(({ threads }, before) => {
    if (threads === before.threads) return;
    for (const [id, { outgoing }] of Object.entries(threads)) {
      if (outgoing === (before.threads[id] ?? emptyThread).outgoing) continue;
      if (!words.keepUnsent(id, outgoing)) state.setState({ keepsWords: false });
    }
  });
}

async function list({ client }: Parts, state: State, words: KeptWords): Promise<void> {
  try {
    const conversations = await client.conversations.list({});
    state.setState({ conversations: sorted(conversations), isListed: true, listFailure: undefined });
    const listed = new Set([newThread, ...conversations.map(({ id }) => id)]);
    for (const thread of Object.keys(words.drafts())) if (!listed.has(thread)) words.keepDraft(thread, '');
    for (const thread of Object.keys(words.files())) if (!listed.has(thread)) words.keepFiles(thread, []);
  } catch (error) {
    state.setState({ listFailure: failureOf(error) });
  }
}

async function read({ client }: Parts, state: State, conversationId: string): Promise<void> {
  changeThread(state, conversationId, (thread) => ({ ...thread, failure: undefined }));
  try {
    const [{ conversation, messages, queued, held }, fallBacks] = await Promise.all([
      client.conversations.get({ conversationId }),
      client.events.list({ types: besideMessages, scope: { conversationId } }),
    ]);
    changeThread(state, conversationId, (thread) => {
      const withMessages = messages.reduce(withMessage, { ...thread, conversation, queued: [], isRead: true });
      const withAll = queued.reduce(withQueued, withMessages);
      return fallBacks.events.reduce(applyToThread, { ...withAll, held, unrun: held?.plan });
    });
  } catch (error) {
    changeThread(state, conversationId, (thread) => ({ ...thread, failure: failureOf(error) }));
  }
}

/** What is shown between messages. */
const besideMessages = [
  ...['planner.fellBack', 'model.fellBack', 'model.limitNeared', 'model.limitReached'],
  ...['context.cut', 'context.compacted', 'context.restored'],
];

async function deliver(
  parts: Parts,
  state: State,
  { thread, newConversationId }: Target,
  outgoing: Outgoing,
): Promise<string | undefined> {
  const { key, text, attachments } = outgoing;
  const { whenBusy = 'queue', nextModel, nextFolder: folder } = state.getState();
  const inFolder = folder === undefined ? {} : { folder, beginsAnew: true as const };
  try {
    const answer = await parts.client.conversations.send({
      ...{ text, whenBusy },
      ...(thread === newThread ? { newConversationId, model: nextModel, ...inFolder } : { conversationId: thread }),
      ...(attachments ? { attachments: attachments.map(({ id }) => id) } : {}),
    });
    if (answer.queued) {
      const { queued } = answer;
      dropEverywhere(state, key);
      changeThread(state, queued.conversationId, (before) => withQueued(before, queued));
      if (thread === newThread) void read(parts, state, answer.conversationId);
      return answer.conversationId;
    }
    const arrived = state.getState().threads[answer.conversationId]?.messages.some(({ id }) => id === answer.messageId);
    dropEverywhere(state, key);
    if (!arrived) {
      // Shown as sent until the message itself comes, by its event or by reading.
      const shown = { ...outgoing, messageId: answer.messageId };
      changeThread(state, answer.conversationId, (before) => ({ ...before, outgoing: [...before.outgoing, shown] }));
    }
    if (thread === newThread) state.setState({ nextModel: undefined, nextFolder: undefined });
    if (thread === newThread) void read(parts, state, answer.conversationId);
    return answer.conversationId;
  } catch (error) {
    const failure = failureOf(error);
    changeEverywhere(state, (all) => all.map((one) => (one.key === key ? { ...one, failure } : one)));
    return undefined;
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function dropEverywhere(state: State, key: string): void {
  changeEverywhere(state, (outgoing) => outgoing.filter((one) => one.key !== key));
}

/** A message that begins a conversation goes there from where it was written. */
function changeEverywhere(state: State, step: (outgoing: Outgoing[]) => Outgoing[]): void {
  for (const [id, { outgoing }] of Object.entries(state.getState().threads)) {
    if (outgoing.length > 0) changeThread(state, id, (thread) => ({ ...thread, outgoing: step(thread.outgoing) }));
  }
}

function drop(state: State, thread: string, key: string): void {
  changeThread(state, thread, (before) => ({ ...before, outgoing: before.outgoing.filter((one) => one.key !== key) }));
}

function changeThread(state: State, id: string, step: (thread: Thread) => Thread): void {
  state.setState(({ threads }) => ({ threads: { ...threads, [id]: step(threads[id] ?? emptyThread) } }));
}

function reduceChat(state: ChatState, events: AnyEvent[]): ChatState {
  const threads = { ...state.threads };
  let conversations = state.conversations;
  for (const event of events) {
    conversations = applyToList(conversations, event);
    const id = event.scope.conversationId;
    const thread = id ? threads[id] : undefined;
    if (!id || !thread) continue;
    threads[id] = applyToThread(thread, event);
  }
  return { ...state, conversations, threads };
}
