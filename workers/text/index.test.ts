import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { count, replace, replaceInFile, extract } = worker.actions;

let folder: string;
let path: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-text-')));
  path = join(folder, 'note.txt');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });

describe('count', () => {
  test.each([
    ['', { lines: 0, words: 0, characters: 0 }],
    ['one', { lines: 1, words: 1, characters: 3 }],
    ['one two\nthree\n', { lines: 2, words: 3, characters: 14 }],
    ['a\r\nb', { lines: 2, words: 2, characters: 3 }],
    ['e\u0301tait 👩‍👩‍👧 ok', { lines: 1, words: 3, characters: 10 }],
  ])('%j is %o', async (text, counted) => {
    expect(await count({ text }, fakeContext())).toEqual(counted);
  });

  test('a file is counted as its text is', async () => {
    writeFileSync(path, 'uno dos\ntres');
    expect(await count({ path }, allowed())).toEqual({ lines: 2, words: 3, characters: 12 });
  });

  test('a file that is not text is refused', async () => {
    writeFileSync(path, Buffer.from([1, 0, 2]));
    await expect(count({ path }, allowed())).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('a file the worker may not read is refused', async () => {
    writeFileSync(path, 'secret');
    await expect(count({ path }, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('neither a text nor a file, and both, are refused', async () => {
    await expect(count({}, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(count({ path, text: 'x' }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

const literal = { regex: false, ignoreCase: false };

describe('replace', () => {
  test('groups of a regular expression can be used in the replacement', async () => {
    const input = { text: '2026-11-21', find: String.raw`(\d+)-(\d+)-(\d+)`, replacement: '$3.$2.$1' };
    const output = await replace({ ...input, ...literal, regex: true }, fakeContext());
    expect(output).toEqual({ text: '21.11.2026', replacements: 1 });
  });

  test('upper and lower case can be the same', async () => {
    const input = { text: 'Heron HERON', find: 'heron', replacement: 'egret', regex: false, ignoreCase: true };
    expect(await replace(input, fakeContext())).toEqual({ text: 'egret egret', replacements: 2 });
  });

  test('a broken regular expression is refused, naming the field', async () => {
    const call = async () => replace({ text: 'x', find: '(', replacement: '', ...literal, regex: true }, fakeContext());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'find' } });
  });
});

describe('replaceInFile', () => {
  test('every occurrence in a file is replaced, and nothing else about the file', async () => {
    writeFileSync(path, 'a.b a.b axb');
    chmodSync(path, 0o640);
    const output = await replaceInFile({ path, find: 'a.b', replacement: '$&!', ...literal }, allowed());
    expect(output).toEqual({ path, replacements: 2 });
    expect(readFileSync(path, 'utf8')).toBe('$&! $&! axb');
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test('a file with nothing to replace is not written', async () => {
    writeFileSync(path, 'abc');
    const readOnly = fakeContext({ allow: { read: [folder] } });
    const output = await replaceInFile({ path, find: 'x', replacement: 'y', ...literal }, readOnly);
    expect(output).toEqual({ path, replacements: 0 });
  });

  test('a file the worker may not write stays as it was', async () => {
    writeFileSync(path, 'abc');
    const readOnly = fakeContext({ allow: { read: [folder] } });
    const call = replaceInFile({ path, find: 'a', replacement: 'b', ...literal }, readOnly);
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
    expect(readFileSync(path, 'utf8')).toBe('abc');
  });
});

describe('extract', () => {
  const text = `Write to anna.meier+x@example.co.uk or <BOB@example.org>, bob@localhost is none.
    See https://example.org/a?b=1#c, (http://example.com/d). ftp://example.net is none.
    It cost 1,299.50 or 12 in 2026, -3.5e-7 of it; v1.2 and x86 are names. 100%! anna.meier+x@example.co.uk`;

  test.each([
    ['emails', ['anna.meier+x@example.co.uk', 'BOB@example.org']],
    ['urls', ['https://example.org/a?b=1#c', 'http://example.com/d']],
    ['numbers', ['1', '1,299.50', '12', '2026', '-3.5e-7', '100%']],
  ] as const)('%s are picked out of a sentence', async (kind, values) => {
    expect(await extract({ text, kind, unique: true, limit: 100 }, fakeContext())).toEqual({
      values,
      truncated: false,
    });
  });

  test('what matches a pattern is picked out of a file, its first group if it has one', async () => {
    writeFileSync(path, 'id=7 id=8 id=7');
    const input = { path, kind: 'matches', pattern: String.raw`id=(\d)`, unique: false, limit: 2 } as const;
    expect(await extract(input, allowed())).toEqual({ values: ['7', '8'], truncated: true });
  });

  test('matches without a pattern are refused', async () => {
    const call = async () => extract({ text, kind: 'matches', unique: true, limit: 1 }, fakeContext());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'pattern' } });
  });
});
