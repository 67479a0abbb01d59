import { expect, test } from 'vitest';
import { parsePhrase, slotsOf } from './phrase-pattern.ts';

test('alternatives, optional words and slots nest', () => {
  expect(parsePhrase('zip [the (file|folder)] {source}')).toEqual([
    { kind: 'word', word: 'zip' },
    {
      kind: 'choice',
      alternatives: [
        [
          { kind: 'word', word: 'the' },
          { kind: 'choice', alternatives: [[{ kind: 'word', word: 'file' }], [{ kind: 'word', word: 'folder' }]] },
        ],
        [],
      ],
    },
    { kind: 'slot', slot: 'source', isIts: false },
  ]);
});

test('a slot may say that it is filled with what was there before', () => {
  const nodes = parsePhrase('tell me {its path} {algorithm}');
  expect(nodes).toContainEqual({ kind: 'slot', slot: 'path', isIts: true });
  expect(slotsOf(nodes)).toEqual(['path', 'algorithm']);
});

test.each([
  ['zip (the', '")" is missing'],
  ['zip the]', '"]" closes nothing'],
  ['zip {two words}', 'not the name of an input field'],
  ['zip(ped) {source}', 'needs a space before it'],
  ["{path}'s hash", 'needs a space before it'],
  ['zip {source', 'has no partner'],
  ['[ ]', 'it has no words'],
])('the phrase %j is refused: %s', (phrase, reason) => {
  expect(() => parsePhrase(phrase)).toThrow(reason);
});
