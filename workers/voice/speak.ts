import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { joinWavs } from './join-wavs.ts';

type Speak = Actions['speak'];

const mostTogether = 400;

export const speak: ActionRun<Speak['input'], Speak['output']> = async (input, context) => {
  const { destination, overwrite, voice, rate, pitch } = input;
  const pieces = together(sentencesOf(await textOf(input, context)));
  if (pieces.length === 0) return fail('invalid-input', 'There is nothing in it to read out');
  const sounds: Uint8Array[] = [];
  for (const [index, piece] of pieces.entries()) {
    context.signal.throwIfAborted();
    context.progress({ percent: Math.round((100 * index) / pieces.length) });
    sounds.push(await context.speech.speak(piece, { rate, pitch, ...(voice === undefined ? {} : { voice }) }));
  }
  const { wav, seconds } = joinWavs(sounds);
  const { path, size } = await context.files.write(destination, wav, { overwrite });
  return { path, seconds, bytes: size };
};

async function textOf({ text, path }: Speak['input'], context: WorkerContext): Promise<string> {
  if ((text === undefined) === (path === undefined)) return fail('invalid-input', 'Give either a text or a file');
  return text ?? context.files.readText(path ?? '');
}

function sentencesOf(text: string): string[] {
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)];
  return sentences
    .flatMap(({ segment }) => segment.match(/[\s\S]{1,1500}/g) ?? [])
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => /[\p{L}\d]/u.test(sentence));
}

/** Each costs the start of a program: short ones go together. */
function together(sentences: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const sentence of sentences) {
    const last = pieces.at(-1);
    if (last === undefined || last.length + sentence.length > mostTogether) pieces.push(sentence);
    else pieces[pieces.length - 1] = `${last} ${sentence}`;
  }
  return pieces;
}
