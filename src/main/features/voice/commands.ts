import type { AnyEvent } from '../../../contract/events.ts';
import type { VoiceOutcome } from '../../../contract/voice.ts';
import { toFailure } from '../../base/errors.ts';
import { type HeardUtterance, notUnderstood } from './hearing/listening.ts';
import { answerOf, isLocal } from './hearing/spoken-commands.ts';
import { createQuestions, type Followed, type Questions } from './questions.ts';
import { type SessionParts, tell } from './session-parts.ts';
import { createReadAlong, type ReadAlong } from './speaking/read-along.ts';
import type { Telling } from './speaking/speech.ts';
import type { StageEvents } from './stage-events.ts';

export type Commands = {
  /** Carries out what was understood. */
  obey(heard: HeardUtterance): Promise<void>;
  /** Follows the runs that were begun by voice. */
  heed(event: AnyEvent): void;
  attend(conversationId: string | undefined): void;
  questions(): number;
  underWay(): number;
};

export type CommandParts = {
  session: SessionParts;
  events: StageEvents;
  say: (utterance: number, markdown: string) => Promise<void>;
  /** Begins to say what is still being written. */
  begin: (utterance: number) => Telling;
  /** What Heron says ends at once. */
  hush: () => void;
  /** Something of `questions` or `underWay` is another now. */
  onChange: () => void;
  /** An answer was given, or there is none to give: the next command needs no wake phrase for a while. */
  onOver: () => void;
};

/** What spoken commands do: the few that are understood here, answers to questions, and all others as sentences of the conversation. */
export function createCommands(parts: CommandParts): Commands {
  const questions = createQuestions(parts.session, parts.say, parts.onChange);
  const runs = createFollowing(parts, questions);
  const sentences = createSentences(parts, runs);
  const record = (heard: HeardUtterance, outcome: VoiceOutcome, runId?: string): void =>
    recordCommand(parts.session, heard, { outcome, runId, conversationId: sentences.conversation() });

  const onTheScreen = (heard: HeardUtterance): Promise<void> =>
    parts.say(heard.number, 'This one needs an answer on the screen.');

  async function answer(heard: HeardUtterance, wanted: 'allow' | 'deny'): Promise<void> {
    const runId = await questions.answer(wanted);
    if (runId === undefined) return onTheScreen(heard);
    record(heard, wanted === 'allow' ? 'allowed' : 'denied', runId);
  }

  async function actHere(heard: HeardUtterance): Promise<void> {
    parts.hush();
    const { last } = runs;
    if (!heard.reading.text.startsWith('undo')) {
      record(heard, (await runs.cancelAll()) ? 'cancelled' : 'stopped');
      return parts.onOver();
    }
    const runId = last();
    if (runId === undefined) return parts.say(heard.number, 'There is nothing to undo.');
    await parts.session.undoRun(runId);
    record(heard, 'undone', runId);
    return parts.say(heard.number, 'Undone.');
  }

  return {
    async obey(heard) {
      const { text } = heard.reading;
      const wanted = questions.count() > 0 ? answerOf(text) : undefined;
      try {
        if (isLocal(text)) await actHere(heard);
        // A yes has to be one of the few words that are told from everything else.
        else if (wanted === 'allow' && heard.isFree) await onTheScreen(heard);
        else if (wanted) await answer(heard, wanted);
        else if (heard.expectation === 'answer' && heard.isFree) throw notUnderstood();
        else await sentences.send(heard);
      } catch (error) {
        parts.events.fail(heard.number, 'act', error);
        await parts.say(heard.number, `That did not work. ${toFailure(error).message}`);
      }
    },
    heed(event) {
      sentences.heed(event);
      runs.heed(event);
    },
    attend: sentences.attend,
    questions: questions.count,
    underWay: () => sentences.underWay() + runs.count(),
  };
}

type Following = ReturnType<typeof createFollowing>;

/** Sentences that the planner understands, in the conversation that the window shows. */
function createSentences({ session, events, begin, onChange, onOver }: CommandParts, runs: Following) {
  let conversationId: string | undefined;
  const written = new Map<string, ReadAlong>();
  let sending = 0;

  async function send(heard: HeardUtterance): Promise<void> {
    const { number: utterance, reading } = heard;
    const begun = performance.now();
    events.start(utterance, 'understand');
    sending += 1;
    onChange();
    const id = conversationId ?? session.makeId('cnv');
    const where = conversationId === undefined ? { newConversationId: id } : { conversationId };
    const along = createReadAlong(() => begin(utterance));
    written.set(id, along);
    try {
      const { runId, ...sent } = await session.send({ ...where, text: reading.text, origin: 'voice' });
      ({ conversationId } = sent);
      const understand = events.end(utterance, 'understand', begun, reading.text);
      recordCommand(session, heard, { outcome: 'sent', understand, runId, conversationId });
      if (runId === undefined) await answerInWords(along, conversationId);
      else runs.follow({ runId, utterance, along, begun: performance.now() });
    } finally {
      if (written.get(id) === along) written.delete(id);
      sending -= 1;
      onChange();
    }
  }

  async function answerInWords(along: ReadAlong, id: string): Promise<void> {
    const said = session.log.last('message.added', { conversationId: id })?.payload.message;
    if (said?.role === 'assistant') await along.finish(said.text);
    onOver();
  }

  /** The words of an answer that leads to no run, as a model writes them. */
  function heed(event: AnyEvent): void {
    if (event.type !== 'message.delta' || event.payload.runId !== undefined) return;
    written.get(event.scope.conversationId ?? '')?.hear(event.payload.text);
  }

  const attend = (id: string | undefined): void => {
    conversationId = id;
  };
  return { send, heed, attend, conversation: () => conversationId, underWay: () => sending };
}

const questionEnds = ['permission.granted', 'permission.denied', 'permission.withdrawn'];
const runEnds = ['run.completed', 'run.failed', 'run.cancelled'];

/** The runs that were begun by voice, until they are answered. */
function createFollowing({ session, events, onChange, onOver }: CommandParts, questions: Questions) {
  const runs = new Map<string, Followed>();
  let lastId: string | undefined;

  function heed(event: AnyEvent): void {
    const followed = runs.get(event.scope.runId ?? '');
    if (!followed) return;
    followAgent(event, followed.along);
    if (event.type === 'permission.requested') questions.askSoon(followed);
    else if (questionEnds.includes(event.type)) questions.lookAgain(followed.runId);
    else if (runEnds.includes(event.type)) {
      questions.forget();
      events.end(followed.utterance, 'act', followed.begun);
    } else if (event.type === 'message.added' && event.payload.message.role === 'assistant') {
      runs.delete(followed.runId);
      onOver();
      onChange();
      void followed.along.finish(event.payload.message.text);
    }
  }

  return {
    heed,
    /** It may have asked, and even ended, before its id was known here. */
    follow(followed: Followed): void {
      lastId = followed.runId;
      runs.set(followed.runId, followed);
      events.start(followed.utterance, 'act');
      if (session.pending(followed.runId).length > 0) questions.askSoon(followed);
      const answer = session.log.last('message.added', { runId: followed.runId });
      if (answer) heed(answer);
    },
    count: () => runs.size,
    /** The newest, once it has ended. */
    last: () => (lastId !== undefined && !runs.has(lastId) ? lastId : undefined),
    async cancelAll(): Promise<boolean> {
      const working = [...runs.keys()];
      await Promise.all(working.map(session.cancelRun));
      return working.length > 0;
    },
  };
}

/** Agents inside of agents work for those, and not for who listens. */
const outermost = 2;

/** What the agent of a run writes is read along; before anything else is said, and before its next step, it comes to its end. */
function followAgent({ type, scope, payload }: AnyEvent, along: ReadAlong): void {
  if (type === 'agent.wrote' && !payload.isThinking && (scope.taskId ?? '').split('/').length <= outermost) {
    along.hear(payload.text);
  }
  if (type === 'task.modelAnswered' || type === 'permission.requested') along.pause();
}

type Recorded = {
  outcome: VoiceOutcome;
  understand?: number;
  runId: string | undefined;
  conversationId: string | undefined;
};

function recordCommand(session: SessionParts, heard: HeardUtterance, command: Recorded): void {
  const { outcome, understand, runId, conversationId } = command;
  const latenciesMs = { ...heard.latenciesMs, ...(understand === undefined ? {} : { understand }) };
  const sinceSpeechMs = Math.max(0, Math.round(performance.now() - heard.endedAt));
  const payload = { sessionId: session.id, text: heard.reading.text, outcome, latenciesMs, sinceSpeechMs };
  const scope = { ...(conversationId ? { conversationId } : {}), ...(runId ? { runId } : {}) };
  tell(session, { type: 'voice.commanded', payload, scope });
}
