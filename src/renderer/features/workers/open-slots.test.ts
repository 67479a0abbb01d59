import { expect, test } from 'vitest';
import type { Manifest } from '../../../contract/manifest.ts';
import { firstSlot, sentenceParts, slotVocabulary, withReadableSlots } from './open-slots.ts';

const manifest = (...fields: object[]): Manifest =>
  ({
    actions: Object.fromEntries(fields.map((properties, index) => [`a${index}`, { input: { properties } }])),
  }) as unknown as Manifest;

const manifests = [
  manifest(
    { source: { format: 'path', description: 'The file.' }, url: { format: 'uri' } },
    { source: { format: 'path', description: 'The folder.' }, sort: { type: 'string' }, maxBytes: { type: 'integer' } },
  ),
];

test('a sentence is cut into words and what is to be filled in', () => {
  expect(sentenceParts('Copy [a file] to [a folder]')).toEqual([
    { text: 'Copy ', isSlot: false },
    { text: 'a file', isSlot: true },
    { text: ' to ', isSlot: false },
    { text: 'a folder', isSlot: true },
  ]);
});

test('the first slot of a sentence is found', () => {
  expect(firstSlot('zip [a file] as [a file]')).toEqual({ start: 4, end: 12, words: 'a file' });
  expect(firstSlot('what time is it')).toBeUndefined();
});

test('brackets with words that nobody was asked for are no slot', () => {
  const vocabulary = slotVocabulary(manifests);
  expect(firstSlot('write [1, 2] to [a web address]', vocabulary)?.words).toBe('a web address');
  expect(firstSlot('find files like [ab].txt', vocabulary)).toBeUndefined();
});

test("the engine's names of fields become words, no more exact than what all fields of the name share", () => {
  expect(withReadableSlots('Read <url>', manifests)).toBe('Read [a web address]');
  expect(withReadableSlots('Zip <source>', manifests)).toBe('Zip [a file or folder]');
  expect(withReadableSlots('List by <sort>, up to <max bytes>', manifests)).toBe('List by [sort], up to [a number]');
  expect(withReadableSlots('Sing <song>', manifests)).toBe('Sing [song]');
});

test('what such a sentence still lacks is known again', () => {
  const vocabulary = slotVocabulary(manifests);
  for (const name of ['url', 'source', 'sort', 'max bytes']) {
    expect(firstSlot(withReadableSlots(`Do <${name}>`, manifests), vocabulary)?.start).toBe(3);
  }
});
