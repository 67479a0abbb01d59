import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { streamedWords } from './streamed-words.ts';

function said(pieces: string[]): string {
  const read = streamedWords();
  return pieces.map(read).join('');
}

function cutAt(text: string, lengths: number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return [...pieces, text.slice(at)];
}

test('whatever the words, and wherever their text is cut, they arrive whole [MD-08]', () => {
  const anyWords = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\\', '\n\\u00e9"'),
  );
  fc.assert(
    fc.property(
      anyWords,
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 80 }),
      fc.boolean(),
      (words, lengths, isEscaped) => {
        const json = JSON.stringify({ answer: words });
        // Some servers write everything beyond ASCII as escapes.
        const text = isEscaped
          ? json.replaceAll(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : json;
        expect(said(cutAt(text, lengths))).toBe(words);
      },
    ),
  );
});

test.each([
  ['```json\n{"answer": "Hello"}\n```', 'Hello'],
  ['{ "answer" : "a\nb" }', 'a\nb'],
  ['{"plan": {"title": "Zip", "tasks": []}, "answer": "no"}', ''],
  ['{"answer": null, "plan": {}}', ''],
  ['Hello there', ''],
  ['{"answer": "cut', 'cut'],
])('%j says %j', (text, words) => {
  expect(
    said(
      cutAt(
        text,
        Array.from({ length: text.length }, () => 1),
      ),
    ),
  ).toBe(words);
});
