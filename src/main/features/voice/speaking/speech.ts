import { HeronError, toFailure } from '../../../base/errors.ts';
import type { SessionParts } from '../session-parts.ts';
import { tell } from '../session-parts.ts';
import { chooseVoice } from './speakers.ts';
import { sentencesToSpeak } from './spoken-text.ts';
import type { StageEvents } from '../stage-events.ts';

export type Speech = {
  /** Makes its sentences one after the other; a window plays them. Another text waits until this one is over. */
  say(utterance: number, markdown: string): Promise<void>;
  /** The sounds are given once each. Errors: `not-found`. */
  take(sound: number): Buffer;
  isPlaying(): boolean;
  /** Nothing is heard any more; gives whether there was nothing left to hear. */
  quiet(wasInterrupted: boolean): boolean;
  close(): void;
};

/** A window that says nothing of it is taken to have ended. */
const longestPlayingMs = 60_000;

/** What Heron says in one session. `onChange` is called when it begins or ends to be heard. */
export function createSpeech(parts: SessionParts, events: StageEvents, onChange: () => void): Speech {
  const sounds = new Map<number, Buffer>();
  let made = 0;
  let making = 0;
  let isPlaying = false;
  let interrupting = new AbortController();
  let over: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function play(sound: number, text: string): void {
    isPlaying = true;
    clearTimeout(over);
    over = setTimeout(() => quiet(true), longestPlayingMs).unref();
    parts.log.emit({ type: 'voice.soundReady', payload: { sessionId: parts.id, sound, text } });
    onChange();
  }

  function quiet(wasInterrupted: boolean): boolean {
    if (wasInterrupted) {
      interrupting.abort();
      interrupting = new AbortController();
      sounds.clear();
    } else if (making > 0 || sounds.size > 0) return false;
    clearTimeout(over);
    const wasPlaying = isPlaying;
    isPlaying = false;
    if (wasPlaying) onChange();
    return true;
  }

  async function speak(utterance: number, sentences: string[]): Promise<void> {
    const { signal } = interrupting;
    const chosen = chooseVoice(parts.speakers(), parts.settings().voice);
    if (!chosen) throw new HeronError('unsupported', 'Nothing on this machine can speak: sudo apt install flite');
    const begun = performance.now();
    let firstSoundMs: number | undefined;
    events.start(utterance, 'speak');
    for (const text of sentences) {
      if (signal.aborted) break;
      const { rate } = parts.settings();
      const { folder, environment } = parts;
      const wav = await chosen.speaker.speak({ text, voice: chosen.voice, rate, folder, environment, signal });
      const sound = made;
      made += 1;
      sounds.set(sound, wav);
      firstSoundMs ??= events.end(utterance, 'speak', begun, text);
      play(sound, text);
    }
    const text = sentences.join(' ');
    const payload = { sessionId: parts.id, text, firstSoundMs: firstSoundMs ?? 0, wasInterrupted: signal.aborted };
    tell(parts, { type: 'voice.spoken', payload });
  }

  return {
    say(utterance, markdown) {
      const sentences = parts.settings().speaks ? sentencesToSpeak(markdown) : [];
      if (sentences.length === 0) return Promise.resolve();
      making += 1;
      const said = turn
        .then(() => speak(utterance, sentences))
        .catch((error: unknown) => {
          if (toFailure(error).code !== 'cancelled') events.fail(utterance, 'speak', error);
        })
        .finally(() => (making -= 1));
      turn = said;
      return said;
    },
    take(sound) {
      const wav = sounds.get(sound);
      sounds.delete(sound);
      if (wav) return wav;
      throw new HeronError('not-found', `There is no sound ${sound}: it was fetched, or speech was interrupted`);
    },
    isPlaying: () => isPlaying,
    quiet,
    close: () => void quiet(true),
  };
}
