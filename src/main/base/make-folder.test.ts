import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-folder-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

test('folders are made down to the last, for their owner alone, and may be there already', () => {
  const deep = join(folder, 'a', 'b');
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
});

test('a file given as the folder is called a file', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(`${file} is a file, not a folder`);
  expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(`${file} is a file, not a folder`);
});

test.skipIf(process.platform !== 'linux')(
  'where nothing can be made the folder is named, at once (needs /proc)',
  () => {
    expect(() => makeFolder('/proc/heron/data')).toThrow(/The folder \/proc\/heron\/data cannot be made/);
  },
);

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a folder that cannot be written is named (root writes everywhere)',
  () => {
    mkdirSync(join(folder, 'own'));
    chmodSync(join(folder, 'own'), 0o500);
    expect(() => makeFolder(join(folder, 'own'))).toThrow(`Heron may not write to the folder ${join(folder, 'own')}`);
    expect(() => makeFolder(join(folder, 'own', 'new'))).toThrow(/The folder .*new cannot be made/);
  },
);
