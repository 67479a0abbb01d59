import { expect, test } from 'vitest';
import { readSentence } from './sentence.ts';

function texts(sentence: string): string[] {
  return readSentence(sentence).map(({ text, isQuoted }) => (isQuoted ? `<${text}>` : text));
}

test('quotes keep spaces, whichever quotes they are', () => {
  expect(texts(`zip "my photos" 'and more' “of them” \`here\``)).toEqual([
    'zip',
    '<my photos>',
    '<and more>',
    '<of them>',
    '<here>',
  ]);
});

test('an apostrophe inside a word opens no quote', () => {
  expect(texts(`hash the archive's notes, don't 'ask'`)).toEqual([
    'hash',
    'the',
    "archive's",
    'notes',
    "don't",
    '<ask>',
  ]);
});

test('a quote that is never closed is a character like any other', () => {
  expect(texts('zip "my photos')).toEqual(['zip', '"my', 'photos']);
});

test('punctuation after a word is no part of it, except in a path of dots', () => {
  expect(texts('read notes.txt, list .. and "a b". Stop . ?!')).toEqual([
    'read',
    'notes.txt',
    'list',
    '..',
    'and',
    '<a b>',
    'Stop',
    '.',
  ]);
});

test('what is and what’s are the same words', () => {
  expect(readSentence('What’s new').map((token) => token.word)).toEqual(['what', 'is', 'new']);
  expect(readSentence('what is NEW').map((token) => token.word)).toEqual(['what', 'is', 'new']);
});

test('tokens know their place in the sentence', () => {
  const sentence = 'write  "a  b"  to  x.';
  const [, quoted, , last] = readSentence(sentence);
  expect(sentence.slice(quoted?.start, quoted?.end)).toBe('"a  b"');
  expect(sentence.slice(last?.start, last?.end)).toBe('x');
});
