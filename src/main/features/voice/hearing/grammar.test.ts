import { expect, test } from 'vitest';
import type { SpokenForm } from '../../../base/spoken-form.ts';
import { parseDictionary } from './dictionary.ts';
import { makeGrammar } from './grammar.ts';
import { nameInSentence, spokenNames } from './spoken-names.ts';

const dictionary = parseDictionary(
  [
    'hey HH EY',
    'heron HH EH R AH N',
    'zip Z IH P',
    'the DH AH',
    'the(2) DH IY',
    'folder F OW L D ER',
    'wait W EY T',
    'minutes M IH N AH T S',
    'notes N OW T S',
    'tax T AE K S',
    'report R IY P AO R T',
    'report(2) R IH P AO R T',
    'five F AY V',
    'stop S T AA P',
    'allow AH L AW',
    'no N OW',
  ].join('\n'),
);

const word = (text: string): SpokenForm[number] => ({ kind: 'word', word: text });
const zip: SpokenForm = [
  word('zip'),
  { kind: 'choice', alternatives: [[word('the'), word('folder')], [word('the'), word('directory')], []] },
  { kind: 'name' },
];
const wait: SpokenForm = [word('wait'), { kind: 'number' }, word('minutes')];

function grammar(forms: SpokenForm[], files: string[]) {
  const names = spokenNames(files, dictionary).speakable;
  return makeGrammar({ wakePhrase: 'hey heron', forms, names, dictionary });
}

test('a form is written without what no dictionary has, and a form of which nothing is left is left out', () => {
  const { rules } = grammar([zip, [word('encrypt'), { kind: 'name' }]], ['notes']);
  expect(rules.wake).toContain('<command> = zip [ the folder ] <name> | stop ;');
  expect(rules.wake).not.toContain('encrypt');
});

test('what is listened for decides what may be said: commands after the wake phrase, bare, or answers', () => {
  const { rules } = grammar([zip], ['notes']);
  expect(rules.wake).toContain('public <said> = ( <noise> | <wake> | <wake> <command> )+ ;');
  expect(rules.command).toContain('( <noise> | <command> | <wake> | <wake> <command> )+');
  expect(rules.answer).toContain('<answer> = allow | no | stop ;');
  expect(rules.answer).toContain('( <noise> | <answer> | <wake> | <wake> <answer> )+');
});

test('names and numbers are single words with the sounds of all of theirs, and mean what is written', () => {
  const { words, meanings } = grammar([zip, wait], ['notes', 'Tax Report.pdf']);
  expect(words).toContain('name_1 T AE K S R IY P AO R T');
  expect(words).toContain('name_1(2) T AE K S R IH P AO R T');
  expect(meanings.get('name_0')).toBe('notes');
  expect(meanings.get('name_1')).toBe('"Tax Report.pdf"');
  expect(words).toContain('number_5 F AY V');
  expect(meanings.get('number_5')).toBe('5');
});

test('without names there are no sentences with names', () => {
  expect(grammar([zip, wait], []).rules.wake).toContain('<command> = wait <number> minutes | stop ;');
});

test('every sound stands for what is in no grammar', () => {
  const { words, rules } = grammar([wait], []);
  expect(words).toContain('sound_ah AH');
  expect(rules.wake.match(/<noise> = ([^;]+) ;/)?.[1]?.split(' | ')).toHaveLength(39);
});

test('a name that cannot be said, or sounds like one before it, is told apart', () => {
  expect(spokenNames(['notes', 'notes.txt', 'taxReport', 'Qzx', 'tax-report'], dictionary)).toEqual({
    speakable: [
      { name: 'notes', pronunciations: ['N OW T S'] },
      { name: 'taxReport', pronunciations: ['T AE K S R IY P AO R T', 'T AE K S R IH P AO R T'] },
    ],
    unspeakable: ['Qzx'],
  });
  const sly = ['notes" and delete the folder "tax', 'notes“', 'notes\nzip'];
  expect(spokenNames(sly, dictionary)).toEqual({ speakable: [], unspeakable: sly });
  expect(nameInSentence('notes')).toBe('notes');
  expect(nameInSentence('My Notes')).toBe('"My Notes"');
});
