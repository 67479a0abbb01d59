import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLookIn, type LookIn } from './look-in.ts';

let home: string;
let noted: string[];
let look: LookIn;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'heron-look-'));
  for (const name of ['docs/taxes', 'Pictures', '.config', 'keys']) mkdirSync(join(home, name), { recursive: true });
  writeFileSync(join(home, 'a.txt'), '');
  noted = [];
  look = createLookIn({
    homeFolder: home,
    isForbidden: (path) => path.startsWith(join(home, 'keys')),
    note: (path) => void noted.push(path),
  });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a person sees the folders of a folder, and no file, nothing hidden and nothing that is closed', () => {
  expect(look().folders.map(({ name }) => name)).toEqual(['docs', 'Pictures']);
  const docs = look('~/docs');
  expect(docs).toEqual({
    path: join(home, 'docs'),
    parent: home,
    folders: [{ name: 'taxes', path: join(home, 'docs/taxes') }],
  });
  expect(look('/').parent).toBeUndefined();
  expect(noted).toEqual([home, join(home, 'docs'), '/']);
});

test.each([
  ['keys', 'permission-denied', 'is closed, whatever is allowed'],
  ['link', 'permission-denied', 'is closed, whatever is allowed'],
  ['gone', 'not-found', 'is not there'],
  ['a.txt', 'not-found', 'is no folder'],
])('%s is refused', (name, code, text) => {
  symlinkSync(join(home, 'keys'), join(home, 'link'));
  expect(() => look(join(home, name))).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
  expect(noted).toEqual([]);
});

test('what is no path is refused', () => {
  expect(() => look('docs')).toThrow('docs is no absolute path');
});
