import { expect, test } from 'vitest';
import { fieldInWords } from './field-names.ts';

test.each([
  ['input.maxBytes', 'Max bytes'],
  ['input', 'Input'],
  ['input.headers.userAgent', 'Headers: user agent'],
  ['repeat.max', 'Repeat: max'],
  ['after', 'After'],
])('%s is called %s', (path, words) => {
  expect(fieldInWords(path)).toBe(words);
});
