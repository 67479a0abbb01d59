import { expect, test } from 'vitest';
import { parseDictionary } from './dictionary.ts';
import { makeGrammar } from './grammar.ts';
import { readUtterance } from './utterance.ts';

const grammar = makeGrammar({
  wakePhrase: 'hey heron',
  forms: [],
  names: [{ name: 'My Notes', pronunciations: ['M AY N OW T S'] }],
  dictionary: parseDictionary('hey HH EY\nheron HH EH R AH N\n'),
});

const read = (text: string) =>
  readUtterance(
    text.split(' ').map((word) => ({ word, from: 0, to: 0 })),
    'hey heron',
    grammar,
  );

test.each([
  ['<sil> hey heron(2) zip name_0 </s>', { hasWake: true, text: 'zip "My Notes"', hasOther: false }],
  ['sound_hh (NULL) hey heron what(2) time', { hasWake: true, text: 'what time', hasOther: false }],
  ['hey heron sound_s', { hasWake: true, text: '', hasOther: false }],
  ['zip name_0', { hasWake: false, text: 'zip "My Notes"', hasOther: false }],
])('%s is understood', (words, reading) => expect(read(words)).toEqual(reading));

test.each([
  ['a wake phrase in the middle of other words', 'sound_a sound_b sound_d sound_s hey heron', { hasWake: false }],
  ['a command beside other words', 'hey heron stop sound_a sound_b sound_d sound_s', { hasWake: true, hasOther: true }],
  ['a command that other words part', 'hey heron stop sound_a stop', { hasWake: true, hasOther: true }],
  ['nothing but sounds', 'sound_a sound_b sound_d sound_s', { hasWake: false, text: '', hasOther: true }],
])('%s is not taken for more than it is', (_, words, reading) => expect(read(words)).toMatchObject(reading));
