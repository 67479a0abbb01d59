import type { Attachment } from '../../../contract/blobs.ts';
import type { FolderSummary } from '../../../contract/folders.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { Checkpoint } from '../../../contract/context.ts';
import type { Conversation, Message, QueuedMessage } from '../../../contract/conversations.ts';
import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import type { Thinking } from '../../../contract/thinking.ts';
import type { HeldPlan } from '../../../contract/held-plans.ts';
import { heldAfter, type HeldInThread } from './held-in-thread.ts';
import { t } from '../../../words/words.ts';

/** What the person said and the engine has not confirmed yet. */
export type Outgoing = {
  key: string;
  text: string;
  attachments?: Attachment[];
  at: number;
  messageId?: string;
  failure?: Failure;
  /** Left over from a page that ended: it may have arrived all the same. */
  isKept?: boolean;
};

/** The model gave no usable plan, so the rules were asked. */
export type FallBack = { id: string; at: number; error: Failure };

/** An answer that is being made, and what its model thinks before. */
export type StreamedAnswer = { text: string; runId?: string | undefined; at: number; thinking?: Thinking };

/** What an agent writes and calls at its newest step. */
export type AgentAtWork = {
  runId: string;
  step: string;
  by?: string | undefined;
  text: string;
  thinking: string;
  calls: string[];
  at: number;
};

/** Who answered in whose place, and limits that came near or were reached. */
export type ModelNote = EventOf<'model.fellBack' | 'model.limitNeared' | 'model.limitReached' | 'context.cut'>;

export type Thread = HeldInThread & {
  conversation?: Conversation;
  messages: Message[];
  /** Answers still being made, by message. */
  streaming: Record<string, StreamedAnswer>;
  /** Agents at work, by their run and task. */
  agents: Record<string, AgentAtWork>;
  outgoing: Outgoing[];
  fallBacks: FallBack[];
  modelNotes: ModelNote[];
  /** The summaries that models are shown instead of older messages. */
  checkpoints: Checkpoint[];
  /** What waits until the run before it is over. */
  queued: QueuedMessage[];
  isRead: boolean;
  failure?: Failure;
};

export const emptyThread: Thread = {
  messages: [],
  streaming: {},
  agents: {},
  outgoing: [],
  fallBacks: [],
  modelNotes: [],
  checkpoints: [],
  queued: [],
  isRead: false,
  held: undefined,
  unrun: undefined,
};

/** One row of a conversation, in the order of time. */
export type ThreadItem =
  | { kind: 'message'; key: string; at: number; message: Message }
  | { kind: 'streaming'; key: string; at: number; text: string; thinking: Thinking | undefined; isOfRun: boolean }
  | { kind: 'agent'; key: string; at: number; agent: AgentAtWork }
  | { kind: 'outgoing'; key: string; at: number; outgoing: Outgoing }
  | { kind: 'fallBack'; key: string; at: number; error: Failure }
  | { kind: 'modelNote'; key: string; at: number; note: ModelNote }
  | { kind: 'checkpoint'; key: string; at: number; checkpoint: Checkpoint }
  | { kind: 'plan'; key: string; at: number; held: HeldPlan }
  | { kind: 'run'; key: string; at: number; runId: string };

/** At the same moment: the person's words, what became of them, then the answer. */
const order: Record<ThreadItem['kind'], number> = {
  ...{ message: 0, outgoing: 0, modelNote: 1, fallBack: 1 },
  ...{ run: 2, checkpoint: 4, plan: 5, agent: 6, streaming: 7 },
};

export function threadItems(thread: Thread, runs: RunSummary[]): ThreadItem[] {
  const items: ThreadItem[] = [
    ...thread.messages.map((message) => ({ kind: 'message' as const, key: message.id, at: message.at, message })),
    ...thread.outgoing.map((outgoing) => ({ kind: 'outgoing' as const, key: outgoing.key, at: outgoing.at, outgoing })),
    ...thread.fallBacks.map(({ id, at, error }) => ({ kind: 'fallBack' as const, key: id, at, error })),
    ...thread.modelNotes.map((note) => ({ kind: 'modelNote' as const, key: note.id, at: note.at, note })),
    ...thread.checkpoints.map((checkpoint) => ({
      ...{ kind: 'checkpoint' as const, key: checkpoint.id, checkpoint },
      at: thread.messages.find(({ id }) => id === checkpoint.lastMessageId)?.at ?? checkpoint.at,
    })),
    ...heldItems(thread),
    ...runs.map(({ id, createdAt }) => ({ kind: 'run' as const, key: id, at: createdAt, runId: id })),
    ...Object.entries(thread.agents).map(([key, agent]) => ({ kind: 'agent' as const, key, at: agent.at, agent })),
    ...Object.entries(thread.streaming).map(([key, { at, text, thinking, runId }]) => ({
      ...{ kind: 'streaming' as const, key, at, text, thinking },
      isOfRun: runId !== undefined,
    })),
  ];
  return items.toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
}

/** Below what is said of it. */
function heldItems({ held, messages }: Thread): ThreadItem[] {
  if (!held) return [];
  const at = messages.reduce((latest, message) => Math.max(latest, message.at), held.at);
  return [{ kind: 'plan', key: held.proposalId, at, held }];
}

function rank(item: ThreadItem): number {
  return item.kind === 'message' && item.message.role === 'assistant' ? 3 : order[item.kind];
}

/** A message waits once, whether that is known by reading, by an event or by the answer to who sent it. */
export function withQueued(thread: Thread, queued: QueuedMessage): Thread {
  const said = thread.messages.flatMap(({ id, merged = [] }) => [id, ...merged]);
  const isKnown = [...said, ...thread.queued.map(({ id }) => id)].includes(queued.id);
  if (isKnown) return thread;
  const outgoing = thread.outgoing.filter((one) => !(one.isKept && one.text === queued.text && queued.at >= one.at));
  return { ...thread, outgoing, queued: [...thread.queued, queued].toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

const withoutQueued = (thread: Thread, messageId: string): Thread =>
  thread.queued.some(({ id }) => id === messageId)
    ? { ...thread, queued: thread.queued.filter(({ id }) => id !== messageId) }
    : thread;

/** A message is kept once, whether it came by reading or by an event, and ends the waiting for it. */
export function withMessage(thread: Thread, message: Message): Thread {
  if (thread.messages.some(({ id }) => id === message.id)) return withoutOutgoing(thread, message);
  const streaming = Object.fromEntries(Object.entries(thread.streaming).filter(([id]) => id !== message.id));
  const messages = [...thread.messages, message].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const agents = Object.fromEntries(Object.entries(thread.agents).filter(([, { runId }]) => runId !== message.runId));
  return withoutOutgoing({ ...thread, messages, streaming, agents }, message);
}

/** The event of a message may come before the answer to the call that sent it; then its words tell which it is. */
function withoutOutgoing(thread: Thread, message: Message): Thread {
  if (message.role !== 'person') return thread;
  const own = thread.outgoing.find(({ messageId, text, at, failure, isKept }) => {
    if (messageId) return messageId === message.id;
    return text === message.text && (isKept ? message.at >= at : !failure);
  });
  return own ? { ...thread, outgoing: thread.outgoing.filter((one) => one !== own) } : thread;
}

/** What one event changes in a conversation that is open. */
export function applyToThread(thread: Thread, event: AnyEvent): Thread {
  const { held, unrun } = heldAfter(thread, event);
  const isSame = held === thread.held && unrun === thread.unrun;
  return applyToRest(isSame ? thread : { ...thread, held, unrun }, event);
}

function applyToRest(thread: Thread, event: AnyEvent): Thread {
  switch (event.type) {
    case 'message.added': {
      const { message } = event.payload;
      return withMessage([message.id, ...(message.merged ?? [])].reduce(withoutQueued, thread), message);
    }
    case 'message.modeChanged':
      return withQueuedAs(thread, event.payload.messageId, { mode: event.payload.mode });
    case 'message.queued':
      return withQueued(thread, event.payload.queued);
    case 'message.reworded':
      return withQueuedAs(thread, event.payload.messageId, { text: event.payload.text });
    case 'message.dropped':
    case 'message.withdrawn':
      return withoutQueued(thread, event.payload.messageId);
    case 'message.delta':
    case 'message.thought':
      return withPiece(thread, event);
    case 'agent.wrote':
      return withWritten(thread, event);
    case 'plan.proposed':
      return withoutWritten(thread);
    case 'planner.fellBack':
      return withFallBack(thread, { id: event.id, at: event.at, error: event.payload.error });
    case 'model.fellBack':
    case 'model.limitNeared':
    case 'model.limitReached':
    case 'context.cut':
      return thread.modelNotes.some(({ id }) => id === event.id)
        ? thread
        : { ...thread, modelNotes: [...thread.modelNotes, event] };
    case 'context.compacted':
      return withCheckpoint(thread, event.payload.checkpoint);
    case 'context.restored':
      return withoutCheckpoints(thread, event.payload.checkpointIds);
    case 'conversation.packChosen':
      return withConversation(thread, ({ pack: _, ...others }) => ({ ...others, ...event.payload }));
    case 'conversation.given':
      return withConversation(thread, (conversation) => withGiven(conversation, event.payload.given));
    case 'conversation.modelChosen':
      return withConversation(thread, ({ model: _, ...others }) => ({ ...others, ...event.payload }));
    case 'conversation.renamed':
      return withConversation(thread, (conversation) => ({ ...conversation, title: event.payload.title }));
    case 'conversation.deleted':
      return {
        ...emptyThread,
        outgoing: thread.outgoing,
        failure: { code: 'not-found', message: t('This conversation was deleted') },
      };
    case 'conversation.restored':
      return { ...emptyThread, outgoing: thread.outgoing };
    default:
      return thread;
  }
}

/** A piece of an answer, or of what its model thinks before. What comes after the whole is old. */
function withPiece(thread: Thread, event: EventOf<'message.delta' | 'message.thought'>): Thread {
  const { messageId, text } = event.payload;
  if (thread.messages.some(({ id }) => id === messageId)) return thread;
  const before = thread.streaming[messageId] ?? { text: '', at: event.at };
  const thought = (before.thinking?.text ?? '') + text;
  const grown: StreamedAnswer =
    event.type === 'message.delta'
      ? { ...before, text: before.text + text, runId: event.payload.runId }
      : { ...before, thinking: { text: thought, tookMs: Math.max(0, event.at - before.at) } };
  return { ...thread, streaming: { ...thread.streaming, [messageId]: grown } };
}

function withQueuedAs(thread: Thread, messageId: string, now: Partial<QueuedMessage>): Thread {
  return { ...thread, queued: thread.queued.map((one) => (one.id === messageId ? { ...one, ...now } : one)) };
}

/** A step that begins takes the place of the one before. What comes after the answer of its run is old. */
function withWritten(thread: Thread, { scope, payload, at }: EventOf<'agent.wrote'>): Thread {
  const { runId = '', taskId: step = '' } = scope;
  if (thread.messages.some((message) => message.role === 'assistant' && message.runId === runId)) return thread;
  const key = `${runId} ${step.slice(0, step.lastIndexOf('/'))}`;
  const before = thread.agents[key];
  const own = before?.step === step ? before : { runId, step, text: '', thinking: '', calls: [], at: before?.at ?? at };
  const { text, isThinking, calls = own.calls, by } = payload;
  const grown = isThinking ? { thinking: own.thinking + text } : { text: own.text + text };
  return { ...thread, agents: { ...thread.agents, [key]: { ...own, ...grown, calls, by } } };
}

function withGiven(conversation: Conversation, given: FolderSummary): Conversation {
  const { follows } = conversation;
  return follows ? { ...conversation, follows: { ...follows, given } } : conversation;
}

function withConversation(thread: Thread, step: (conversation: Conversation) => Conversation): Thread {
  return thread.conversation ? { ...thread, conversation: step(thread.conversation) } : thread;
}

/** Those of agents are told on the timeline of their run. */
function withCheckpoint(thread: Thread, checkpoint: Checkpoint): Thread {
  const isShown = checkpoint.runId === undefined && !thread.checkpoints.some(({ id }) => id === checkpoint.id);
  return isShown ? { ...thread, checkpoints: [...thread.checkpoints, checkpoint] } : thread;
}

function withoutCheckpoints(thread: Thread, ids: readonly string[]): Thread {
  return { ...thread, checkpoints: thread.checkpoints.filter(({ id }) => !ids.includes(id)) };
}

function withFallBack(thread: Thread, fallBack: FallBack): Thread {
  if (thread.fallBacks.some(({ id }) => id === fallBack.id)) return thread;
  return { ...withoutWritten(thread), fallBacks: [...thread.fallBacks, fallBack] };
}

/** What a model had written turned out to be no answer; pieces of a run stay. */
function withoutWritten(thread: Thread): Thread {
  const streaming = Object.fromEntries(Object.entries(thread.streaming).filter(([, { runId }]) => runId !== undefined));
  return { ...thread, streaming };
}
