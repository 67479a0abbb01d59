import { expect, test } from 'vitest';
import type { Manifest } from '../../../contract/manifest.ts';
import { exampleOf, examplesOf } from './phrases.ts';

const path = { format: 'path' };

test.each([
  ['(zip|pack|compress) {source} [as {target}]', 'zip [a file or folder]'],
  ['what is the (sha256|hash) of {file}[, please]?', 'what is the sha256 of [file]?'],
  ['(show [me]|list) (all|the (newest|latest)) files in {source}', 'show all files in [a file or folder]'],
  ['tell me the hash of {its file}', 'tell me the hash of it'],
  ['replace {old} in {its text} by {new}', 'replace [old] in it by [new]'],
  ['tell me {its file} {algorithm} [hash]', 'tell me its sha256'],
  ['run {program} [with] {args…}', 'run [program] [args]'],
])('%s is shown as "%s"', (template, example) => {
  const fields = { source: path, target: path, algorithm: { enum: ['sha256', 'md5'] } };
  expect(exampleOf(template, fields)).toBe(example);
});

test('a phrase with fixed input is shown by its text', () => {
  const phrase = { text: 'sort {folder} by (date|day)', input: { by: 'date' } };
  expect(exampleOf(phrase, { folder: path })).toBe('sort [a file or folder] by date');
});

test('what most people want comes first, in its order', () => {
  const manifest = (id: string, action: string, phrase: string) =>
    ({ id, name: id, actions: { [action]: { phrases: [phrase], input: { properties: {} } } } }) as unknown as Manifest;
  const examples = examplesOf(
    [
      manifest('n8n', 'run', 'try n8n'),
      manifest('clock', 'now', 'what time is it'),
      manifest('archive', 'create', 'zip everything'),
    ],
    2,
  );
  expect(examples.map(({ text }) => text)).toEqual(['Zip everything', 'What time is it']);
});

test('each worker gives one sentence that can be said by itself', () => {
  const manifest = (name: string, phrases: string[]) =>
    ({ name, actions: { do: { phrases, input: { properties: { source: path } } } } }) as unknown as Manifest;
  const examples = examplesOf(
    [manifest('Archive', ['zip {source}']), manifest('Hash', ['hash {its file}', 'hash {file}']), manifest('Mute', [])],
    5,
  );
  expect(examples).toEqual([
    { text: 'Hash [file]', workerName: 'Hash' },
    { text: 'Zip [a file or folder]', workerName: 'Archive' },
  ]);
});
