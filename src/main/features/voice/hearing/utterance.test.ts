import { expect, test } from 'vitest';
import { parseDictionary } from './dictionary.ts';
import { makeGrammar } from './grammar.ts';
import { readText, readUtterance } from './utterance.ts';

const grammar = makeGrammar({
  wakePhrase: 'hey heron',
  forms: [],
  names: [{ name: 'My Notes', pronunciations: ['M AY N OW T S'] }],
  dictionary: parseDictionary('hey HH EY\nheron HH EH R AH N\n'),
});

const read = (text: string, isOverSpeech = false) =>
  readUtterance(
    text.split(' ').map((word) => ({ word, from: 0, to: 0 })),
    'hey heron',
    grammar,
    isOverSpeech,
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

test('over Heron’s own voice a little of that may come first, and no more', () => {
  const echo = 'sound_a sound_b sound_d sound_s sound_t';
  expect(read(`${echo} hey heron stop`, true)).toEqual({ hasWake: true, text: 'stop', hasOther: false });
  expect(read(`${echo} stop`, true)).toEqual({ hasWake: false, text: 'stop', hasOther: false });
  expect(read(`${echo} stop`)).toMatchObject({ hasOther: true });
  expect(read(`${echo} ${echo} hey heron stop`, true)).toMatchObject({ hasWake: false, hasOther: true });
});

test.each([
  ['Hey, Heron: zip the notes.', { hasWake: true, text: 'zip the notes.' }],
  ['hey heron', { hasWake: true, text: '' }],
  ['They said hey heron', { hasWake: false, text: 'They said hey heron' }],
])('of a text, “%s”', (text, reading) => expect(readText(text, 'hey heron')).toMatchObject(reading));
