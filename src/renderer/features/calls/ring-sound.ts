/** Two notes and a pause, in seconds. */
const notes = [
  { from: 0, hertz: 659.26 },
  { from: 0.22, hertz: 880 },
];
const noteSeconds = 0.42;
const everyMs = 2600;
const loudness = 0.18;

export type RingSound = { stop: () => void };

/** Rings until it is stopped. A browser that lets no page sound before somebody clicked on it stays silent. */
export function startRing(createContext: () => AudioContext = () => new AudioContext()): RingSound {
  const context = createContext();
  void context.resume().catch(() => undefined);
  const ring = (): void => {
    for (const { from, hertz } of notes) play(context, context.currentTime + from, hertz);
  };
  ring();
  const timer = setInterval(ring, everyMs);
  return {
    stop() {
      clearInterval(timer);
      void context.close().catch(() => undefined);
    },
  };
}

/** A struck note: there at once, and dying away, so that nothing clicks. */
function play(context: AudioContext, at: number, hertz: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(loudness, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + noteSeconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + noteSeconds);
}
