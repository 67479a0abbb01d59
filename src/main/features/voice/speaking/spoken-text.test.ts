import { expect, test } from 'vitest';
import { sentencesToSpeak } from './spoken-text.ts';

test.each([
  ['Packed 2 files into `/home/me/notes.zip` (1.2 kB).', ['Packed 2 files into notes dot zip (1.2 kB).']],
  ['It is **5 o’clock**. [More](https://example.org/clock).', ['It is 5 o’clock.', 'More.']],
  [
    'The sha256 of `a.txt` is `0123456789abcdef0123456789abcdef`.',
    ['The sha256 of a dot txt is what is on the screen.'],
  ],
  ['', []],
  ['***', []],
])('%s', (markdown, spoken) => expect(sentencesToSpeak(markdown)).toEqual(spoken));

test('code, tables and lists are for the eye, and said to be there', () => {
  const spoken = sentencesToSpeak(
    'It holds 2 entries.\n\n- `one`\n- `two`\n\n~~~~text\nrm -rf everything\n~~~~\n\n| a | b |\n|---|---|\n| c | d |\n',
  );
  expect(spoken).toEqual(['It holds 2 entries.', 'The rest is on the screen.']);
});

test('of a long answer the beginning is read', () => {
  const spoken = sentencesToSpeak('This is a sentence that goes on for a while. '.repeat(40));
  expect(spoken.length).toBeLessThan(12);
  expect(spoken.at(-1)).toBe('The rest is on the screen.');
});
