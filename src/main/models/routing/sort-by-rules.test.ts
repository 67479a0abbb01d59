import { expect, test } from 'vitest';
import { type SentenceRule, usualRouting } from '../../../contract/routing.ts';
import { firstRule } from './sort-by-rules.ts';

const kindOf = (text: string): string | undefined => usualRouting.rules[firstRule(usualRouting.rules, text)]?.kind;

test.each([
  ['What is a heron?', 'question'],
  ['why is the sky blue', 'question'],
  ['  Explain   inflation to a child ', 'question'],
  ['Was ist ein Reiher?', 'question'],
  ['thanks', 'question'],
  ['What is in ~/docs?', 'steps'],
  ['what is this: https://example.com/page', 'steps'],
  ['Explain report.pdf', 'steps'],
  ['zip the folder notes', 'steps'],
  ['send a mail to Anna', 'steps'],
  ['erinnere mich morgen', 'steps'],
  ['fix the bug in the parser', 'edit'],
  ['refactor src/main.ts', 'edit'],
  ['Die Funktion in app.py bricht ab', 'edit'],
  // No rule says: neither a file, nor a word of one, nor how a question begins.
  ['plan my week', undefined],
  ['whatever', undefined],
  ['I debugged profiles all day', undefined],
])('“%s” is %s [MD-16]', (text, kind) => {
  expect(kindOf(text)).toBe(kind);
});

test('all that a rule says has to hold, and words count only whole [MD-16]', () => {
  const rules: SentenceRule[] = [
    { kind: 'edit', begins: ['fix'], has: ['css'], mostLength: 20 },
    { kind: 'question', begins: ['fix'], names: 'nothing' },
    { kind: 'steps' },
  ];
  expect(firstRule(rules, 'Fix the css')).toBe(0);
  expect(firstRule(rules, 'Fix the css of the page of the shop')).toBe(1);
  expect(firstRule(rules, 'fixate the css')).toBe(2);
  expect(firstRule(rules, 'fix the cssx')).toBe(1);
  expect(firstRule(rules, 'fix ./page')).toBe(2);
  expect(firstRule([], 'fix')).toBe(-1);
});
