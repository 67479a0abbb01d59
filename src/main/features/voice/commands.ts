import type { AnyEvent } from '../../../contract/events.ts';
import type { VoiceOutcome, VoiceStage } from '../../../contract/voice.ts';
import { toFailure } from '../../base/errors.ts';
import type { CommandParts } from './command-parts.ts';
import { createFollowing, type Following } from './following.ts';
import { type HeardUtterance, notUnderstood } from './hearing/listening.ts';
import { answerOf, isLocal } from './hearing/spoken-commands.ts';
import { createQuestions } from './questions.ts';
import { type SessionParts, tell } from './session-parts.ts';
import { createReadAlong, type ReadAlong } from './speaking/read-along.ts';
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

/** What spoken commands do: the few that are understood here, answers to questions, and all others as sentences of the conversation. */
export function createCommands(parts: CommandParts): Commands {
  const questions = createQuestions(parts.session, parts.say, parts.onChange);
  const runs = createFollowing(parts, questions);
  const sentences = createSentences(parts, runs);
  const record = (heard: HeardUtterance, outcome: VoiceOutcome, act: number, runId?: string): void =>
    recordCommand(parts.session, heard, {
      ...{ outcome, latenciesMs: { act }, runId, conversationId: sentences.conversation() },
    });

  const acting = actingOf(parts.events);
  const actHere = createLocal(parts, { runs, sentences, record, acting });

  const onTheScreen = (heard: HeardUtterance): Promise<void> =>
    parts.say(heard.number, 'This one needs an answer on the screen.');

  async function answer(heard: HeardUtterance, wanted: 'allow' | 'deny'): Promise<void> {
    const act = acting(heard);
    const runId = await questions.answer(wanted);
    if (runId === undefined) return (act(), onTheScreen(heard));
    record(heard, wanted === 'allow' ? 'allowed' : 'denied', act(), runId);
  }

  const failed =
    (heard: HeardUtterance, stage: VoiceStage) =>
    (error: unknown): Promise<void> => {
      parts.events.fail(heard.number, stage, error);
      return parts.say(heard.number, `That did not work. ${toFailure(error).message}`);
    };

  return {
    obey(heard) {
      const { text } = heard.reading;
      const wanted = questions.count() > 0 ? answerOf(text) : undefined;
      if (isLocal(text)) return actHere(heard).catch(failed(heard, 'act'));
      // A yes has to be one of the few words that are told from everything else.
      if (wanted === 'allow' && heard.isFree) return onTheScreen(heard);
      if (wanted) return answer(heard, wanted).catch(failed(heard, 'act'));
      if (heard.expectation === 'answer' && heard.isFree) return failed(heard, 'transcribe')(notUnderstood());
      return sentences.send(heard).catch(failed(heard, 'understand'));
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

/** Gives what ends it, which gives how long it took. */
function actingOf(events: StageEvents) {
  return ({ number }: HeardUtterance) => {
    const begun = performance.now();
    events.start(number, 'act');
    return (): number => events.end(number, 'act', begun);
  };
}

type LocalParts = {
  runs: Following;
  sentences: Pick<ReturnType<typeof createSentences>, 'conversation'>;
  record: (heard: HeardUtterance, outcome: VoiceOutcome, act: number, runId?: string) => void;
  acting: ReturnType<typeof actingOf>;
};

/** The few words that are understood without a planner. */
function createLocal(parts: CommandParts, { runs, sentences, record, acting }: LocalParts) {
  /** What goes on in the conversation, whoever began it and how, and what was begun here in others. */
  async function stop(heard: HeardUtterance): Promise<void> {
    const act = acting(heard);
    const here = sentences.conversation();
    const places = new Set([...(here === undefined ? [] : [here]), ...runs.letGo()]);
    const stopped = (await Promise.all([...places].map(parts.session.stopIn))).flat();
    record(heard, stopped.length > 0 ? 'cancelled' : 'stopped', act());
    // To fall silent was all that was asked for.
    if (stopped.length > 0 || !heard.isOverSpeech) await parts.say(heard.number, stoppedText(stopped));
    parts.onOver();
  }

  async function undo(heard: HeardUtterance): Promise<void> {
    const act = acting(heard);
    const here = sentences.conversation();
    const { text, runId } =
      here === undefined ? { text: 'There is nothing to undo.' } : await parts.session.undoIn(here);
    const took = act();
    if (runId !== undefined) record(heard, 'undone', took, runId);
    await parts.say(heard.number, text);
  }

  async function actHere(heard: HeardUtterance): Promise<void> {
    parts.hush();
    await (heard.reading.text.startsWith('undo') ? undo(heard) : stop(heard));
  }

  return actHere;
}

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
      recordCommand(session, heard, { outcome: 'sent', latenciesMs: { understand }, runId, conversationId });
      if (runId === undefined) return await answerInWords(along, conversationId);
      runs.follow({ ...sent, runId, utterance, text: reading.text, along, begun: begunAt(session, runId) });
    } catch (error) {
      // Whoever stopped it knows why it ends.
      if (toFailure(error).code !== 'cancelled') throw error;
      events.end(utterance, 'understand', begun, '');
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
  return {
    ...{ send, heed, attend, underWay: () => sending },
    /** Without one that the window shows, the one that was last spoken in, also to a window or an engine that has gone. */
    conversation: () => conversationId ?? session.log.last('voice.commanded', {})?.scope.conversationId,
  };
}

/** By `performance.now()`. */
function begunAt({ log, clock }: SessionParts, runId: string): number {
  const now = clock();
  return performance.now() - (now - (log.last('run.created', { runId })?.at ?? now));
}

const mostNamed = 2;

function stoppedText(titles: readonly string[]): string {
  if (titles.length === 0) return 'Nothing is under way.';
  if (titles.length > mostNamed) return `Stopped, all ${titles.length} of them.`;
  return `Stopped: ${titles.map((title) => `“${title}”`).join(' and ')}.`;
}

type Recorded = {
  outcome: VoiceOutcome;
  /** Of what came after it was heard. */
  latenciesMs: Partial<Record<VoiceStage, number>>;
  runId: string | undefined;
  conversationId: string | undefined;
};

function recordCommand(session: SessionParts, heard: HeardUtterance, command: Recorded): void {
  const { outcome, runId, conversationId } = command;
  const latenciesMs = { ...heard.latenciesMs, ...command.latenciesMs };
  const sinceSpeechMs = Math.max(0, Math.round(performance.now() - heard.endedAt));
  const payload = { sessionId: session.id, text: heard.reading.text, outcome, latenciesMs, sinceSpeechMs };
  const scope = { ...(conversationId ? { conversationId } : {}), ...(runId ? { runId } : {}) };
  tell(session, { type: 'voice.commanded', payload, scope });
}
