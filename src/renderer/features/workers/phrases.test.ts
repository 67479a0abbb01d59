import { expect, test } from 'vitest';
import type { Manifest } from '../../../contract/manifest.ts';
import { exampleOf, examplesOf, firstSlot } from './phrases.ts';

test.each([
  ['(zip|pack|compress) {source} [as {target}]', 'zip <source>'],
  ['what is the (sha256|hash) of {file}[, please]?', 'what is the sha256 of <file>?'],
  ['(show [me]|list) (all|the (newest|latest)) files in {folder}', 'show all files in <folder>'],
  ['tell me the hash of {its file}', 'tell me the hash of it'],
])('%s is shown as "%s"', (template, example) => {
  expect(exampleOf(template)).toBe(example);
});

test('a phrase with fixed input is shown by its text', () => {
  expect(exampleOf({ text: 'sort {folder} by (date|day)', input: { by: 'date' } })).toBe('sort <folder> by date');
});

test('the first slot of a sentence is found, in either spelling', () => {
  expect(firstSlot('zip <source> as <target>')).toEqual({ start: 4, end: 12 });
  expect(firstSlot('zip {source}')).toEqual({ start: 4, end: 12 });
  expect(firstSlot('what time is it')).toBeUndefined();
});

test('each worker gives one sentence that can be said by itself', () => {
  const manifest = (name: string, phrases: string[]) => ({ name, actions: { do: { phrases } } }) as unknown as Manifest;
  const examples = examplesOf(
    [manifest('Archive', ['zip {source}']), manifest('Hash', ['hash {its file}', 'hash {file}']), manifest('Mute', [])],
    5,
  );
  expect(examples).toEqual([
    { text: 'Hash <file>', workerName: 'Hash' },
    { text: 'Zip <source>', workerName: 'Archive' },
  ]);
});
