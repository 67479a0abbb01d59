import { HeronError } from '../../base/errors.ts';

/** What workers have of speech; engines and models of this machine alone, so nothing leaves it. */
export type SpeechForWorkers = {
  /** `recording` is a whole file; `onShare` is told how much of it is written down, from 0 to 1. Errors: `unsupported`, and those of engines. */
  transcribe(request: {
    recording: Buffer;
    language: string;
    signal: AbortSignal;
    onShare: (share: number) => void;
  }): Promise<{
    text: string;
    language?: string;
    pieces: { text: string; from: number; to: number }[];
  }>;
  /** A whole WAV. Errors: `unsupported`, and those of engines. */
  speak(request: { text: string; voice: string; rate: number; pitch: number; signal: AbortSignal }): Promise<Buffer>;
};

export const noSpeech: SpeechForWorkers = {
  transcribe: () => Promise.reject(new HeronError('unsupported', 'Nothing here writes speech down')),
  speak: () => Promise.reject(new HeronError('unsupported', 'Nothing here speaks')),
};
