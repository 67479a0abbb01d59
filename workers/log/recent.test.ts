import { appendFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const { recent } = worker.actions;

let folder: string;
let path: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-recent-')));
  path = join(folder, 'app.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = () => fakeContext({ allow: { read: [folder] } });

const looked = async (changes: object = {}): Promise<string[]> => {
  const { lines } = await recent({ path, regex: false, ignoreCase: true, limit: 100, ...changes }, allowed());
  return lines.map(({ file, at, text }) => `${file} ${at} ${text}`);
};

test('a line is told again at the same place, one without its end not yet, and of another file at another [W-10]', async () => {
  writeFileSync(path, 'one\r\nError: two\nthr');
  const first = await looked();
  expect(first.map((line) => line.replace(/^[0-9a-f]{12} /, ''))).toEqual(['0 one', '5 Error: two']);
  appendFileSync(path, 'ee\n');
  const second = await looked();
  expect(second.slice(0, 2)).toEqual(first);
  expect(second[2]).toMatch(/ 16 three$/);
  expect(await looked({ pattern: 'error' })).toEqual(first.slice(1));
  expect(await looked({ limit: 1 })).toEqual(second.slice(2));
  writeFileSync(path, 'uno\r\nError: two\nthree\n');
  expect((await looked()).filter((line) => second.includes(line))).toEqual([]);
  writeFileSync(path, '');
  expect(await looked()).toEqual([]);
});

test('of a large file the end is read, from the first line that is whole there', async () => {
  writeFileSync(path, `${'x'.repeat(99)}\n`.repeat(50_000));
  const lines = await looked({ limit: 10_000, pattern: 'x' });
  expect(lines).toHaveLength(10_000);
  const places = (await looked({ limit: 10_485 })).map((line) => Number(line.split(' ')[1]));
  expect(places.every((place) => place % 100 === 0)).toBe(true);
  expect(places.at(-1)).toBe(4_999_900);
});

test('what is not there and what is refused is named', async () => {
  await expect(looked()).rejects.toMatchObject({ code: 'not-found' });
  writeFileSync(path, 'x\n');
  await expect(looked({ pattern: '(', regex: true })).rejects.toMatchObject({ details: { field: 'pattern' } });
  const refused = recent({ path, regex: false, ignoreCase: true, limit: 1 }, fakeContext());
  await expect(refused).rejects.toMatchObject({ code: 'permission-denied' });
});
