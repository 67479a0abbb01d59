import { createRequire } from 'node:module';

type Sound = { samples: Float32Array; sampleRate: number };

export type Stream = { acceptWaveform(sound: Sound): void; inputFinished(): void };

/** What hears while one speaks, words or phrases. */
export type Hearing<Result> = {
  createStream(): Stream;
  isReady(stream: Stream): boolean;
  decode(stream: Stream): void;
  reset(stream: Stream): void;
  getResult(stream: Stream): Result;
};

export type Words = { text: string; tokens: string[]; timestamps: number[]; start_time: number };
export type Recognizer = Hearing<Words> & { isEndpoint(stream: Stream): boolean };
export type Spotter = Hearing<{ keyword: string }>;

export type Vad = {
  acceptWaveform(samples: Float32Array): void;
  isEmpty(): boolean;
  /** Of an empty one it ends the process. */
  front(usesExternalBuffer: boolean): { start: number; samples: Float32Array };
  pop(): void;
  flush(): void;
  reset(): void;
};

export type Tts = {
  numSpeakers: number;
  generate(ask: { text: string; sid: number; speed: number; enableExternalBuffer: boolean }): Sound;
};

type Transducer = { encoder: string; decoder: string; joiner: string };
type OnlineModel = { transducer: Transducer; tokens: string; numThreads: number; provider: 'cpu' };
const features = { sampleRate: 16_000, featureDim: 80 };
export type Features = typeof features;

/** As much of sherpa-onnx-node as is used; it comes without types. */
type Library = {
  Vad: new (
    config: {
      sileroVad: {
        model: string;
        threshold: number;
        minSilenceDuration: number;
        minSpeechDuration: number;
        windowSize: number;
      };
      sampleRate: number;
      numThreads: number;
    },
    bufferSeconds: number,
  ) => Vad;
  OnlineRecognizer: new (config: {
    featConfig: Features;
    modelConfig: OnlineModel;
    enableEndpoint: boolean;
    rule2MinTrailingSilence: number;
  }) => Recognizer;
  KeywordSpotter: new (config: {
    featConfig: Features;
    modelConfig: OnlineModel;
    keywordsBuf: string;
    keywordsBufSize: number;
    keywordsThreshold: number;
  }) => Spotter;
  OfflineTts: {
    createAsync(config: {
      model: {
        vits: { model: string; tokens: string; dataDir: string; lexicon: string };
        numThreads: number;
        provider: 'cpu';
      };
      maxNumSentences: number;
    }): Promise<Tts>;
  };
};

export const featConfig = features;

export function library(): Library {
  return createRequire(import.meta.url)('sherpa-onnx-node') as Library;
}
