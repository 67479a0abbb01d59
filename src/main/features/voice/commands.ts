import type { AnyEvent } from '../../../contract/events.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { VoiceOutcome } from '../../../contract/voice.ts';
import { toFailure } from '../../base/errors.ts';
import { mayAllowByVoice, questionText } from './approvals.ts';
import { answerWords, localCommands } from './hearing/grammar.ts';
import type { HeardUtterance } from './hearing/listening.ts';
import { type SessionParts, tell } from './session-parts.ts';
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
  /** What Heron says ends at once. */
  hush: () => void;
  /** Something of `questions` or `underWay` is another now. */
  onChange: () => void;
  /** An answer was given, or there is none to give: the next command needs no wake phrase for a while. */
  onOver: () => void;
};

/** A run that was begun by voice. */
type Followed = { runId: string; utterance: number; begun: number };

export function isLocal(text: string): boolean {
  return (localCommands as readonly string[]).includes(text);
}

export function answerOf(text: string): 'allow' | 'deny' | undefined {
  if ((answerWords.allow as readonly string[]).includes(text)) return 'allow';
  return (answerWords.deny as readonly string[]).includes(text) ? 'deny' : undefined;
}

const quietEnds = ['permission.granted', 'permission.denied', 'permission.withdrawn'];
const runEnds = ['run.completed', 'run.failed', 'run.cancelled'];

/** What spoken commands do: the few that are understood here, answers to questions, and all others as sentences of the conversation. */
export function createCommands(parts: CommandParts): Commands {
  const { session, events } = parts;
  const runs = new Map<string, Followed>();
  let conversationId: string | undefined;
  let last: Followed | undefined;
  let sending = 0;
  let asked: PermissionRequest[] = [];
  let asking: NodeJS.Timeout | undefined;

  function record(heard: HeardUtterance, outcome: VoiceOutcome, more: { understand?: number; runId?: string } = {}) {
    const { understand, runId } = more;
    const latenciesMs = { ...heard.latenciesMs, ...(understand === undefined ? {} : { understand }) };
    const sinceSpeechMs = Math.max(0, Math.round(performance.now() - heard.endedAt));
    const payload = { sessionId: session.id, text: heard.reading.text, outcome, latenciesMs, sinceSpeechMs };
    const scope = { ...(conversationId ? { conversationId } : {}), ...(runId ? { runId } : {}) };
    tell(session, { type: 'voice.commanded', payload, scope });
  }

  async function send(heard: HeardUtterance): Promise<void> {
    const { number: utterance, reading } = heard;
    const begun = performance.now();
    events.start(utterance, 'understand');
    sending += 1;
    parts.onChange();
    try {
      const known = conversationId === undefined ? {} : { conversationId };
      const sent = await session.send({ ...known, text: reading.text, origin: 'voice' });
      ({ conversationId } = sent);
      const understand = events.end(utterance, 'understand', begun, reading.text);
      record(heard, 'sent', { understand, ...(sent.runId === undefined ? {} : { runId: sent.runId }) });
      if (sent.runId === undefined) await answerInWords(utterance, sent.conversationId);
      else follow({ runId: sent.runId, utterance, begun: performance.now() });
    } catch (error) {
      events.fail(utterance, 'understand', error);
      await parts.say(utterance, `That did not work. ${toFailure(error).message}`);
    } finally {
      sending -= 1;
      parts.onChange();
    }
  }

  async function answerInWords(utterance: number, id: string): Promise<void> {
    const said = session.log.last('message.added', { conversationId: id })?.payload.message;
    if (said?.role === 'assistant') await parts.say(utterance, said.text);
    parts.onOver();
  }

  /** It may have asked, and even ended, before its id was known here. */
  function follow(followed: Followed): void {
    last = followed;
    runs.set(followed.runId, followed);
    events.start(followed.utterance, 'act');
    if (session.pending(followed.runId).length > 0) askSoon(followed);
    const answer = session.log.last('message.added', { runId: followed.runId });
    if (answer) heed(answer);
  }

  /** All that a plan needs is asked for at once, in events one after the other. */
  function askSoon(followed: Followed): void {
    clearTimeout(asking);
    asking = setTimeout(() => ask(followed), 30).unref();
  }

  function ask(followed: Followed): void {
    asked = session.pending(followed.runId);
    parts.onChange();
    if (asked.length > 0) void parts.say(followed.utterance, questionText(asked, mayAllow()));
  }

  function mayAllow(): boolean {
    return session.settings().answersByVoice && asked.every((request) => mayAllowByVoice(request, session.riskOf));
  }

  async function answer(heard: HeardUtterance, wanted: 'allow' | 'deny'): Promise<void> {
    if (wanted === 'allow' && !mayAllow()) {
      await parts.say(heard.number, 'This one needs an answer on the screen.');
      return;
    }
    const decision: 'once' | 'deny' = wanted === 'allow' ? 'once' : 'deny';
    const answers = asked.map(({ id }) => ({ requestId: id, answer: decision }));
    const runId = asked[0]?.runId;
    asked = [];
    await session.answer(answers);
    record(heard, wanted === 'allow' ? 'allowed' : 'denied', runId === undefined ? {} : { runId });
    parts.onChange();
  }

  async function local(heard: HeardUtterance): Promise<void> {
    parts.hush();
    if (heard.reading.text.startsWith('undo')) return undo(heard);
    const working = [...runs.keys()];
    await Promise.all(working.map((runId) => session.cancelRun(runId)));
    record(heard, working.length > 0 ? 'cancelled' : 'stopped');
    parts.onOver();
  }

  async function undo(heard: HeardUtterance): Promise<void> {
    if (!last || runs.has(last.runId)) return parts.say(heard.number, 'There is nothing to undo.');
    await session.undoRun(last.runId);
    record(heard, 'undone', { runId: last.runId });
    await parts.say(heard.number, 'Undone.');
  }

  function heed(event: AnyEvent): void {
    const followed = runs.get(event.scope.runId ?? '');
    if (!followed) return;
    if (event.type === 'permission.requested') askSoon(followed);
    else if (quietEnds.includes(event.type) && asked.length > 0) {
      asked = session.pending(followed.runId);
      parts.onChange();
    } else if (runEnds.includes(event.type)) {
      asked = [];
      events.end(followed.utterance, 'act', followed.begun);
      parts.onChange();
    } else if (event.type === 'message.added' && event.payload.message.role === 'assistant') {
      runs.delete(followed.runId);
      parts.onOver();
      parts.onChange();
      void parts.say(followed.utterance, event.payload.message.text);
    }
  }

  return {
    async obey(heard) {
      const { text } = heard.reading;
      const wanted = asked.length > 0 ? answerOf(text) : undefined;
      try {
        if (isLocal(text)) await local(heard);
        else if (wanted) await answer(heard, wanted);
        else await send(heard);
      } catch (error) {
        events.fail(heard.number, 'act', error);
        await parts.say(heard.number, `That did not work. ${toFailure(error).message}`);
      }
    },
    heed,
    attend: (id) => {
      conversationId = id;
    },
    questions: () => asked.length,
    underWay: () => sending + runs.size,
  };
}
