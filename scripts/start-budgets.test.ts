import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadedBy, startProblems } from './start-budgets.ts';

test('what a file imports is loaded too, what it imports later is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-start-'));
  const write = (name: string, code: string, sources: string[]): void => {
    writeFileSync(join(folder, name), code);
    writeFileSync(join(folder, `${name}.map`), JSON.stringify({ sources }));
  };
  try {
    mkdirSync(join(folder, 'chunks'));
    write('headless.js', 'import{a}from"./chunks/paths-B5wuN10U.js";await import("./chunks/later-B5wuN10U.js");', []);
    write('chunks/paths-B5wuN10U.js', 'import Sqlite from"better-sqlite3";import"./base-aaaaaaaa.js";', [
      '../../src/a.ts',
    ]);
    write('chunks/base-aaaaaaaa.js', 'const text="import{x}from./x";', [
      '../../node_modules/zod/v4/core.js',
      '../../node_modules/@orpc/server/dist/index.mjs',
    ]);
    const { files, packages } = loadedBy(folder, ['headless.js']);
    expect(files.map(({ name }) => name)).toEqual(['headless.js', 'paths.js', 'base.js']);
    expect(packages).toEqual(['@orpc/server', 'zod']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what is new, too large or gone is named', () => {
  const loaded = {
    files: [
      { name: 'engine.js', kib: 2000.5 },
      { name: 'new.js', kib: 1 },
    ],
    packages: ['zod', 'yjs'],
  };
  expect(startProblems(loaded, { 'engine.js': 1990, 'old.js': 3 }, ['zod', 'jose'])).toEqual([
    'engine.js is 2001 KiB, 10.5 more than its 1990',
    'new.js is loaded by every start, and is not in the list',
    'old.js has a limit and no start loads it',
    'yjs is a package that every start loads now',
    'jose is in the list and no start loads it',
  ]);
  expect(startProblems({ files: [{ name: 'engine.js', kib: 1 }], packages: [] }, { 'engine.js': 2 }, [])).toEqual([]);
});
