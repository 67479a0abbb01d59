import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HeronError } from '../../../base/errors.ts';
import { withPitch, withRealLength } from './wav.ts';

const run = promisify(execFile);

export type SpeechRequest = {
  text: string;
  voice: string;
  /** 1 is the voice's own pace. */
  rate: number;
  /** Where it may put a file for a moment. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
};

/** What turns a sentence into a WAV. */
export type Speaker = {
  name: string;
  voices: string[];
  /** What it says leaves the machine. */
  isHosted?: boolean;
  /** It is there so that something speaks; voices of the system or the person’s own come first. */
  isSpare?: boolean;
  /** The window says it: there is no sound here. */
  isOfPage?: boolean;
  speak(request: SpeechRequest): Promise<Buffer>;
};

const longestMs = 20_000;
const mostBytes = 16 * 1024 * 1024;

export const flite: Speaker = {
  name: 'flite',
  voices: ['slt', 'rms', 'awb', 'kal16'],
  async speak({ text, voice, rate, folder, environment, signal }) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const place = await mkdtemp(join(folder, 'speech-'));
    try {
      const file = join(place, 'said.wav');
      const args = ['-voice', voice, '--setf', `duration_stretch=${(1 / rate).toFixed(2)}`, '-t', text, '-o', file];
      await run('flite', args, { env: { PATH: environment['PATH'] }, timeout: longestMs, signal });
      return withRealLength(await readFile(file));
    } catch (error) {
      throw notSpoken('flite', error, signal);
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  },
};

const wordsAMinute = 165;

export const espeakNg: Speaker = {
  name: 'espeak-ng',
  voices: ['en-us', 'en-gb'],
  async speak({ text, voice, rate, environment, signal }) {
    const args = ['-v', voice, '-s', String(Math.round(wordsAMinute * rate)), '--stdout', '--', text];
    const options = {
      ...{ env: { PATH: environment['PATH'], LANG: 'C.UTF-8' }, timeout: longestMs, signal },
      ...{ encoding: 'buffer' as const, maxBuffer: mostBytes },
    };
    try {
      const { stdout } = await run('espeak-ng', args, options);
      return withRealLength(stdout);
    } catch (error) {
      throw notSpoken('espeak-ng', error, signal);
    }
  },
};

function notSpoken(name: string, error: unknown, signal: AbortSignal): HeronError {
  if (signal.aborted) return new HeronError('cancelled', 'Speech was interrupted');
  if (error instanceof HeronError) return error;
  const because = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  return new HeronError('provider', `${name} could not say a sentence: ${because}`, undefined, { cause: error });
}

/** With what the window itself can speak with: before what is only there so that something speaks. */
export function withPageVoices(speakers: readonly Speaker[], voices: readonly string[]): Speaker[] {
  if (voices.length === 0) return [...speakers];
  const page: Speaker = {
    ...{ name: 'the system', isOfPage: true, voices: [...voices] },
    speak: () => Promise.reject(new HeronError('unsupported', 'Only a window speaks with the voices of its system')),
  };
  const spare = speakers.findIndex(({ isSpare }) => isSpare);
  return spare === -1 ? [...speakers, page] : speakers.toSpliced(spare, 0, page);
}

/** The voice by its name, else the first there is. */
export function chooseVoice(speakers: readonly Speaker[], wanted: string): Chosen | undefined {
  const speaker = speakers.find(({ voices }) => voices.includes(wanted)) ?? speakers[0];
  const voice = speaker?.voices.includes(wanted) ? wanted : speaker?.voices[0];
  return speaker && voice !== undefined ? { speaker, voice } : undefined;
}

type Chosen = { speaker: Speaker; voice: string };

/** In the voice, at the pace and pitch that are set. Errors: those of the speaker. */
export async function speakAs(
  { speaker, voice }: Chosen,
  { rate, pitch }: { rate: number; pitch: number },
  request: Omit<SpeechRequest, 'voice' | 'rate'>,
): Promise<Buffer> {
  return withPitch(await speaker.speak({ ...request, voice, rate: rate / pitch }), pitch);
}
