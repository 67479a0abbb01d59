import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileNamesOnDisk } from './file-names.ts';

const { pathExists, namesIn } = fileNamesOnDisk;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'heron-names-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('files, folders and what is not there are told apart', () => {
  const base = folder();
  mkdirSync(join(base, 'letters'));
  writeFileSync(join(base, 'a.txt'), '');
  expect(pathExists(join(base, 'letters'))).toBe(true);
  expect(pathExists(join(base, 'a.txt'))).toBe(true);
  expect(pathExists(join(base, 'b.txt'))).toBe(false);
  expect(pathExists(join(base, 'a.txt', 'b'))).toBe(false);
  expect(namesIn(base).toSorted()).toEqual(['a.txt', 'letters']);
  expect(namesIn(join(base, 'none'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a link that leads nowhere is there (links need a right on Windows)', () => {
  const base = folder();
  symlinkSync(join(base, 'gone'), join(base, 'link'));
  expect(pathExists(join(base, 'link'))).toBe(true);
});
