import { HeronError, toFailure } from '../../../base/errors.ts';
import { onAbort } from '../../../base/on-abort.ts';
import type { SessionParts } from '../session-parts.ts';
import { tell } from '../session-parts.ts';
import type { StageEvents } from '../stage-events.ts';
import { createSentenceQueue } from './sentence-queue.ts';
import { chooseVoice, speakAs } from './speakers.ts';
import { sentencesToSpeak } from './spoken-text.ts';

/** Something that is said sentence by sentence, as they come. */
export type Telling = {
  add(sentence: string): void;
  /** Resolves when all of it is made. What is added afterwards, or after somebody interrupted, is not said. */
  end(): Promise<void>;
};

export type Speech = {
  /**
   * Makes its sentences one after the other; a window plays them. Another text waits until this one is made. `always`: also
   * where answers are not read out.
   */
  say(utterance: number, markdown: string, how?: { always: boolean }): Promise<void>;
  /** As `say`, for what is still being written. Nothing else is said until it has ended. */
  begin(utterance: number): Telling;
  /** The sounds are given once each. Errors: `not-found`. */
  take(sound: number): Buffer;
  isPlaying(): boolean;
  /** Nothing is heard any more: somebody spoke, or all was played. More may still come of what is being made. */
  quiet(wasInterrupted: boolean): void;
  close(): void;
};

/** A window that says nothing of it is taken to have ended. */
const longestPlayingMs = 60_000;

/** What Heron says in one session. `onChange` is called when it begins or ends to be heard. */
export function createSpeech(parts: SessionParts, events: StageEvents, onChange: () => void): Speech {
  const sounds = createSounds(parts, onChange);
  const missed = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  /** Told once for each voice. */
  const missing = (utterance: number) => (wanted: string, instead: string) => {
    if (missed.has(wanted)) return;
    missed.add(wanted);
    const text = `The voice ${wanted} is not there any more: ${instead} reads instead. Choose one in Settings, Voice`;
    events.fail(utterance, 'speak', new HeronError('not-found', text, { voice: wanted }));
  };

  function begin(utterance: number): Telling {
    const sentences = createSentenceQueue();
    const signal = sounds.interruption();
    onAbort(signal, sentences.end);
    const isMade = sounds.make();
    const said = turn
      .then(() =>
        speak(parts, { events, utterance, sentences, play: sounds.play, signal, onMissing: missing(utterance) }),
      )
      .catch((error: unknown) => {
        if (toFailure(error).code !== 'cancelled') events.fail(utterance, 'speak', error);
      })
      .finally(isMade);
    turn = said;
    return {
      add: sentences.add,
      end() {
        sentences.end();
        return said;
      },
    };
  }

  function say(utterance: number, markdown: string, { always } = { always: false }): Promise<void> {
    const sentences = sentencesToSpeak(markdown);
    if (!(always || parts.settings().speaks) || sentences.length === 0) return Promise.resolve();
    const telling = begin(utterance);
    sentences.forEach(telling.add);
    return telling.end();
  }

  return {
    say,
    begin: (utterance) => (parts.settings().speaks ? begin(utterance) : silent),
    ...{ take: sounds.take, isPlaying: sounds.isPlaying, quiet: sounds.quiet, close: () => sounds.quiet(true) },
  };
}

/** The sounds that windows fetch, and whether one is heard. */
function createSounds(parts: SessionParts, onChange: () => void) {
  const sounds = new Map<number, Buffer>();
  let made = 0;
  let making = 0;
  let isPlaying = false;
  let interrupting = new AbortController();
  let over: NodeJS.Timeout | undefined;

  function quiet(wasInterrupted: boolean): void {
    if (wasInterrupted) {
      interrupting.abort();
      interrupting = new AbortController();
      sounds.clear();
    } else if (making > 0 || sounds.size > 0) return;
    clearTimeout(over);
    if (!isPlaying) return;
    isPlaying = false;
    onChange();
  }

  return {
    quiet,
    isPlaying: () => isPlaying,
    interruption: () => interrupting.signal,
    /** Something is being made, until what it gives is called. */
    make() {
      making += 1;
      return (): void => void (making -= 1);
    },
    play(text: string, said: Sound): void {
      const sound = made;
      made += 1;
      if (said.wav) sounds.set(sound, said.wav);
      isPlaying = true;
      clearTimeout(over);
      over = setTimeout(() => quiet(true), longestPlayingMs).unref();
      const payload = { sessionId: parts.id, sound, text, ...(said.byPage ? { said: said.byPage } : {}) };
      parts.log.emit({ type: 'voice.soundReady', payload });
      onChange();
    },
    take(sound: number): Buffer {
      const wav = sounds.get(sound);
      sounds.delete(sound);
      if (wav) return wav;
      throw new HeronError('not-found', `There is no sound ${sound}: it was fetched, or speech was interrupted`);
    },
  };
}

const silent: Telling = { add: () => undefined, end: () => Promise.resolve() };

/** A WAV, or how the window is to say it. */
type Sound =
  | { wav: Buffer; byPage?: undefined }
  | { byPage: { voice: string; rate: number; pitch: number }; wav?: undefined };

type Speaking = {
  events: StageEvents;
  utterance: number;
  sentences: AsyncIterable<string>;
  play: (text: string, sound: Sound) => void;
  signal: AbortSignal;
  /** The voice that was chosen is not there; another one reads. */
  onMissing: (wanted: string, instead: string) => void;
};

/** Errors: `unsupported`, `provider`, `cancelled`. */
async function speak(
  parts: SessionParts,
  { events, utterance, sentences, play, signal, onMissing }: Speaking,
): Promise<void> {
  const wanted = parts.settings().voice;
  const chosen = chooseVoice(parts.speakers(), wanted);
  if (!chosen) throw new HeronError('unsupported', 'Nothing on this machine can speak: sudo apt install flite');
  if (wanted !== '' && chosen.voice !== wanted) onMissing(wanted, chosen.voice);
  const { folder, environment } = parts;
  const said: string[] = [];
  let begun = 0;
  let firstSoundMs: number | undefined;
  for await (const text of sentences) {
    if (signal.aborted) break;
    if (said.length === 0) {
      begun = performance.now();
      events.start(utterance, 'speak');
    }
    said.push(text);
    const { rate, pitch } = parts.settings();
    const sound: Sound = chosen.speaker.isOfPage
      ? { byPage: { voice: chosen.voice, rate, pitch } }
      : { wav: await speakAs(chosen, { rate, pitch }, { text, folder, environment, signal }) };
    firstSoundMs ??= events.end(utterance, 'speak', begun, text);
    play(text, sound);
  }
  if (said.length === 0) return;
  const payload = { text: said.join(' '), firstSoundMs: firstSoundMs ?? 0, wasInterrupted: signal.aborted };
  tell(parts, { type: 'voice.spoken', payload: { sessionId: parts.id, ...payload } });
}
