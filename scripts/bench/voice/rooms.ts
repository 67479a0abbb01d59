import { sampleRate } from '../../../src/main/features/voice/hearing/voice-activity.ts';
import { type Figure, figure } from '../figure.ts';
import { inRoom, padSeconds, said, voices } from './said.ts';

/** What is heard beside the voice: the noise of a fan, and others who talk at the same time, at a share of their own loudness. */
export const rooms = {
  'a quiet room': { noise: 30, others: 0 },
  'a noisy room': { noise: 300, others: 0 },
  'a room where others talk': { noise: 30, others: 0.05 },
};
export type Room = keyof typeof rooms;

export function saidIn(room: Room, text: string, voice: string, pace = 1): Int16Array<ArrayBuffer> {
  const { noise, others } = rooms[room];
  return withOthers(said(text, voice, noise, pace), others);
}

/** By how much the voices are louder than the room, in decibels. */
export function loudnessIn(room: Room): Figure {
  const { noise, others } = rooms[room];
  const decibels = voices.map((voice) => {
    const pad = padSeconds * sampleRate;
    const alone = said('zip the folder notes', voice, 0).slice(pad, -pad);
    const rest = withOthers(inRoom(new Int16Array(sampleRate), noise), others);
    return 20 * Math.log10(loudness(alone) / loudness(rest));
  });
  return figure(`voices over what else is heard, in ${room}`, 'dB', decibels);
}

function withOthers(samples: Int16Array<ArrayBuffer>, share: number): Int16Array<ArrayBuffer> {
  if (share === 0) return samples;
  const others = talk();
  // Not everything is said over the same words.
  const from = (samples.length * 7) % others.length;
  return samples.map((sample, at) => clipped(sample + share * (others[(from + at) % others.length] ?? 0)));
}

const talked = [
  'the train from the coast is late again, so we wait with dinner until he is here',
  'my sister has painted the kitchen, and now the whole house smells of it',
  'they say it will rain on friday, but the garden could do with some of it',
];
let kept: Float32Array | undefined;

/** Three who talk at once and never stop; each begins again at another moment than the rest. */
function talk(): Float32Array {
  if (kept) return kept;
  const pad = padSeconds * sampleRate;
  const each = talked.map((text, row) => said(text, voices[row] ?? 'slt', 0).slice(pad, -pad));
  kept = Float32Array.from({ length: 30 * sampleRate }, (_, at) =>
    each.reduce((sum, voice) => sum + (voice[at % voice.length] ?? 0), 0),
  );
  return kept;
}

function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

function clipped(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, sample));
}
