import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '../../base/silent-logger.ts';
import { isWanted, watchFiles } from './watch-files.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-watched-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['a.pdf', ['*.pdf'], true],
  ['in/a.pdf', ['*.pdf'], true],
  ['a.txt', ['*.pdf', '*.md'], false],
  ['in/deep/a.md', ['in/**/*.md'], true],
  ['out/a.md', ['in/**/*.md'], false],
  ['anything', [], true],
])('%s of %j: %s', (path, globs, expected) => {
  expect(isWanted(path, globs)).toBe(expected);
});

test('files that change together are told of once, when they are quiet', async () => {
  mkdirSync(join(folder, 'own'));
  const told: string[][] = [];
  const stop = await watchFiles({
    ...{ kind: 'files', folder, globs: ['*.txt'], quietMs: 300, ignored: [join(folder, 'own')], logger: silentLogger },
    onQuiet: (paths) => told.push(paths),
  });
  try {
    for (const name of ['b.txt', 'a.txt', 'a.pdf', 'own/c.txt']) writeFileSync(join(folder, name), 'x');
    await expect.poll(() => told.flat(), { timeout: 30_000 }).toEqual([join(folder, 'a.txt'), join(folder, 'b.txt')]);
  } finally {
    await stop();
  }
});

test('among ten thousand files an edit, a save that replaces a file and a new name are told of', async () => {
  for (let place = 0; place < 100; place += 1) {
    mkdirSync(join(folder, `${place}`));
    for (let file = 0; file < 100; file += 1) writeFileSync(join(folder, `${place}/${file}.txt`), '');
  }
  const told: string[][] = [];
  const stop = await watchFiles({
    ...{ kind: 'files', folder, globs: ['*.txt'], quietMs: 300, ignored: [], logger: silentLogger },
    onQuiet: (paths) => told.push(paths),
  });
  try {
    writeFileSync(join(folder, '7/42.txt'), 'edited');
    writeFileSync(join(folder, '7/.43.swp'), 'saved as editors do');
    renameSync(join(folder, '7/.43.swp'), join(folder, '7/43.txt'));
    renameSync(join(folder, '9/1.txt'), join(folder, '10/moved.txt'));
    const names = ['10/moved.txt', '7/42.txt', '7/43.txt', '9/1.txt'];
    const paths = names.map((name) => join(folder, name));
    await expect.poll(() => [...new Set(told.flat())].toSorted(), { timeout: 30_000 }).toEqual(paths);
  } finally {
    await stop();
  }
}, 60_000);

test('a folder that is gone is no reason to end', async () => {
  const warned: string[] = [];
  const stop = await watchFiles({
    ...{ kind: 'files', folder: join(folder, 'none'), globs: [], quietMs: 300, ignored: [] },
    logger: { warn: (message) => void warned.push(message) },
    onQuiet: () => undefined,
  });
  await stop();
  expect(warned[0]).toContain('are not seen');
});
