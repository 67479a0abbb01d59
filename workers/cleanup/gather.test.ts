import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { gather, discard, largest } = worker.actions;

let root: string;
let path: string;
let destination: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-gather-')));
  [path, destination] = [join(root, 'downloads'), join(root, 'kept')];
  for (const [name, content] of [
    ['a.pdf', 'a'],
    ['B.PDF', 'bb'],
    ['photo.jpeg', 'photo'],
    ['scan.jpg', 'a scan'],
    ['notes.txt', 'notes'],
    ['deep/c.pdf', 'deeper'],
    ['.hidden.pdf', 'hidden'],
  ] as const)
    put(join(path, name), content);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const allowed = (): FakeContext => fakeContext({ allow: { read: [path, destination], write: [path, destination] } });
const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).toSorted() : []);
const usual = { recursive: false, apply: true, limit: 100 } as const;

describe('moving what is of a kind', () => {
  test('by its ending, in capitals or not; nothing that is there is replaced [W-16]', async () => {
    put(join(destination, 'a.pdf'), 'older');
    const output = await gather({ path, destination, ending: 'PDFs', copy: false, ...usual }, allowed());
    expect(output).toMatchObject({ total: 2, bytes: 3, applied: true });
    expect(names(destination)).toEqual(['B.PDF', 'a (2).pdf', 'a.pdf']);
    expect(readFileSync(join(destination, 'a.pdf'), 'utf8')).toBe('older');
    expect(names(path)).toEqual(['.hidden.pdf', 'deep', 'notes.txt', 'photo.jpeg', 'scan.jpg']);
  });

  test('by what people call it, also below, and copied', async () => {
    utimesSync(join(path, 'scan.jpg'), 1_000_000_000, 1_000_000_000);
    const output = await gather({ path, destination, kind: 'photos', copy: true, ...usual }, allowed());
    expect(statSync(join(destination, 'scan.jpg')).mtimeMs).toBe(1_000_000_000_000);
    expect(output.total).toBe(2);
    expect(names(destination)).toEqual(['photo.jpeg', 'scan.jpg']);
    expect(readFileSync(join(destination, 'scan.jpg'), 'utf8')).toBe('a scan');
    expect(names(path)).toContain('scan.jpg');
    const all = await gather({ path, destination, pattern: '*', copy: false, ...usual, recursive: true }, allowed());
    expect(all.total).toBe(6);
  });

  test('is told before it is done, and needs the permission to write only then', async () => {
    const reading = fakeContext({ allow: { read: [path] } });
    const output = await gather({ path, destination, ending: 'jpg', copy: false, ...usual, apply: false }, reading);
    expect(output.moves.map(({ from }) => from)).toEqual(
      expect.arrayContaining([join(path, 'photo.jpeg'), join(path, 'scan.jpg')]),
    );
    expect(names(destination)).toEqual([]);
    const doing = gather({ path, destination, ending: 'jpg', copy: false, ...usual }, reading);
    await expect(doing).rejects.toMatchObject({ code: 'permission-denied' });
    expect(names(path)).toContain('scan.jpg');
  });

  test('what says nothing of which, or leads nowhere, is refused', async () => {
    const refused = { code: 'invalid-input' };
    await expect(gather({ path, destination, copy: false, ...usual }, allowed())).rejects.toMatchObject(refused);
    const same = gather({ path, destination: path, ending: 'pdf', copy: false, ...usual }, allowed());
    await expect(same).rejects.toMatchObject(refused);
    const nowhere = gather({ path: join(path, 'x'), destination, ending: 'pdf', copy: false, ...usual }, allowed());
    await expect(nowhere).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a thousand files are moved; a stop leaves each in one place', async () => {
    for (let number = 0; number < 1000; number += 1) put(join(path, `many/${number}.log`), `${number}`);
    const many = join(path, 'many');
    const context = allowed();
    context.progress = ({ percent = 0 }) => {
      if (percent >= 30) context.abort();
    };
    const input = { path: many, destination, ending: 'log', copy: false, ...usual };
    await expect(gather(input, context)).rejects.toThrow(/stopped by the test/);
    expect(names(many).length + names(destination).length).toBe(1000);
    const left = names(many).length;
    expect((await gather(input, allowed())).total).toBe(left);
    expect(names(destination)).toHaveLength(1000);
  });
});

test('what is of a kind is removed, and only that [W-16]', async () => {
  const output = await discard({ path, ending: '.pdf', ...usual, recursive: true }, allowed());
  expect(output).toMatchObject({ total: 3, bytes: 9 });
  expect(names(path)).toEqual(['.hidden.pdf', 'deep', 'notes.txt', 'photo.jpeg', 'scan.jpg']);
  await expect(discard({ path, ...usual }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
});

test('the largest files come first, of all or of a kind, and all are counted [W-16]', async () => {
  const reading = fakeContext({ allow: { read: [path] } });
  const output = await largest({ path, limit: 2 }, reading);
  expect(output.files).toEqual([
    { path: join(path, 'deep/c.pdf'), bytes: 6 },
    { path: join(path, 'scan.jpg'), bytes: 6 },
  ]);
  expect(output).toMatchObject({ total: 6, bytes: 25 });
  expect((await largest({ path, limit: 9, kind: 'pictures' }, reading)).total).toBe(2);
});
