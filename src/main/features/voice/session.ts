import type { AnyEvent } from '../../../contract/events.ts';
import type { VoiceState } from '../../../contract/voice.ts';
import { answerOf, createCommands, isLocal } from './commands.ts';
import { type Address, createListening, type Ear, type HeardUtterance, notUnderstood } from './hearing/listening.ts';
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
  listenWith(ear: Ear): void;
  heed(event: AnyEvent): void;
  /** By the clock. */
  heardAt(): number;
  close(): void;
};

/** After the wake phrase alone, at least. */
const leastWindowMs = 6000;

/** One window's microphone, and what is said over it. */
export function createSession(parts: SessionParts): VoiceSession {
  const events = stageEvents(parts.log, parts.id);
  const facts: SessionFacts = { ...atRest };
  let shown: VoiceState = 'waiting';
  let heardAt = parts.clock();
  let windowEnd: NodeJS.Timeout | undefined;
  let isTalking = false;
  let isClosed = false;

  const speech = createSpeech(parts, events, update);
  const commands = createCommands({
    ...{ session: parts, events, say: speech.say, onChange: update },
    hush: () => void speech.quiet(true),
    onOver: () => keepOpen(parts.settings().followUpSeconds * 1000),
  });
  const listening = createListening({
    events,
    wakePhrase: () => parts.settings().wakePhrase,
    addressOf,
    isPlaying: speech.isPlaying,
    onWoken: () => keepOpen(leastWindowMs),
    onSpeech: (isAddressed) => {
      facts.isAddressed = isAddressed;
      update();
    },
    onUtterance: heed,
  });

  function update(): void {
    if (isClosed) return;
    facts.isPlaying = speech.isPlaying();
    facts.questions = commands.questions();
    facts.commands = commands.underWay();
    const state = stateOf(facts, parts.clock());
    if (state === shown) return;
    // The window is there for the person's answer, not for the time Heron takes.
    if (state === 'ready' && Number.isFinite(facts.openUntil)) keepOpen(parts.settings().followUpSeconds * 1000);
    shown = state;
    parts.log.emit({ type: 'voice.stateChanged', payload: { sessionId: parts.id, state } });
  }

  /** What is said from now on, for a while, needs no wake phrase. */
  function keepOpen(ms: number): void {
    if (isTalking || parts.settings().trigger === 'hold' || ms === 0) return;
    facts.openUntil = Math.max(facts.openUntil, parts.clock() + ms);
    clearTimeout(windowEnd);
    windowEnd = setTimeout(update, facts.openUntil - parts.clock() + 1).unref();
  }

  function addressOf(): Address | undefined {
    const isOverSpeech = speech.isPlaying();
    if (commands.questions() > 0) return { expectation: 'answer', isAddressed: true, isOverSpeech };
    const isOpen = facts.openUntil > parts.clock();
    if (isOpen || isOverSpeech) return { expectation: 'command', isAddressed: isOpen && !isOverSpeech, isOverSpeech };
    if (parts.settings().trigger !== 'wake') return undefined;
    return { expectation: 'wake', isAddressed: false, isOverSpeech };
  }

  function heed(heard: HeardUtterance): void {
    const { reading, isAddressed, isOverSpeech } = heard;
    const isMeant = isAddressed || reading.hasWake || (isOverSpeech && isLocal(reading.text));
    if (!isMeant) return;
    if (reading.text === '' && reading.hasWake && !reading.hasOther) keepOpen(leastWindowMs);
    else if (reading.text === '' || reading.hasOther) events.fail(heard.number, 'transcribe', notUnderstood());
    // Heron may have heard itself read a question or a file out.
    else if (!isOverSpeech || isLocal(reading.text) || (reading.hasWake && !answerOf(reading.text))) {
      void commands.obey(heard);
    }
    update();
  }

  return {
    hear(samples) {
      heardAt = parts.clock();
      return listening.hear(samples);
    },
    talk(isDown) {
      isTalking = isDown;
      facts.openUntil = isDown ? Number.POSITIVE_INFINITY : 0;
      if (isDown) speech.quiet(true);
      update();
    },
    attend: commands.attend,
    sound: speech.take,
    quiet: (wasInterrupted) => void speech.quiet(wasInterrupted),
    listenWith: listening.listenWith,
    heed: commands.heed,
    heardAt: () => heardAt,
    close() {
      isClosed = true;
      clearTimeout(windowEnd);
      listening.close();
      speech.close();
    },
  };
}
