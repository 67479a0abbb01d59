import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('the marks of Markdown go, what they hold stays', () => {
  expect(plainText('Packed 1 file into `/a b.zip` and ``/c`d``.')).toBe('Packed 1 file into /a b.zip and /c`d.');
  expect(plainText('**Zip it** did not work: see [the page](https://example.org).')).toBe(
    'Zip it did not work: see the page.',
  );
  expect(plainText('# Found\n\n```sh\ngit status\n```\nDone')).toBe('Found\n\ngit status\nDone');
});

test('what stands in code is no Markdown', () => {
  expect(plainText('`**/*.ts` and `[a](b)`')).toBe('**/*.ts and [a](b)');
});

test('a lone mark is a character like any other', () => {
  expect(plainText('one ` alone, 2 ** 3')).toBe('one ` alone, 2 ** 3');
});

test('escaped characters come without their backslash, a path keeps its own', () => {
  expect(plainText('2 \\* 3 in C:\\Users')).toBe('2 * 3 in C:\\Users');
});
