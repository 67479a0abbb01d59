import { createRequire } from 'node:module';
import { HeronError } from '../../base/errors.ts';
import { onAbort } from '../../base/on-abort.ts';
import type { Asks, SpokenPiece } from '../wire.ts';
import type { Answer, OpenAsk } from './open-ask.ts';

/** Times are hundredths of a second. */
type Segment = { text: string; t0: number; t1: number };
type Context = {
  transcribeData(
    audio: ArrayBuffer,
    options: {
      language: string;
      maxThreads: number;
      temperature: number;
      onNewSegments: (news: { segments: Segment[]; nNew: number }) => void;
    },
  ): { stop(): Promise<void>; promise: Promise<{ segments: Segment[]; language?: string }> };
  release(): Promise<void>;
};
/** As much of the package as is used; its own types name a file that it does not ship. */
type Whisper = { initWhisper(options: { filePath: string; useGpu: boolean }): Promise<Context> };

let kept: { model: string; context: Context } | undefined;

export const answerByWhisper: Answer = async ({ kind, question }, asked) => {
  if (kind === 'transcribe') return transcribe(question, asked);
  throw new HeronError('unsupported', `whisper.cpp does not ${kind}`);
};

async function transcribe(
  { model, audio, language, threads }: Asks['transcribe']['question'],
  { part, signal }: OpenAsk,
): Promise<Asks['transcribe']['answer']> {
  const context = await contextOf(model);
  const bytes = new Int16Array(audio).buffer;
  const { stop, promise } = context.transcribeData(bytes, {
    ...{ language: language || 'auto', maxThreads: threads, temperature: 0 },
    onNewSegments: ({ segments, nNew }) => segments.slice(-nNew).forEach((segment) => part(pieceOf(segment))),
  });
  // One that is stopped never settles.
  const stopped = Promise.withResolvers<never>();
  const forget = onAbort(signal, () => {
    void stop();
    stopped.reject(signal.reason);
  });
  try {
    const { segments, language: found } = await Promise.race([promise, stopped.promise]);
    return { pieces: segments.map(pieceOf), ...(found ? { language: found } : {}) };
  } finally {
    forget();
  }
}

function pieceOf({ text, t0, t1 }: Segment): SpokenPiece {
  return { text: text.trim(), from: t0 / 100, to: t1 / 100 };
}

async function contextOf(model: string): Promise<Context> {
  if (kept?.model === model) return kept.context;
  await kept?.context.release();
  kept = undefined;
  const context = await library().initWhisper({ filePath: model, useGpu: false });
  kept = { model, context };
  return context;
}

function library(): Whisper {
  return createRequire(import.meta.url)('@fugood/whisper.node') as Whisper;
}
