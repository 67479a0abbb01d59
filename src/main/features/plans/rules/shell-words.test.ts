import { expect, test } from 'vitest';
import { shellWords } from './shell-words.ts';

test.each([
  ['status --short', ['status', '--short']],
  ['  a   b ', ['a', 'b']],
  [`commit -m "a b" 'c "d"'`, ['commit', '-m', 'a b', 'c "d"']],
  ['--message="a b"c', ['--message=a bc']],
  [`"" ''`, ['', '']],
  ['“a b” ‘c d’', ['a b', 'c d']],
  ['$HOME *.txt `id` ~ a;b && c | d > e', ['$HOME', '*.txt', '`id`', '~', 'a;b', '&&', 'c', '|', 'd', '>', 'e']],
  [String.raw`a\ b \"c "d\"e\\" C:\new\table`, ['a b', '"c', String.raw`d"e` + '\\', String.raw`C:\new\table`]],
  [`it's`, undefined],
  ['"a', undefined],
])('%s is split into %j', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});
