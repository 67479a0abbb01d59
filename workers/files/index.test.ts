import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { list, read, write, makeFolder, copy, move, find, remove } = worker.actions;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-files-')));
  mkdirSync(join(folder, 'docs/deep'), { recursive: true });
  writeFileSync(join(folder, 'docs/a.txt'), 'Alpha\nHeron lives here\n');
  writeFileSync(join(folder, 'docs/deep/b.md'), 'nothing');
  writeFileSync(join(folder, 'docs/deep/c.txt'), 'the HERON again');
  symlinkSync('a.txt', join(folder, 'docs/link'));
  utimesSync(join(folder, 'docs/a.txt'), 1_700_000_000, 1_700_000_000);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const readOnly = () => fakeContext({ allow: { read: [folder] } });
const refused = { code: 'permission-denied' };

describe('list', () => {
  test('a folder is listed with kinds, sizes and times', async () => {
    const output = await list({ path: at('docs'), recursive: false, limit: 10 }, readOnly());
    expect(output).toMatchObject({ path: at('docs'), total: 3, bytes: 23 });
    expect(output.entries.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
      ['a.txt', 'file', 23],
      ['deep', 'folder', 0],
      ['link', 'link', 0],
    ]);
    expect(output.entries[0]?.modifiedAt).toBe('2023-11-14T22:13:20.000Z');
  });

  test('a pattern and a limit narrow it; the total counts all the same', async () => {
    const output = await list({ path: at('docs'), recursive: true, pattern: '*.txt', limit: 1 }, readOnly());
    expect(output.entries.map((entry) => entry.name)).toEqual(['a.txt']);
    expect(output.total).toBe(2);
  });

  test('a folder the worker may not read is refused, and a file is no folder', async () => {
    await expect(list({ path: at('docs'), recursive: false, limit: 1 }, fakeContext())).rejects.toMatchObject(refused);
    const call = list({ path: at('docs/a.txt'), recursive: false, limit: 1 }, readOnly());
    await expect(call).rejects.toMatchObject({ code: 'invalid-input', message: `${at('docs/a.txt')} is not a folder` });
  });
});

describe('read', () => {
  test('a file gives its text', async () => {
    const output = await read({ path: at('docs/deep/c.txt'), maxBytes: 100 }, readOnly());
    expect(output).toEqual({ path: at('docs/deep/c.txt'), text: 'the HERON again', bytes: 15 });
  });

  test.each([
    ['a missing file', 'gone', 'not-found'],
    ['a folder', 'docs', 'invalid-input'],
    ['a file that is too large', 'docs/a.txt', 'limit-exceeded'],
  ])('%s is refused', async (_, name, code) => {
    await expect(read({ path: at(name), maxBytes: 20 }, readOnly())).rejects.toMatchObject({ code });
  });

  test('a file that is not text is refused', async () => {
    writeFileSync(at('binary'), Buffer.from([0x7f, 0, 1]));
    await expect(read({ path: at('binary'), maxBytes: 20 }, readOnly())).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('write', () => {
  test('text is written, and an existing file only replaced when asked', async () => {
    const path = at('new/note.txt');
    expect(await write({ path, content: 'grün', overwrite: false }, allowed())).toEqual({ path, bytes: 5 });
    const again = write({ path, content: 'x', overwrite: false }, allowed());
    await expect(again).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(path, 'utf8')).toBe('grün');
    await write({ path, content: 'blau', overwrite: true }, allowed());
    expect(readFileSync(path, 'utf8')).toBe('blau');
  });

  test('a refused permission leaves no file behind', async () => {
    const path = at('new/note.txt');
    await expect(write({ path, content: 'x', overwrite: false }, readOnly())).rejects.toMatchObject(refused);
    expect(existsSync(at('new'))).toBe(false);
  });
});

test('a folder is made with those above it, and making it again is fine', async () => {
  await makeFolder({ path: at('x/y/z') }, allowed());
  expect(await makeFolder({ path: at('x/y/z') }, allowed())).toEqual({ path: at('x/y/z') });
  expect(statSync(at('x/y/z')).isDirectory()).toBe(true);
});

describe('copy', () => {
  test('a folder is copied whole; links are named as left out', async () => {
    chmodSync(at('docs/a.txt'), 0o750);
    mkdirSync(at('docs/empty'));
    const output = await copy({ source: at('docs'), destination: at('copy'), overwrite: false }, allowed());
    expect(output).toEqual({
      source: at('docs'),
      path: at('copy'),
      files: 3,
      bytes: 45,
      skipped: [at('docs/link')],
    });
    expect(readFileSync(at('copy/deep/c.txt'), 'utf8')).toBe('the HERON again');
    expect(statSync(at('copy/a.txt')).mode & 0o777).toBe(0o750);
    expect(existsSync(at('copy/empty'))).toBe(true);
  });

  test('a file goes into a folder under its own name', async () => {
    const output = await copy({ source: at('docs/a.txt'), destination: at('docs/deep'), overwrite: false }, allowed());
    expect(output).toMatchObject({ path: at('docs/deep/a.txt'), files: 1 });
  });

  test('a folder cannot be copied into itself', async () => {
    const call = copy({ source: at('docs'), destination: at('docs/deep'), overwrite: false }, allowed());
    await expect(call).rejects.toMatchObject({ code: 'invalid-input' });
    expect(existsSync(at('docs/deep/docs'))).toBe(false);
  });

  test('an existing file is kept, and a refused permission copies nothing', async () => {
    const input = { source: at('docs/a.txt'), destination: at('docs/deep/c.txt'), overwrite: false };
    await expect(copy(input, allowed())).rejects.toMatchObject({ code: 'already-exists' });
    const elsewhere = copy({ ...input, destination: at('copy.txt') }, readOnly());
    await expect(elsewhere).rejects.toMatchObject(refused);
    expect(existsSync(at('copy.txt'))).toBe(false);
  });
});

describe('move', () => {
  test('a file gets a new name, and a folder takes what is moved into it', async () => {
    const renamed = await move(
      { source: at('docs/a.txt'), destination: at('docs/z.txt'), overwrite: false },
      allowed(),
    );
    expect(renamed).toEqual({ source: at('docs/a.txt'), path: at('docs/z.txt') });
    const moved = await move({ source: at('docs/z.txt'), destination: at('docs/deep'), overwrite: false }, allowed());
    expect(moved.path).toBe(at('docs/deep/z.txt'));
    expect(existsSync(at('docs/z.txt'))).toBe(false);
    expect(existsSync(moved.path)).toBe(true);
  });

  test.each([
    ['what is not there', 'gone', 'new', 'not-found'],
    ['onto another file', 'docs/a.txt', 'docs/deep/c.txt', 'already-exists'],
    ['onto itself', 'docs/a.txt', 'docs', 'invalid-input'],
    ['into itself', 'docs', 'docs/deep', 'invalid-input'],
  ])('moving %s is refused', async (_, source, destination, code) => {
    const call = move({ source: at(source), destination: at(destination), overwrite: false }, allowed());
    await expect(call).rejects.toMatchObject({ code });
    expect(readFileSync(at('docs/a.txt'), 'utf8')).toContain('Alpha');
  });

  test('a refused permission leaves the file where it was', async () => {
    const call = move({ source: at('docs/a.txt'), destination: at('z.txt'), overwrite: false }, readOnly());
    await expect(call).rejects.toMatchObject(refused);
    expect(existsSync(at('docs/a.txt'))).toBe(true);
  });
});

describe('find', () => {
  const options = { limit: 10, maxFileBytes: 1000 };

  test('files are found by name', async () => {
    const output = await find({ path: folder, pattern: '*.md', ...options }, readOnly());
    expect(output).toEqual({
      path: folder,
      matches: [{ path: at('docs/deep/b.md'), bytes: 7 }],
      searched: 3,
      tooLarge: 0,
      unreadable: 0,
      truncated: false,
    });
  });

  test('files are found by their text, with the line', async () => {
    const { matches } = await find({ path: folder, text: 'heron', ...options }, readOnly());
    expect(matches).toEqual([
      { path: at('docs/a.txt'), bytes: 23, line: 2, excerpt: 'Heron lives here' },
      { path: at('docs/deep/c.txt'), bytes: 15, line: 1, excerpt: 'the HERON again' },
    ]);
  });

  test('the limits are told', async () => {
    const few = await find({ path: folder, pattern: '*', limit: 2, maxFileBytes: 1000 }, readOnly());
    expect([few.matches.length, few.truncated]).toEqual([2, true]);
    const small = await find({ path: folder, text: 'heron', limit: 10, maxFileBytes: 20 }, readOnly());
    expect([small.matches.length, small.tooLarge]).toEqual([1, 1]);
  });

  test('a file that cannot be read does not end the search', async () => {
    const protectedFile = at('docs/deep/c.txt');
    const context = readOnly();
    const { readText } = context.files;
    context.files.readText = (path) => (path === protectedFile ? fakeContext().files.readText(path) : readText(path));
    const output = await find({ path: folder, text: 'heron', ...options }, context);
    expect([output.matches.length, output.unreadable]).toEqual([1, 1]);
    expect(context.lines).toEqual([
      `info: ${protectedFile} could not be read: The worker may not read ${protectedFile}`,
    ]);
  });

  test('a search for nothing is refused', async () => {
    const call = async () => find({ path: folder, ...options }, readOnly());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('remove', () => {
  test('a folder is removed with all below it', async () => {
    expect(await remove({ path: at('docs') }, allowed())).toEqual({ path: at('docs') });
    expect(existsSync(at('docs'))).toBe(false);
  });

  test('what is not there, and what may not be written, is refused', async () => {
    await expect(remove({ path: at('gone') }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(remove({ path: at('docs') }, readOnly())).rejects.toMatchObject(refused);
    expect(existsSync(at('docs/a.txt'))).toBe(true);
  });
});
