import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8 } from './decode-utf8.ts';

test('any bytes decode as the platform decodes them', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const awkward = fc.constantFrom(0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x80, 0x9f, 0xa0, 0xbf, 0x41);
  const bytes = fc.array(fc.oneof(awkward, fc.integer({ min: 0, max: 255 })), { maxLength: 40 });
  fc.assert(
    fc.property(bytes, (values) => {
      const input = Uint8Array.from(values);
      expect(decodeUtf8(input)).toBe(decoder.decode(input));
    }),
    { numRuns: 2000 },
  );
});

test('any text comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20_000 }), (text) => {
      expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
    }),
  );
});
