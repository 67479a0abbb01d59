import type { Attachment } from '../../../contract/blobs.ts';
import type { Conversation, Message } from '../../../contract/conversations.ts';
import type { Json } from '../../../contract/json.ts';
import type { Plan, PlanSource, Proposal } from '../../../contract/plan.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import { foldRun } from '../../../contract/run-state.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { HistoryEntry } from '../../models/context/history-messages.ts';
import type { Answers, MannerOf } from './answers.ts';
import { type HeldPlan, heldText, isHeld, readHeld, wordsToHeld } from './held-plan.ts';
import { readHistory } from './history.ts';
import { givenHistory } from './given-history.ts';
import { StoppedByPerson } from './stopped-by-person.ts';
import type { ConversationStore } from './store.ts';
import { createScheduledPlans, type Scheduling } from './scheduled-plan.ts';

/** What a planner is told besides the sentence. */
export type SentenceContext = {
  conversationId: string;
  /** The named agent that works on all that is said there. */
  agent?: string;
  baseFolder: string | undefined;
  origin: Message['origin'];
  attachments: Attachment[];
  history: HistoryEntry[];
  /** What the last run of the conversation gave, for "it". */
  earlierResults: () => { action: string; output: Json }[];
  /** Told the words of an answer as they come; the whole comes as the proposal. */
  onWords: (text: string) => void;
  /** Told what a model thinks before, where that is shown. */
  onThought: (text: string) => void;
  signal: AbortSignal;
};

export type MakePlan = (text: string, context: SentenceContext) => Promise<Proposal>;

/** Starts a plan and gives the id of its run. */
export type StartRun = (request: {
  plan: Plan;
  source: PlanSource;
  conversationId: string;
  baseFolder?: string;
  elevated?: ElevatedMode;
}) => Promise<string>;

export type AnsweringParts = {
  log: EventLog;
  makeId: MakeId;
  answers: Answers;
  logger: Logger;
  makePlan: MakePlan;
  startRun: StartRun;
  mannerOf: MannerOf;
  store: Pick<ConversationStore, 'get'>;
  /** Tells a conversation what it has to know before anything in it is planned. */
  prepare?: ((conversationId: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** Absent where nothing starts by itself. */
  scheduling?: Scheduling | undefined;
};

/** How a message is to be taken. */
export type MessageOptions = { baseFolder?: string | undefined; elevated?: ElevatedMode | undefined };

/** Plans a message and starts its run, whose id it gives; or answers in words, also when planning or starting failed. */
export function createAnswering(parts: AnsweringParts) {
  const { log, answers, logger, startRun, mannerOf } = parts;
  const scheduled = createScheduledPlans(parts);
  const propose = createProposing(parts, scheduled.propose);

  function start({ plan, by }: HeldPlan, conversationId: string, { baseFolder, elevated }: MessageOptions) {
    return startRun({
      plan,
      source: by,
      conversationId,
      ...(baseFolder === undefined ? {} : { baseFolder }),
      ...(elevated === undefined ? {} : { elevated }),
    });
  }

  async function answerHeld(held: ReadHeld, message: Message, options: MessageOptions) {
    const { conversationId, id } = message;
    if (held.answer === 'yes') {
      if (!held.schedule) return start(held, conversationId, options);
      await scheduled.add(message, { ...held, ...held.schedule, baseFolder: options.baseFolder });
      return undefined;
    }
    const what = held.schedule ? 'starts by itself' : 'was run';
    await answers.say(conversationId, id, { text: `Left alone: nothing ${what}.` });
    return undefined;
  }

  async function answer(message: Message, options: MessageOptions, signal: AbortSignal) {
    const { conversationId, text } = message;
    const held = readHeld(log, message);
    if (held) return answerHeld(held, message, options);
    if (await scheduled.start(message)) return undefined;
    await parts.prepare?.(conversationId, signal);
    const proposal = await propose(message, options, signal);
    if (!proposal) return undefined;
    const { plan, by, preview, thinking } = proposal;
    const thought = thinking ? { thinking } : {};
    const isShownFirst = isHeld(mannerOf(conversationId), plan, preview);
    // What is shown has its thinking with it; else the answer to the run has.
    const payload = { text, plan, by, ...(isShownFirst ? { isHeld: true as const } : thought) };
    await log.append([{ type: 'plan.proposed', payload, scope: { conversationId }, causedBy: message.id }]);
    if (!isShownFirst) return start({ plan, by }, conversationId, options);
    await answers.say(conversationId, message.id, {
      ...{ text: heldText(plan, preview), nearPhrases: wordsToHeld, ...thought },
    });
    return undefined;
  }

  return async (message: Message, options: MessageOptions, signal: AbortSignal): Promise<string | undefined> => {
    try {
      return await answer(message, options, signal);
    } catch (error) {
      if (signal.reason instanceof StoppedByPerson) {
        await answers.say(message.conversationId, message.id, { text: stoppedText('') });
        return undefined;
      }
      signal.throwIfAborted();
      const failure = toFailure(error);
      logger.error('A message could not be answered', { messageId: message.id, failure });
      await answers.say(message.conversationId, message.id, { text: `I could not do that. ${failure.message}` });
      return undefined;
    }
  };
}

type ReadHeld = NonNullable<ReturnType<typeof readHeld>>;
type ProposedPlan = Extract<Proposal, { kind: 'plan' }>;
type ProposeSchedule = ReturnType<typeof createScheduledPlans>['propose'];

/** A plan for a message; undefined when it was answered in words, is to start by itself, or its person stopped the answer. */
function createProposing(
  { log, store, makeId, answers, makePlan }: Pick<AnsweringParts, 'log' | 'store' | 'makeId' | 'answers' | 'makePlan'>,
  proposeSchedule: ProposeSchedule,
) {
  return async (
    message: Message,
    { baseFolder }: MessageOptions,
    signal: AbortSignal,
  ): Promise<ProposedPlan | undefined> => {
    const { conversationId, text } = message;
    const written = createWritten(log, makeId('msg'), conversationId);
    const planned = async (words: string): Promise<Proposal> => {
      const made = await makePlan(words, {
        ...contextOf(log, message, store.get(conversationId)),
        baseFolder,
        onWords: written.add,
        onThought: written.think,
        signal,
      });
      signal.throwIfAborted();
      return made;
    };
    const propose = async (): Promise<Proposal | 'scheduled'> =>
      (await proposeSchedule(message, planned)) ? 'scheduled' : planned(text);
    const proposal = await propose().catch((error: unknown) => {
      if (signal.reason instanceof StoppedByPerson) return undefined;
      throw error;
    });
    if (proposal === 'scheduled') return undefined;
    if (!proposal || signal.reason instanceof StoppedByPerson) {
      await answers.say(conversationId, message.id, { id: written.id, text: stoppedText(written.text()) });
      return undefined;
    }
    signal.throwIfAborted();
    if (proposal.kind === 'plan') return proposal;
    const { message: words, nearPhrases, thinking } = proposal;
    await answers.say(conversationId, message.id, {
      ...{ id: written.id, text: words, nearPhrases },
      ...(thinking ? { thinking } : {}),
    });
    return undefined;
  };
}

/** An answer while it is being written. */
function createWritten(log: EventLog, id: string, conversationId: string) {
  let whole = '';
  return {
    id,
    text: () => whole,
    add(text: string): void {
      whole += text;
      log.emit({ type: 'message.delta', payload: { messageId: id, text }, scope: { conversationId } });
    },
    think: (text: string): void =>
      log.emit({ type: 'message.thought', payload: { messageId: id, text }, scope: { conversationId } }),
  };
}

function stoppedText(written: string): string {
  return written.trim() === '' ? 'Stopped.' : `${written.trimEnd()} …\n\n*Stopped.*`;
}

function contextOf(
  log: EventLog,
  message: Message,
  conversation: Conversation | undefined,
): Omit<SentenceContext, 'baseFolder' | 'onWords' | 'onThought' | 'signal'> {
  const { conversationId, origin } = message;
  return {
    conversationId,
    origin,
    attachments: message.attachments ?? [],
    ...(conversation?.agent === undefined ? {} : { agent: conversation.agent }),
    history: [
      ...givenHistory(conversation?.follows?.given),
      ...readHistory(log, conversationId, message.id),
      ...droppedBefore(message),
    ],
    earlierResults: () => resultsOfLastRun(log, conversationId),
  };
}

/** What gave way while too many messages waited is known by a line of each. */
function droppedBefore({ dropped }: Message): HistoryEntry[] {
  if (!dropped) return [];
  const lines = dropped.map((line) => `- ${line}`).join('\n');
  return [{ role: 'person', text: `Said meanwhile, and known by its beginning alone:\n${lines}` }];
}

function resultsOfLastRun(log: EventLog, conversationId: string): { action: string; output: Json }[] {
  const runId = log.last('run.created', { conversationId })?.scope.runId;
  const run = runId === undefined ? undefined : foldRun(log.listOuter(runId));
  if (!run) return [];
  return run.plan.tasks.flatMap(({ id, action }) => {
    const { status, output } = run.tasks[id] ?? {};
    return action !== undefined && status === 'completed' && output !== undefined ? [{ action, output }] : [];
  });
}
