import { expect, test } from 'vitest';
import { idOf, recordText } from './model-words.ts';

test('a record is told in a line, with what is not plain', () => {
  const record = { context: 1_047_576, tools: true, vision: true, temperature: false, price: { input: 2, output: 8 } };
  expect(recordText(record)).toBe('1M tokens · tools · pictures · own temperature · $2 in, $8 out');
  expect(recordText({ context: 32_768, tools: false, vision: false, temperature: true })).toBe('33k tokens · no tools');
});

test.each([
  ['My Server', 'my-server'],
  ['9 lives!', 'lives'],
  ['a name that is far too long for one', 'a-name-that-is-far-too-l'],
  ['…', ''],
])('%s becomes %s', (text, id) => {
  expect(idOf(text)).toBe(id);
});
