import type { AnyEvent } from '../../../contract/events.ts';
import type { VoiceState } from '../../../contract/voice.ts';
import { HeronError } from '../../base/errors.ts';
import { createCommands } from './commands.ts';
import { type Address, createListening, type Ear, type HeardUtterance, notUnderstood } from './hearing/listening.ts';
import { answerOf, isLocal } from './hearing/spoken-commands.ts';
import type { SessionParts } from './session-parts.ts';
import { atRest, type SessionFacts, stateOf } from './session-state.ts';
import { createSpeech } from './speaking/speech.ts';
import { stageEvents } from './stage-events.ts';

export type VoiceSession = {
  hear(samples: Int16Array): { isSpeech: boolean };
  talk(isTalking: boolean): void;
  attend(conversationId: string | undefined): void;
  sound(sound: number): Buffer;
  quiet(wasInterrupted: boolean): void;
  /** Heron says it of its own accord, and listens to what is said then. */
  tell(text: string): void;
  listenWith(ear: Ear): void;
  heed(event: AnyEvent): void;
  /** By the clock. */
  heardAt(): number;
  close(): void;
};

/** One window's microphone, and what is said over it. */
export function createSession(parts: SessionParts): VoiceSession {
  const events = stageEvents(parts);
  let heardAt = parts.clock();
  const board = createBoard(parts, () => ({
    isPlaying: speech.isPlaying(),
    questions: commands.questions(),
    commands: commands.underWay(),
  }));
  const speech = createSpeech(parts, events, board.update);
  const commands = createCommands({
    ...{ session: parts, events, say: speech.say, begin: speech.begin, onChange: board.update },
    hush: () => speech.quiet(true),
    onOver: board.keepOpen,
  });
  const listening = createListening({
    events,
    wakePhrase: () => parts.settings().wakePhrase,
    addressOf: () => addressOf(parts, board, { isPlaying: speech.isPlaying(), questions: commands.questions() }),
    isPlaying: speech.isPlaying,
    onWoken: board.keepOpenAtLeast,
    onSpeech: board.setAddressed,
    onUtterance: heed,
  });

  function heed(heard: HeardUtterance): void {
    if (!isMeant(heard)) return;
    const meaning = meaningOf(heard, commands.questions() > 0);
    if (meaning === 'wake') board.keepOpenAtLeast();
    if (meaning === 'unclear') events.fail(heard.number, 'transcribe', notUnderstood());
    if (meaning === 'command') void commands.obey(heard);
    if (meaning === 'too-soon') {
      events.fail(heard.number, 'transcribe', tooSoon());
      void speech.say(heard.number, sayItAgain);
    }
    board.update();
  }

  return {
    hear(samples) {
      heardAt = parts.clock();
      return listening.hear(samples);
    },
    talk(isTalking) {
      if (isTalking) speech.quiet(true);
      board.talk(isTalking);
    },
    attend: commands.attend,
    sound: speech.take,
    quiet: speech.quiet,
    tell(text) {
      // At least so long, also where settings want the wake phrase each time.
      void speech.say(0, text, { always: true }).finally(board.keepOpenAtLeast);
    },
    listenWith: listening.listenWith,
    heed: commands.heed,
    heardAt: () => heardAt,
    close() {
      board.close();
      listening.close();
      speech.close();
    },
  };
}

function isMeant({ isAddressed, isOverSpeech, reading: { text, hasWake } }: HeardUtterance): boolean {
  return isAddressed || hasWake || (isOverSpeech && isLocal(text));
}

type Meaning = 'wake' | 'unclear' | 'command' | 'too-soon' | 'nothing';

function meaningOf(heard: HeardUtterance, isAsked: boolean): Meaning {
  const { text, hasWake, hasOther } = heard.reading;
  if (text === '' && hasWake && !hasOther) return 'wake';
  if (text === '' || hasOther) return 'unclear';
  if (mayObey(heard, isAsked)) return 'command';
  return answerOf(text) === 'allow' && isAsked ? 'too-soon' : 'nothing';
}

/** Heron may have heard itself read a question or a file out: that allows nothing, and asks for nothing without the phrase. */
function mayObey({ reading: { text, hasWake }, isOverSpeech }: HeardUtterance, isAsked: boolean): boolean {
  if (!isOverSpeech || isLocal(text)) return true;
  const answer = answerOf(text);
  return answer === undefined ? hasWake : answer === 'deny' && isAsked;
}

const sayItAgain = 'I was still speaking. Say it again, please.';

function tooSoon(): HeronError {
  return new HeronError('conflict', 'A yes counts when Heron has asked to the end: say it again');
}

/** After the wake phrase, at least. */
const leastWindowMs = 6000;

type Board = ReturnType<typeof createBoard>;

/** What a session does, as windows are told of it, and until when no wake phrase is needed. */
function createBoard(parts: SessionParts, read: () => Omit<SessionFacts, 'isAddressed' | 'openUntil'>) {
  const { settings, clock, log, id } = parts;
  const facts: SessionFacts = { ...atRest };
  let shown: VoiceState = 'waiting';
  let windowEnd: NodeJS.Timeout | undefined;
  let isTalking = false;
  let isClosed = false;

  function update(): void {
    if (isClosed) return;
    Object.assign(facts, read());
    // An answer may take longer than the window stays open.
    if (shown === 'speaking' && !facts.isPlaying) keepOpen();
    const state = stateOf(facts, clock());
    if (state === shown) return;
    // The window is there for the person's answer, not for the time Heron takes; what others say leaves it as it is.
    if (state === 'ready' && shown !== 'hearing') keepOpen();
    shown = state;
    log.emit({ type: 'voice.stateChanged', payload: { sessionId: id, state } });
  }

  function keepOpenFor(ms: number): void {
    if (isTalking || settings().trigger === 'hold' || ms === 0) return;
    facts.openUntil = Math.max(facts.openUntil, clock() + ms);
    clearTimeout(windowEnd);
    windowEnd = setTimeout(update, facts.openUntil - clock() + 1).unref();
  }

  function keepOpen(): void {
    keepOpenFor(settings().followUpSeconds * 1000);
  }

  return {
    update,
    keepOpen,
    keepOpenAtLeast: () => keepOpenFor(leastWindowMs),
    isOpen: () => facts.openUntil > clock(),
    setAddressed: (isAddressed: boolean): void => {
      facts.isAddressed = isAddressed;
      update();
    },
    talk: (isDown: boolean): void => {
      isTalking = isDown;
      facts.openUntil = isDown ? Number.POSITIVE_INFINITY : 0;
      update();
    },
    close: (): void => {
      isClosed = true;
      clearTimeout(windowEnd);
    },
  };
}

/** Whether what is said now is meant for Heron, and what it may be. */
function addressOf(
  parts: SessionParts,
  board: Board,
  { isPlaying: isOverSpeech, questions }: { isPlaying: boolean; questions: number },
): Address | undefined {
  if (questions > 0) return { expectation: 'answer', isAddressed: true, isOverSpeech };
  if (isOverSpeech) return { expectation: 'interruption', isAddressed: false, isOverSpeech };
  if (board.isOpen()) return { expectation: 'command', isAddressed: true, isOverSpeech };
  if (parts.settings().trigger !== 'wake') return undefined;
  return { expectation: 'wake', isAddressed: false, isOverSpeech };
}
