import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../base/silent-logger.ts';
import { type TinyTransducer, writeTinyTransducer } from './fixtures/tiny-transducer.ts';
import { phraseTokens } from './phrase-tokens.ts';
import { nativeBuilds } from './speech.ts';
import { createSpeechHost, type SpeechHost, speechScript } from './speech-host.ts';
import type { StreamFiles } from './wire.ts';

const why = nativeBuilds().sherpa ? undefined : 'no native build of sherpa-onnx';
const rate = 16_000;
const signal = AbortSignal.timeout(300_000);
let folder: string;
let host: SpeechHost;
let words: TinyTransducer;
let phrase: TinyTransducer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-streams-'));
  words = writeTinyTransducer(join(folder, 'words'), ['▁HE', 'Y', '▁HER', 'ON', '▁THE', 'RE']);
  phrase = writeTinyTransducer(join(folder, 'phrase'), ['▁HE', 'Y', '▁HER', 'ON'], { others: ['▁THE', 'RE'] });
  host = createSpeechHost({ nodeBinary: process.execPath, script: speechScript(''), logger: silentLogger });
});
afterAll(() => {
  host.close();
  rmSync(folder, { recursive: true, force: true });
});

function room(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * rate }, () => (Math.random() * 2 - 1) * 30);
}

function tone(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * rate }, (_, at) => Math.sin(at / 3) * 4000);
}

/** A model's own files, as engines are told of them. */
function filesOf({ encoder, decoder, joiner, tokens }: StreamFiles) {
  const files = { encoder, decoder, joiner, tokens };
  return { files, checked: Object.values(files).map((path) => ({ path })) };
}

async function listened(...sounds: Int16Array[]) {
  const parts: string[] = [];
  const { files, checked } = filesOf(words);
  const asked = await host.open({
    ...{ kind: 'listen', files: checked, signal, question: { files, threads: 1 } },
    onPart: (text) => void parts.push(text),
  });
  for (const sound of sounds) asked.hear(sound);
  asked.end();
  return { pieces: await asked.answer, parts };
}

async function spotted(wanted: string, ...sounds: Int16Array[]) {
  const parts: string[] = [];
  const { files, checked } = filesOf(phrase);
  const phrases = phraseTokens(wanted, phrase.pieces);
  const asked = await host.open({
    ...{ kind: 'spot', files: checked, signal, question: { files, phrases, threshold: 0.25, threads: 1 } },
    onPart: (text) => void parts.push(text),
  });
  for (const sound of sounds) asked.hear(sound);
  asked.end();
  return { found: await asked.answer, parts };
}

describe.skipIf(why !== undefined)(`a model that hears while one speaks${why ? ` (skipped: ${why})` : ''}`, () => {
  test('tells the words as they come, with their times at the end, and hears none in a quiet room [MM-01]', async () => {
    const { pieces, parts } = await listened(room(1), tone(0.12), room(0.5), tone(0.5), room(1));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.at(-1)).toBe('HEY HERON THERE');
    for (const [index, part] of parts.entries()) expect(part.startsWith(parts[index - 1] ?? '')).toBe(true);
    expect(pieces.map(({ text }) => text)).toEqual(['HEY HERON THERE']);
    expect(pieces[0]?.from).toBeGreaterThan(0.9);
    expect(pieces[0]?.from).toBeLessThan(1.2);
    expect(pieces[0]?.to).toBeGreaterThan(1.5);
    expect(await listened(room(3))).toEqual({ pieces: [], parts: [] });
  });

  test('hears a phrase when it is said, and no other one; several are listened to side by side [MM-03]', async () => {
    const [said, other, quiet] = await Promise.all([
      spotted('hey heron', room(1), tone(0.2), room(0.5)),
      spotted('there', room(1), tone(0.12), room(0.5)),
      spotted('hey heron', room(2)),
    ]);
    expect(said).toEqual({ found: ['HEY HERON'], parts: ['HEY HERON'] });
    expect(other).toEqual({ found: [], parts: [] });
    expect(quiet).toEqual({ found: [], parts: [] });
  });
});
