import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRate } from '../../../src/main/features/voice/hearing/voice-activity.ts';
import { samplesOf } from '../../../src/main/features/voice/speaking/wav.ts';

/** The first three are made of recordings, and clearer than the last. */
export const voices = ['slt', 'rms', 'awb', 'kal16'];

/** What lies in the home folder, to be named. */
export const names = [
  'notes',
  'documents',
  'pictures',
  'music',
  'downloads',
  'budget',
  'invoices',
  'holiday',
  'report',
];

export const commands = [
  'zip the folder notes',
  'compress the folder pictures',
  'pack the folder invoices',
  'unzip the file report',
  'extract the archive report',
  'list the contents of the archive notes',
  'what is in the archive report',
  'hash the file report',
  'what is the checksum of the file budget',
  'what time is it',
  'what day is today',
  'what is the date',
  'tell me the time',
  'wait 1 minute',
  'wait 5 seconds',
  'sleep for 10 seconds',
  'list the files in documents',
  'list pictures',
  'show me the files in music',
  'what is in the folder downloads',
  'what files are in the folder notes',
  'read the file report',
  'what does the file report say',
  'make a new folder notes',
  'copy the folder notes to documents',
  'duplicate the folder budget to downloads',
  'move the file report to documents',
  'remove the folder holiday',
  'delete the file report',
  'throw away the folder invoices',
  'trash the file report',
  'what is running',
  'show me all the running processes',
  'what is using the most memory',
  'list all my background jobs',
  'count the words in report',
  'how many lines are in the file report',
  'how long is the file report',
  'find links in the file report',
  'which programs are running',
  'remind me in 10 minutes',
  'remind me at half past seven',
  'remind me tomorrow at nine',
  'set a timer for 5 minutes',
  'wake me at seven in the morning',
  'what reminders do i have',
  'cancel the reminder',
  'stop',
  'cancel',
  'undo that',
];

/** What sounds like the wake phrase and is none, or only to who is called so. */
export const nearPhrases = [
  'hey karen',
  'hey aaron, come here',
  'pay her on time',
  'hate her only a little',
  'hay hair on the floor',
  'there is a herring',
  'she heard the hero',
  'hey harry, what time is it',
  'hey sharon, zip the folder',
  'hey helen',
  'they are on the table',
  'hey erin, stop',
  'say her own name',
  'hey iran won the match',
  'the heron flew away',
  'a heron stood there',
  'hey hero',
  'stay here on the left',
  'hey hurry on',
  'hey baron, how are you',
  'play here on monday',
  'may heroes win',
  'hay wherever they go',
  'hey ron, cancel',
  'hey there run',
];

/** How fast it is said: a number above one is slower. */
export const paces = [1, 0.85, 1.2];

/** As flite is to say it: numbers are words there too. */
const numberWords: Record<string, string> = { '1': 'one', '5': 'five', '10': 'ten' };

/** Of silence, before and after each of the clips. */
export const padSeconds = 0.7;

/** A sentence in a voice, with silence around it; the noise is that of a room, the same each time. */
export function said(text: string, voice: string, noise: number, pace = 1): Int16Array<ArrayBuffer> {
  return inRoom(spokenBy(voice, text, pace), noise);
}

const gapSeconds = 0.1;

/** A phrase and what follows it in one breath; `endOfFirst` is where its last sound ends, in seconds. */
export function saidAfter(
  first: string,
  then: string,
  voice: string,
  noise: number,
): { samples: Int16Array<ArrayBuffer>; endOfFirst: number } {
  const [phrase, rest] = [first, then].map((text) => withoutSilence(spokenBy(voice, text, 1))) as [
    Int16Array,
    Int16Array,
  ];
  const gap = Math.round(gapSeconds * sampleRate);
  const both = new Int16Array(phrase.length + gap + rest.length);
  both.set(phrase);
  both.set(rest, phrase.length + gap);
  return { samples: inRoom(both, noise), endOfFirst: padSeconds + phrase.length / sampleRate };
}

/** Louder than this a voice is heard. */
const audible = 400;

function withoutSilence(samples: Int16Array): Int16Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > audible;
  return samples.slice(samples.findIndex(isLoud), samples.findLastIndex(isLoud) + 1);
}

function spokenBy(voice: string, text: string, pace: number): Int16Array {
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-said-'));
  try {
    const file = join(folder, 'said.wav');
    const words = text.replaceAll(/\b\d+\b/g, (digits) => numberWords[digits] ?? digits);
    execFileSync('flite', ['-voice', voice, '--setf', `duration_stretch=${pace}`, '-t', words, '-o', file]);
    const { samples, rate } = samplesOf(readFileSync(file));
    return resampled(samples, rate);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** kal16 and those made of recordings have the rate that is heard; another one is brought to it. */
function resampled(samples: Int16Array, rate: number): Int16Array {
  if (rate === sampleRate) return samples;
  const step = rate / sampleRate;
  return Int16Array.from({ length: Math.floor(samples.length / step) }, (_, at) => samples[Math.floor(at * step)] ?? 0);
}

/** With silence before and after, and noise over all of it. */
export function inRoom(samples: Int16Array, noise: number): Int16Array<ArrayBuffer> {
  const pad = Math.round(padSeconds * sampleRate);
  const all = new Int16Array(samples.length + 2 * pad);
  all.set(samples, pad);
  const random = steady(samples.length);
  return all.map((sample) => Math.max(-32_768, Math.min(32_767, sample + (random() * 2 - 1) * noise)));
}

function steady(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** When the last word ends, in seconds: the voice is louder than any noise that is put over it. */
export function endOfSpeech(samples: Int16Array, noise: number): number {
  return samples.findLastIndex((sample) => Math.abs(sample) > noise + audible) / sampleRate;
}
