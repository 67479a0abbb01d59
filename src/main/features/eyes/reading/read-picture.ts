import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import createCore, { type Core, type CoreApi } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import { z } from 'zod';
import type { Reading, ReadWord } from '../../../../contract/eyes.ts';
import { HeronError } from '../../../base/errors.ts';
import { asPgm, doubled, greyOf, type GreyPicture } from './grey-picture.ts';
import type { ReaderFiles } from './wire.ts';

/** Points of a picture up to which it is doubled; letters of larger ones are large enough, and memory has an end. */
const mostDoubled = 4_500_000;
const mostPoints = 40_000_000;

let kept: { key: string; ready: Promise<{ core: Core; api: CoreApi }> } | undefined;

/** Errors: `invalid-input` for what is no PNG, `storage` for files that are missing, `unsupported` for damaged ones. */
export async function readPicture(picture: Uint8Array, files: ReaderFiles): Promise<Reading> {
  const from = performance.now();
  const grey = decode(picture);
  const { core, api } = await ready(files);
  const scaled = grey.points.length <= mostDoubled ? doubled(grey) : grey;
  core.FS.writeFile('/input', asPgm(scaled));
  if (api.SetImageFile(1, 0) === 1) throw new HeronError('invalid-input', 'The picture cannot be read');
  api.Recognize(null);
  const words = wordsOf(JSON.parse(api.GetJSONText()), scaled);
  const text = api.GetUTF8Text().trim();
  return { text, words, tookMs: Math.round(performance.now() - from) };
}

function decode(picture: Uint8Array): GreyPicture {
  // The size stands at a fixed place, and is looked at before memory is taken for it.
  const bytes = Buffer.from(picture);
  const isPng = bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47;
  if (isPng && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > mostPoints) {
    throw new HeronError('limit-exceeded', 'The picture has more than 40 million points');
  }
  try {
    const { width, height, data } = PNG.sync.read(bytes);
    return greyOf({ width, height, points: data });
  } catch (error) {
    throw new HeronError('invalid-input', `picture: expected a PNG (${(error as Error).message})`, { path: 'picture' });
  }
}

function ready(files: ReaderFiles): Promise<{ core: Core; api: CoreApi }> {
  const key = JSON.stringify(files);
  if (kept?.key !== key) {
    kept = { key, ready: start(files) };
    kept.ready.catch(() => (kept = undefined));
  }
  return kept.ready;
}

async function start({ program, language }: ReaderFiles): Promise<{ core: Core; api: CoreApi }> {
  const [wasmBinary, packed] = await Promise.all([readFile(program), readFile(language)]);
  const core = await createCore({ wasmBinary, print: () => undefined, printErr: () => undefined });
  core.FS.writeFile('eng.traineddata', gunzipSync(packed));
  const api = new core.TessBaseAPI();
  const neuralOnly = 1;
  if (api.Init(null, 'eng', neuralOnly) !== 0) {
    throw new HeronError('unsupported', `${language} is damaged: install Heron again`);
  }
  return { core, api };
}

const Box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const Word = z.object({ text: z.string(), confidence: z.number(), bbox: Box });
const Line = z.object({ words: z.array(Word) });
const Read = z.object({
  blocks: z.array(z.object({ paragraphs: z.array(z.object({ lines: z.array(Line) })) })).nullable(),
});

function wordsOf(json: unknown, { width, height }: GreyPicture): ReadWord[] {
  const lines = (Read.parse(json).blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((each) => each.lines));
  const part = (value: number, whole: number): number => Math.max(0, Math.min(1, value / whole));
  return lines.flatMap(({ words }) =>
    words.map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
      text,
      confidence: part(confidence, 100),
      box: { x: part(x0, width), y: part(y0, height), width: part(x1 - x0, width), height: part(y1 - y0, height) },
    })),
  );
}
