import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainTextCodec } from './plain-text-codec.ts';

function decodeInPieces(bytes: Uint8Array, length: number): string {
  const decoder = plainTextCodec.createDecoder();
  let text = '';
  for (let start = 0; start < bytes.length; start += length)
    text += decoder.write(bytes.subarray(start, start + length));
  return text + decoder.end();
}

test('any text is encoded as the web encodes it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      (text) => {
        expect(plainTextCodec.encode(text)).toEqual(new TextEncoder().encode(text));
      },
    ),
  );
});

test('any bytes, split anywhere, are decoded as the web decodes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (bytes, length) => {
      expect(decodeInPieces(bytes, length)).toBe(new TextDecoder().decode(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('text that is longer than one gathering comes back whole', () => {
  const text = 'häßliche 猫 🐈 '.repeat(10_000);
  expect(decodeInPieces(plainTextCodec.encode(text), 1000)).toBe(text);
});

test.each([
  ['a byte order mark at the start is dropped', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ['one in the middle is kept', [0x61, 0xef, 0xbb, 0xbf], 'a\ufeff'],
  ['an overlong form is no character', [0xc0, 0x80], '\ufffd\ufffd'],
  ['a surrogate is no character', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ['a character cut off at the end is one replacement', [0xf0, 0x9f, 0x90], '\ufffd'],
])('%s', (_name, bytes, text) => {
  expect(decodeInPieces(Uint8Array.from(bytes), 100)).toBe(text);
});
