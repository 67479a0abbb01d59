import { expect, test } from 'vitest';
import { usualRouting } from '../../../contract/routing.ts';
import { ruleText, wordList } from './sorting-words.ts';

test('a rule is told in a line, and its words are read as they are written [MD-16]', () => {
  expect(usualRouting.rules.map(ruleText)).toEqual([
    'A change of a program: has refactor, bug, bugs …',
    'Steps: names something',
    'Steps: has file, files, folder …',
    'A question: begins with what is, what are, what does …, at most 300 characters',
  ]);
  expect(ruleText({ kind: 'steps' })).toBe('Steps: everything else');
  expect(wordList(' what is,  why ,\nwho is,why, ')).toEqual(['what is', 'why', 'who is']);
});
