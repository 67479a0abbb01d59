import { silentLogger } from '../../src/main/base/silent-logger.ts';
import { findEngines } from '../../src/main/features/voice/engines.ts';
import { readDictionary } from '../../src/main/features/voice/hearing/dictionary.ts';
import { makeGrammar } from '../../src/main/features/voice/hearing/grammar.ts';
import { createRecogniser } from '../../src/main/features/voice/hearing/recogniser.ts';
import { readUtterance } from '../../src/main/features/voice/hearing/utterance.ts';
import { sampleRate } from '../../src/main/features/voice/hearing/voice-activity.ts';
import { samplesOf } from '../../src/main/features/voice/speaking/wav.ts';

export type Listener = ((wav: Buffer) => Promise<string>) & { close(): void };

const phrase = 'hey heron';
const padSeconds = 0.7;

/** Hears which of some sentences a WAV says; whatever else it says is left out. */
export async function createListener(folder: string, sentences: readonly string[]): Promise<Listener> {
  const { hearer: program } = await findEngines({ environment: process.env, appFolder: process.cwd() });
  if (!program) throw new Error('Nothing on this machine recognises speech');
  const dictionary = readDictionary(program.dictionary);
  const forms = sentences.map((sentence) => sentence.split(' ').map((word) => ({ kind: 'word' as const, word })));
  const grammar = makeGrammar({ wakePhrase: phrase, forms, names: [], dictionary });
  const recogniser = createRecogniser({
    ...{ program, grammar, insertionPenalty: 0.01, folder, logger: silentLogger, environment: process.env },
  });
  await recogniser.ready();
  const hear = async (wav: Buffer): Promise<string> => {
    const { rate, samples } = samplesOf(wav);
    if (rate !== sampleRate) throw new Error(`The speech has ${rate} samples a second, expected ${sampleRate}`);
    const utterance = recogniser.begin('command', () => undefined);
    for (const part of [room(), samples, room()]) utterance.hear(part);
    return readUtterance(await utterance.end(), phrase, grammar).text;
  };
  return Object.assign(hear, { close: () => recogniser.close() });
}

/** The noise of a room: silence without any spoils what comes after it. */
function room(): Int16Array {
  return Int16Array.from({ length: padSeconds * sampleRate }, () => (Math.random() * 2 - 1) * 30);
}
