import { expect, test } from 'vitest';
import { printable, printableLine } from './printable.ts';

test('ordinary text of any language stays as it is', () => {
  const text = 'Grüße, 你好, שלום 👩‍🚀\n\tindented';
  expect(printable(text)).toBe(text);
});

test('what moves the cursor, rings or changes the direction is written out', () => {
  expect(printable('a\u001b[1Ab\rc\u0007d\u009be')).toBe('a\\u{1b}[1Ab\\u{d}c\\u{7}d\\u{9b}e');
  expect(printable('\u202egpj.exe\u2066')).toBe('\\u{202e}gpj.exe\\u{2066}');
});

test('a line stays one line', () => {
  expect(printableLine('a\nAllow? yes\tb')).toBe('a\\nAllow? yes\\tb');
  expect(printableLine('a\u2028b')).toBe('a\\u{2028}b');
});
