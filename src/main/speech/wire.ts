import type { Failure } from '../../contract/errors.ts';

/** Each engine runs in a process of its own. */
export type SpeechEngine = 'whisper' | 'sherpa' | 'flite' | 'decoder';

/** Part of what was said; seconds from the beginning of the sound. */
export type SpokenPiece = { text: string; from: number; to: number };

/** Seconds from the beginning. */
export type Stretch = { from: number; to: number };

/** The files of a transducer that hears while one speaks. */
export type StreamFiles = { encoder: string; decoder: string; joiner: string; tokens: string };

/** The files of a neural voice; `phonemes` is the folder with what espeak-ng knows of a language. */
export type VoiceFiles = { model: string; tokens: string; phonemes?: string; lexicon?: string };

/** What an engine is asked, what it tells on the way, and what it answers. Sound is 16 kHz, one channel, 16 bits. */
export type Asks = {
  /** `language` is a code of two letters; empty: it finds out. */
  transcribe: {
    question: { model: string; audio: Int16Array; language: string; threads: number };
    part: SpokenPiece;
    answer: { pieces: SpokenPiece[]; language?: string };
  };
  findSpeech: { question: { model: string; audio: Int16Array }; part: never; answer: Stretch[] };
  /** Sound follows in pieces until it ends; the parts are all that was heard so far. */
  listen: { question: { files: StreamFiles; threads: number }; part: string; answer: SpokenPiece[] };
  /** Sound follows in pieces until it ends; each part is a phrase that was heard. `phrases` has a line of tokens for each. */
  spot: {
    question: { files: StreamFiles; phrases: string; threshold: number; threads: number };
    part: string;
    answer: string[];
  };
  /** `rate` 1 is the voice's own pace; `samples` are of one channel, `sampleRate` of them a second. */
  speak: {
    question: { files: VoiceFiles; text: string; speaker: number; rate: number; threads: number };
    part: never;
    answer: { samples: Int16Array; sampleRate: number };
  };
  /** A text by flite; `module` is its WebAssembly, `rate` 1 the voice's own pace. */
  readOut: {
    question: { module: string; text: string; voice: string; rate: number };
    part: never;
    answer: { wav: Uint8Array };
  };
  /** What is packed in a recording: Opus in Ogg, WebM or MP4, or MP3. */
  unpack: { question: { bytes: Uint8Array }; part: never; answer: { audio: Int16Array } };
};
export type AskKind = keyof Asks;

export type Ask = { [Kind in AskKind]: { kind: Kind; question: Asks[Kind]['question'] } }[AskKind];

export type ToSpeech =
  | { to: 'ask'; id: number; ask: Ask }
  | { to: 'hear'; id: number; audio: Int16Array }
  | { to: 'end'; id: number }
  | { to: 'cancel'; id: number };

export type FromSpeech =
  | { from: 'part'; id: number; part: unknown }
  | { from: 'answer'; id: number; answer: unknown }
  | { from: 'failed'; id: number; failure: Failure };
