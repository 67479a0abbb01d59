import { HeronError } from '../../base/errors.ts';
import type { Asks, SpokenPiece, StreamFiles, Stretch } from '../wire.ts';
import type { Answer, OpenAsk } from './open-ask.ts';
import {
  featConfig,
  type Hearing,
  library,
  type Recognizer,
  type Spotter,
  type Stream,
  type Tts,
  type Vad,
} from './sherpa-library.ts';

const sampleRate = 16_000;

export const answerBySherpa: Answer = async ({ kind, question }, asked) => {
  if (kind === 'findSpeech') return findSpeech(question);
  if (kind === 'listen') return listen(question, asked);
  if (kind === 'spot') return spot(question, asked);
  if (kind === 'speak') return speak(question);
  throw new HeronError('unsupported', `sherpa-onnx does not ${kind} here`);
};

/** What was made of a model is kept for the next question: loading takes longer than most answers. */
function keptBy<Thing>() {
  let kept: { key: string; thing: Thing } | undefined;
  return (parts: unknown, make: () => Thing): Thing => {
    const key = JSON.stringify(parts);
    kept = kept?.key === key ? kept : { key, thing: make() };
    return kept.thing;
  };
}

const keptVad = keptBy<Vad>();
const keptRecognizer = keptBy<Recognizer>();
const keptSpotter = keptBy<Spotter>();
const keptTts = keptBy<Promise<Tts>>();

/** The frames that Silero's model was trained with. */
const windowSize = 512;
const bufferSeconds = 30;

function findSpeech({ model, audio }: Asks['findSpeech']['question']): Stretch[] {
  const silero = { model, threshold: 0.5, minSilenceDuration: 0.25, minSpeechDuration: 0.1, windowSize };
  const vad = keptVad(model, () => {
    return new (library().Vad)({ sileroVad: silero, sampleRate, numThreads: 1 }, bufferSeconds);
  });
  vad.reset();
  const samples = floats(audio);
  const found: Stretch[] = [];
  const collect = (): void => {
    for (; !vad.isEmpty(); vad.pop()) {
      const { start, samples: part } = vad.front(false);
      found.push({ from: start / sampleRate, to: (start + part.length) / sampleRate });
    }
  };
  for (let at = 0; at + windowSize <= samples.length; at += windowSize) {
    vad.acceptWaveform(samples.subarray(at, at + windowSize));
    collect();
  }
  vad.flush();
  collect();
  return found;
}

function modelConfig({ tokens, ...transducer }: StreamFiles, threads: number) {
  return { transducer, tokens, numThreads: threads, provider: 'cpu' as const };
}

/** The last words come out only when silence follows them. */
const tailSeconds = 0.5;

async function hearAll<Result>(
  hearing: Hearing<Result>,
  asked: OpenAsk,
  heed: (stream: Stream) => void,
): Promise<void> {
  const stream = hearing.createStream();
  const take = (samples: Float32Array): void => {
    stream.acceptWaveform({ samples, sampleRate });
    while (hearing.isReady(stream)) {
      hearing.decode(stream);
      heed(stream);
    }
  };
  for await (const audio of asked.sound()) take(floats(audio));
  asked.signal.throwIfAborted();
  take(new Float32Array(tailSeconds * sampleRate));
  stream.inputFinished();
  while (hearing.isReady(stream)) hearing.decode(stream);
  heed(stream);
}

async function listen({ files, threads }: Asks['listen']['question'], asked: OpenAsk): Promise<SpokenPiece[]> {
  const recognizer = keptRecognizer([files, threads], () => {
    const config = { featConfig, modelConfig: modelConfig(files, threads), enableEndpoint: true };
    return new (library().OnlineRecognizer)({ ...config, rule2MinTrailingSilence: 0.8 });
  });
  const done: SpokenPiece[] = [];
  let now: SpokenPiece | undefined;
  let last = '';
  await hearAll(recognizer, asked, (stream) => {
    const { text, timestamps, start_time: start } = recognizer.getResult(stream);
    const said = text.trim();
    now =
      said === ''
        ? undefined
        : { text: said, from: start + (timestamps[0] ?? 0), to: start + (timestamps.at(-1) ?? 0) };
    const all = [...done, ...(now ? [now] : [])].map((piece) => piece.text).join(' ');
    if (all !== last) asked.part((last = all));
    if (!recognizer.isEndpoint(stream)) return;
    if (now) done.push(now);
    now = undefined;
    recognizer.reset(stream);
  });
  return now ? [...done, now] : done;
}

async function spot(
  { files, phrases, threshold, threads }: Asks['spot']['question'],
  asked: OpenAsk,
): Promise<string[]> {
  const spotter = keptSpotter([files, phrases, threshold, threads], () => {
    const keywords = {
      keywordsBuf: phrases,
      keywordsBufSize: Buffer.byteLength(phrases),
      keywordsThreshold: threshold,
    };
    return new (library().KeywordSpotter)({ featConfig, modelConfig: modelConfig(files, threads), ...keywords });
  });
  const found: string[] = [];
  await hearAll(spotter, asked, (stream) => {
    const { keyword } = spotter.getResult(stream);
    if (keyword === '') return;
    found.push(keyword);
    asked.part(keyword);
    spotter.reset(stream);
  });
  return found;
}

async function speak({
  files: { model, tokens, phonemes = '', lexicon = '' },
  ...say
}: Asks['speak']['question']): Promise<Asks['speak']['answer']> {
  const vits = { model, tokens, dataDir: phonemes, lexicon };
  const tts = await keptTts([vits, say.threads], () =>
    library().OfflineTts.createAsync({
      model: { vits, numThreads: say.threads, provider: 'cpu' },
      maxNumSentences: 1,
    }),
  );
  const spoken = { text: say.text, sid: Math.min(say.speaker, tts.numSpeakers - 1), speed: say.rate };
  const { samples, sampleRate: rate } = tts.generate({ ...spoken, enableExternalBuffer: false });
  return { samples: shorts(samples), sampleRate: rate };
}

function floats(audio: Int16Array): Float32Array {
  return Float32Array.from(audio, (sample) => sample / 32_768);
}

function shorts(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);
}
