import { hushPage, type PageVoice, sayInPage } from './page-voices.ts';

/** What is played: a WAV once it is here, or words that the page says itself. */
export type Sound = (() => Promise<Blob>) | { text: string; said: PageVoice };

export type Playback = {
  /** After those before it. */
  play: (sound: Sound) => void;
  /** At once; what waits is forgotten. Gives whether something was heard. */
  stop: () => boolean;
  isPlaying: () => boolean;
  close: () => void;
};

/** Plays one sound after the other. `onDry` is called when the last has been heard. */
export function createPlayback(onDry: () => void): Playback {
  let context: AudioContext | undefined;
  let waiting: Sound[] = [];
  let source: AudioBufferSourceNode | undefined;
  let isBusy = false;
  let round = 0;

  async function playNext(): Promise<void> {
    const own = round;
    const next = waiting.shift();
    if (!next) {
      isBusy = false;
      onDry();
      return;
    }
    try {
      if (typeof next === 'function') await playBlob(next, () => own === round);
      else await sayInPage(next.text, next.said);
    } catch {
      // It was interrupted in the engine, or this machine has no way to play it; the words are on the screen.
    }
    if (own === round) await playNext();
  }

  async function playBlob(sound: () => Promise<Blob>, isWanted: () => boolean): Promise<void> {
    context ??= new AudioContext();
    const bytes = await (await sound()).arrayBuffer();
    const buffer = await context.decodeAudioData(bytes);
    await context.resume();
    if (isWanted()) await heard(context, buffer, (begun) => (source = begun));
  }

  function stop(): boolean {
    const wasBusy = isBusy;
    round += 1;
    waiting = [];
    isBusy = false;
    source?.stop();
    if (wasBusy) hushPage();
    source = undefined;
    return wasBusy;
  }

  return {
    play: (sound) => {
      waiting.push(sound);
      if (isBusy) return;
      isBusy = true;
      void playNext();
    },
    stop,
    isPlaying: () => isBusy,
    close: () => {
      stop();
      void context?.close();
      context = undefined;
    },
  };
}

function heard(
  open: AudioContext,
  buffer: AudioBuffer,
  onBegin: (source: AudioBufferSourceNode) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const source = open.createBufferSource();
    onBegin(source);
    source.buffer = buffer;
    source.connect(open.destination);
    source.addEventListener('ended', () => resolve(), { once: true });
    source.start();
  });
}
