export type Playback = {
  /** After those before it. */
  play: (sound: () => Promise<Blob>) => void;
  /** At once; what waits is forgotten. Gives whether something was heard. */
  stop: () => boolean;
  isPlaying: () => boolean;
  close: () => void;
};

/** Plays one sound after the other. `onDry` is called when the last has been heard. */
export function createPlayback(onDry: () => void): Playback {
  let context: AudioContext | undefined;
  let waiting: (() => Promise<Blob>)[] = [];
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
      context ??= new AudioContext();
      const bytes = await (await next()).arrayBuffer();
      const buffer = await context.decodeAudioData(bytes);
      await context.resume();
      if (own !== round) return;
      await heard(context, buffer);
    } catch {
      // It was interrupted in the engine, or this machine has no way to play it; the words are on the screen.
    }
    if (own === round) await playNext();
  }

  function heard(open: AudioContext, buffer: AudioBuffer): Promise<void> {
    return new Promise((resolve) => {
      source = open.createBufferSource();
      source.buffer = buffer;
      source.connect(open.destination);
      source.addEventListener('ended', () => resolve(), { once: true });
      source.start();
    });
  }

  function stop(): boolean {
    const wasBusy = isBusy;
    round += 1;
    waiting = [];
    isBusy = false;
    source?.stop();
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
