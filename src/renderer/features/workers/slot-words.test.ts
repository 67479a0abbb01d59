import { expect, test } from 'vitest';
import { slotWords, usualValue } from './slot-words.ts';

test.each([
  ['source', { format: 'path' }, 'a file or folder'],
  ['source', { format: 'path', description: 'The file or folder to pack.' }, 'a file or folder'],
  ['path', { format: 'path', description: 'The file; or give `text`.' }, 'a file'],
  ['source', { format: 'path', description: 'The archive.' }, 'an archive'],
  ['destination', { format: 'path', description: 'Its new place, or a folder to put it into.' }, 'a file or folder'],
  ['url', { format: 'uri', description: 'The address.' }, 'a web address'],
  ['expected', { type: 'string', description: 'The checksum it should have, in digits.' }, 'a checksum'],
  ['query', { type: 'string', description: 'The search words.' }, 'search words'],
  ['duration', { type: 'integer', description: 'How long, in `unit`.' }, 'a number'],
  ['song', { type: 'string', title: 'Name of a song' }, 'name of a song'],
  ['albumName', { type: 'string' }, 'album name'],
])('the field %s of %o is asked for as "%s"', (name, schema, words) => {
  expect(slotWords(name, schema)).toBe(words);
});

test('a field of which nothing is known is asked for by its name', () => {
  expect(slotWords('source', undefined)).toBe('source');
});

test('what need not be said is the default, or the first of a few values', () => {
  expect(usualValue({ enum: ['md5', 'sha256'], default: 'sha256' })).toBe('sha256');
  expect(usualValue({ enum: ['zip', 'tar.gz'] })).toBe('zip');
  expect(usualValue({ type: 'integer', default: 20 })).toBe('20');
  expect(usualValue({ type: 'array', default: [] })).toBeUndefined();
  expect(usualValue({ type: 'string' })).toBeUndefined();
});
