import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { phraseTokens } from './phrase-tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'heron-pieces-'));
const file = join(folder, 'bpe.model');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As SentencePiece writes it: messages with a piece, its score and its kind. */
function write(pieces: Record<string, number>): void {
  const field = (key: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(key, body.length), body]);
  const all = Object.entries(pieces).map(([piece, score]) => {
    const float = Buffer.alloc(4);
    float.writeFloatLE(score);
    return field(0x0a, Buffer.concat([field(0x0a, Buffer.from(piece)), Buffer.of(0x15), float, Buffer.of(0x18, 1)]));
  });
  writeFileSync(file, Buffer.concat([...all, field(0x12, Buffer.from('trainer'))]));
}

test('a wake phrase is cut into the likeliest pieces of words, in the letters that the model has', () => {
  write({ '▁HE': -3, '▁': -9, Y: -4, '▁HEY': -5, H: -8, E: -6, R: -6, O: -6, N: -6, '▁HER': -5, ON: -4, HERON: -30 });
  expect(phraseTokens('hey heron', file)).toBe('▁HEY ▁HER ON');
  write({ '▁hey': -5, '▁he': -3, ron: -4, y: -1 });
  expect(phraseTokens('hey heron', file)).toBe('▁he y ▁he ron');
});

test('a phrase without pieces, and a list that is missing or damaged, are errors', () => {
  write({ '▁A': -1 });
  expect(() => phraseTokens('hey heron', file)).toThrow('no pieces for “hey heron”');
  writeFileSync(file, Buffer.of(0x0a, 200, 1, 7));
  expect(() => phraseTokens('hey heron', file)).toThrow('is damaged');
  expect(() => phraseTokens('hey heron', join(folder, 'none'))).toThrow('There is nothing at');
});
