import type { Conversation, Message } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Manner } from '../../../contract/manners.ts';
import { toldOfHeartbeat } from '../../../contract/heartbeat.ts';
import { foldRun } from '../../../contract/run-state.ts';
import type { Run } from '../../../contract/runs.ts';
import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import { saidIn } from './answer-manner.ts';
import { answerText } from './answer-text.ts';
import { answersConsumer, endings, findUnanswered } from './find-unanswered.ts';
import { createHalfWritten, namedIn, reportOf, withPartial } from './agent-answers.ts';
import { createProcessEndings, runsWithEndings } from './process-endings.ts';
import { thoughtBefore } from './thought-before.ts';
import type { MessageIndex } from './message-index.ts';
import { readMessages } from './read-messages.ts';
import type { ConversationStore } from './store.ts';

export type AnswerParts = {
  log: EventLog;
  store: ConversationStore;
  index: MessageIndex;
  makeId: MakeId;
  clock: Clock;
  logger: Logger;
  mannerOf: MannerOf;
  /** Told when a run of a conversation has ended and is answered, or does nothing for a long time. */
  onRest: (conversationId: string) => void;
  /** Whether what is said in it is sent to where it is held. */
  isReplied: (conversation: Conversation) => boolean;
};

/** How Heron speaks in a conversation, as it is set now. */
export type MannerOf = (conversationId: string) => Manner;

type Said = Pick<Message, 'text' | 'nearPhrases' | 'thinking'> & { id?: string };

export type Answers = {
  /** Begins to answer for runs that end, and first for what the last engine left unanswered. */
  start(): Promise<void>;
  /** Adds a message of the assistant that answers a message of the person; with an id that of pieces sent before. */
  say(conversationId: string, questionId: string, said: Said): Promise<void>;
  /** Whether a run of the conversation has ended whose answer is being written. */
  isAnswering(conversationId: string): boolean;
  /** Waits for the answers that are being written. */
  close(): Promise<void>;
};

/** Each run and each message that led to none gets exactly one answer, whatever happens to the engine in between. */
export function createAnswers(parts: AnswerParts): Answers {
  const { log } = parts;
  const { add, answerRun, keep } = createWriting(parts);
  const tellEndings = createProcessEndings({ log, keep });
  const background = createBackground(parts.logger);
  const answering: string[] = [];
  const conversations = createRunConversations(log);
  const halfWritten = createHalfWritten();
  let stopListening = (): void => undefined;

  function follow(event: AnyEvent): void {
    const { runId } = event.scope;
    if (!runId) return;
    [conversations, halfWritten].forEach((each) => each.heed(event));
    if (event.type === 'task.completed') {
      const conversationId = conversations.of(event);
      const { says } = event.payload;
      // After the listeners that are still to hear of the task itself. Whether a heartbeat is told is known at its end.
      if (conversationId && says && !conversations.isHeartbeat(runId))
        queueMicrotask(() => emitPiece(parts, { conversationId, runId }, says));
    } else if (endings.includes(event.type)) {
      const conversationId = conversations.of(event);
      conversations.forget(runId);
      if (conversationId) background.run(answerAndTell(runId, conversationId, halfWritten.take(runId)));
    } else if (event.type === 'run.parked' && event.scope.conversationId) {
      parts.onRest(event.scope.conversationId);
    } else if (event.type === 'process.ended' && event.scope.conversationId) {
      background.run(tellEndings(runId, event.scope.conversationId));
    }
  }

  async function answerAndTell(runId: string, conversationId: string, partial: string): Promise<void> {
    answering.push(conversationId);
    try {
      await answerRun(runId, conversationId, partial);
      await tellEndings(runId, conversationId);
    } finally {
      answering.splice(answering.indexOf(conversationId), 1);
      parts.onRest(conversationId);
    }
  }

  return {
    async start() {
      stopListening = log.listen(follow);
      const reached = log.lastSeq();
      const left = findUnanswered(log);
      for (const { messageId, conversationId } of left.messages) {
        await add(conversationId, messageId, { text: 'Heron was closed before it could answer this. Say it again.' });
      }
      for (const { runId, conversationId } of left.runs) await answerRun(runId, conversationId);
      for (const { runId, conversationId } of runsWithEndings(log, log.readCursor(answersConsumer))) {
        await tellEndings(runId, conversationId);
      }
      log.moveCursor(answersConsumer, reached);
    },
    say: add,
    isAnswering: (conversationId) => answering.includes(conversationId),
    async close() {
      stopListening();
      await background.settled();
    },
  };
}

function createBackground(logger: Logger) {
  const pending = new Set<Promise<void>>();
  return {
    run: (work: Promise<void>): void => {
      const watched = work
        .catch((error: unknown) => {
          // The next start finds that it is missing and writes it then.
          logger.error('An answer could not be kept', { error: toFailure(error) });
        })
        .finally(() => pending.delete(watched));
      pending.add(watched);
    },
    settled: (): Promise<unknown> => Promise.all(pending),
  };
}

/** Writes answers; asked twice for the same run it writes one. */
function createWriting({ log, store, index, makeId, clock, mannerOf, isReplied }: AnswerParts) {
  const begun = new Set<string>();

  async function keep(said: Message, causedBy: string | undefined, besides: EventDraft[] = []): Promise<void> {
    const { conversationId, runId } = said;
    const conversation = store.get(conversationId);
    if (!conversation) return;
    const message = { ...said, ...(isReplied(conversation) ? {} : { isHeldBack: true as const }) };
    const scope = { conversationId, ...(runId === undefined ? {} : { runId }) };
    const draft = { type: 'message.added' as const, payload: { message }, scope, ...(causedBy ? { causedBy } : {}) };
    await log.append([draft, ...besides], (events) => {
      store.touch(conversationId, message.at);
      index.follow(events);
    });
  }

  return {
    keep,
    add: (conversationId: string, questionId: string, said: Said): Promise<void> =>
      keep({ id: makeId('msg'), conversationId, role: 'assistant', ...said, at: clock() }, questionId),
    /** `partial`: what a model had written when the run was stopped. */
    async answerRun(runId: string, conversationId: string, partial = ''): Promise<void> {
      if (begun.has(runId)) return;
      begun.add(runId);
      try {
        if (log.last('message.added', { runId })) return;
        const run = foldRun(log.listOuter(runId));
        if (!run) return;
        const question = readMessages(log, conversationId).questionOf(runId);
        const told = toldAnswer(run, mannerOf(conversationId));
        if (told === undefined) return;
        const from = namedIn(run);
        const text = withPartial(told, run, partial);
        const thinking = thoughtBefore(log, { runId, conversationId, questionId: question?.id });
        const said = {
          ...{ id: answerIdOf(runId), text, runId, at: clock() },
          ...(from === undefined ? {} : { from }),
          ...(thinking ? { thinking } : {}),
        };
        await keep({ conversationId, role: 'assistant', ...said }, question?.id, reportOf(run, said));
      } finally {
        begun.delete(runId);
      }
    },
  };
}

function emitPiece(
  { log, mannerOf }: AnswerParts,
  scope: { conversationId: string; runId: string },
  says: string,
): void {
  const text = `${saidIn(mannerOf(scope.conversationId), says)}\n\n`;
  const payload = { messageId: answerIdOf(scope.runId), runId: scope.runId, text };
  log.emit({ type: 'message.delta', payload, scope });
}

/** Of a heartbeat that found nothing, nothing. */
function toldAnswer(run: Run, manner: Manner): string | undefined {
  const text = answerText(run, manner);
  return run.trigger?.isHeartbeat && run.status === 'completed' ? toldOfHeartbeat(text) : text;
}

/** The answer to a run has the id of the run, so pieces sent before a restart belong to the same message as those after. */
function answerIdOf(runId: string): string {
  return `msg_${runId.slice('run_'.length)}`;
}

/** Events of tasks name their run only. Of a run in memory its conversation is known since it was created. */
function createRunConversations(log: EventLog) {
  const ofRuns = new Map<string, string | undefined>();
  const heartbeats = new Set<string>();
  return {
    heed: ({ type, payload, scope: { runId = '', conversationId } }: AnyEvent): void => {
      if (type === 'run.created') {
        ofRuns.set(runId, conversationId);
        if (payload.trigger?.isHeartbeat) heartbeats.add(runId);
      } else if (type === 'run.parked') ofRuns.delete(runId);
    },
    isHeartbeat: (runId: string): boolean => heartbeats.has(runId),
    forget: (runId: string): void => {
      ofRuns.delete(runId);
      heartbeats.delete(runId);
    },
    of: ({ scope: { conversationId, runId } }: AnyEvent): string | undefined => {
      if (conversationId || !runId) return conversationId;
      if (!ofRuns.has(runId)) ofRuns.set(runId, log.last('run.created', { runId })?.scope.conversationId);
      return ofRuns.get(runId);
    },
  };
}
