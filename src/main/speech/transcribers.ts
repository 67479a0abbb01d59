import { availableParallelism } from 'node:os';
import { HeronError } from '../base/errors.ts';
import type { ModelTarget } from '../models/model-target.ts';
import { transcribeHosted } from '../models/speech/hosted-speech.ts';
import type { SpeechHost } from './speech-host.ts';
import type { SpeechModel } from './speech-models.ts';
import type { Asked } from './speech-process.ts';
import { wavOf } from './wav-file.ts';
import type { SpokenPiece } from './wire.ts';

export type Transcript = { text: string; pieces: SpokenPiece[]; language?: string };

export type SoundToWrite = {
  /** 16 kHz, one channel, 16 bits. */
  audio: Int16Array;
  /** Two letters; empty: whoever writes finds out. */
  language: string;
  signal: AbortSignal;
  /** What there is so far. */
  onPart?: (text: string) => void;
  /** Up to which second it is written down. */
  onSecond?: (second: number) => void;
};

/** Writes down whatever is said. */
export type Transcriber = {
  /** As the settings name it. */
  id: string;
  name: string;
  engine: 'whisper.cpp' | 'sherpa-onnx' | 'server';
  /** Errors: `not-found`, `provider`, `worker-crashed`, `network`, `timeout`, `cancelled`; they say what to do. */
  transcribe(sound: SoundToWrite): Promise<Transcript>;
  /** Of one that hears while one speaks: sound follows in pieces. */
  listen?(signal: AbortSignal, onPart: (text: string) => void): Promise<Asked<'listen'>>;
};

/** Two threads leave the machine to others. */
const threads = Math.max(1, Math.min(4, availableParallelism() - 1));

/** The models of this machine that write, in the order in which they are taken. */
export function localTranscribers(host: SpeechHost, models: readonly SpeechModel[]): Transcriber[] {
  return models.flatMap((model) => {
    if (model.use === 'whisper') return whisperTranscriber(host, model);
    return model.use === 'stream' ? streamTranscriber(host, model) : [];
  });
}

function whisperTranscriber(
  host: SpeechHost,
  { id, name, model, files }: Extract<SpeechModel, { use: 'whisper' }>,
): Transcriber {
  return {
    ...{ id, name, engine: 'whisper.cpp' },
    async transcribe({ audio, language, signal, onPart, onSecond }) {
      const parts: string[] = [];
      // An English model knows no other language, and none to look for.
      const spoken = /\.en\b/.test(model) ? 'en' : language;
      const { pieces, language: found } = await host.ask({
        ...{ kind: 'transcribe', files, signal },
        question: { model, audio, language: spoken, threads },
        onPart: ({ text, to }) => {
          onSecond?.(to);
          parts.push(text);
          onPart?.(parts.join(' '));
        },
      });
      return transcriptOf(pieces, found);
    },
  };
}

function streamTranscriber(
  host: SpeechHost,
  { id, name, stream, files }: Extract<SpeechModel, { use: 'stream' | 'wake' }>,
): Transcriber {
  const listen = (signal: AbortSignal, onPart: (text: string) => void) =>
    host.open({ kind: 'listen', files, signal, onPart, question: { files: stream, threads: 1 } });
  return {
    ...{ id, name, engine: 'sherpa-onnx', listen },
    async transcribe({ audio, signal, onPart = () => undefined }) {
      const asked = await listen(signal, onPart);
      asked.hear(audio);
      asked.end();
      return transcriptOf(await asked.answer);
    },
  };
}

/** A server that speaks OpenAI's protocol; what is said leaves the machine, for a server that the person named. */
export function hostedTranscriber(id: string, target: () => ModelTarget): Transcriber {
  return {
    ...{ id, name: id, engine: 'server' },
    transcribe: ({ audio, language, signal }) =>
      transcribeHosted(target(), { wav: wavOf(audio, 16_000), language, signal }),
  };
}

export function transcriptOf(pieces: SpokenPiece[], language?: string): Transcript {
  // Whisper writes sounds that are no words in brackets.
  const said = pieces.filter(({ text }) => text !== '' && !/^[[(][^\])]*[\])]$/.test(text));
  const text = said.map((piece) => piece.text).join(' ');
  return { text, pieces: said, ...(language === undefined ? {} : { language }) };
}

/** By its name in the settings; empty: the first on this machine, and none when there is none. Errors: `not-found`. */
export function chooseTranscriber(
  local: readonly Transcriber[],
  wanted: string,
  hosted: (model: string) => ModelTarget,
): Transcriber | undefined {
  if (wanted === 'none') return undefined;
  if (wanted === '') return local[0];
  if (wanted.includes('/')) return hostedTranscriber(wanted, () => hosted(wanted));
  const found = local.find(({ id }) => id === wanted);
  if (found) return found;
  throw new HeronError('not-found', `The model ${wanted} is not on this machine: download it in Settings, Voice`, {
    modelId: wanted,
  });
}
