import { expect, test } from 'vitest';
import { revealHidden } from './hidden-characters.ts';

test('plain text, tabs, line ends and emoji pass unchanged', () => {
  for (const text of ['rm -rf build', 'a\tb\r\nc\r', 'naïve — 漢字', '👩‍💻 ❤️‍🔥'])
    expect(revealHidden(text)).toEqual([{ text }]);
});

test('a right-to-left override is shown where it stands', () => {
  expect(revealHidden('cat \u202Etxt.sh')).toEqual([
    { text: 'cat ' },
    { text: '\u202E', hidden: 'U+202E' },
    { text: 'txt.sh' },
  ]);
});

test('zero-width characters, escapes and lone returns are shown', () => {
  const codes = revealHidden('a\u200Bb\u001B[2Kc\rd\uFEFF').flatMap((part) => part.hidden ?? []);
  expect(codes).toEqual(['U+200B', 'U+001B', 'U+000D', 'U+FEFF']);
});
