import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { duplicates, removeDuplicates, organise, emptyFolders, oldFiles } = worker.actions;
const day = 86_400_000;
const now = Date.UTC(2026, 10, 21);

let root: string;
let path: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-cleanup-')));
  path = join(root, 'mine');
  mkdirSync(path);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (name: string): string => join(path, name);

function put(name: string, content = name, ageDays = 0): string {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
  const seconds = (now - ageDays * day) / 1000;
  utimesSync(at(name), seconds, seconds);
  return at(name);
}

const allowed = (): FakeContext => fakeContext({ allow: { read: [path], write: [path] }, now });
const readOnly = (): FakeContext => fakeContext({ allow: { read: [path] }, now });
const filesBelow = (): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .toSorted();
const shared = { limit: 100, minBytes: 1, keep: 'oldest' } as const;
const organising = (more: Partial<Parameters<typeof organise>[0]> = {}): Parameters<typeof organise>[0] => ({
  ...{ path, by: 'type', rules: [], recursive: false, apply: true, limit: 100 },
  ...more,
});
const old = (more: Partial<Parameters<typeof oldFiles>[0]> = {}): Parameters<typeof oldFiles>[0] => ({
  ...{ path, days: 90, recursive: false, apply: false, limit: 100 },
  ...more,
});

describe('the same files', () => {
  beforeEach(() => {
    put('a.txt', 'the same', 1);
    put('deep/er/b.bin', 'the same', 3);
    put('c.txt', 'the saMe', 2);
    put('empty 1', '');
    put('empty 2', '');
    put('.hidden', 'the same');
    put('node_modules/x.js', 'the same');
    symlinkSync(at('a.txt'), at('link'));
  });

  test('are found by their content, whatever they are called; links, hidden and managed files are left alone [W-16]', async () => {
    const output = await duplicates({ path, ...shared }, readOnly());
    expect(output).toMatchObject({ total: 1, extra: 1, wastedBytes: 8, searched: 5 });
    expect(output.groups[0]?.files).toEqual([at('deep/er/b.bin'), at('a.txt')]);
    expect((await duplicates({ path, ...shared, pattern: '*.TXT' }, readOnly())).total).toBe(0);
  });

  test('files that differ after a long beginning are not the same', async () => {
    for (const [name, end] of ['xyy', 'xyz'].entries()) put(`big ${name}`, 'a'.repeat(200_000) + end);
    put('big 3', `${'a'.repeat(200_000)}xyz`);
    const { groups } = await duplicates({ path, ...shared, minBytes: 1000 }, readOnly());
    expect(groups.map(({ files }) => files)).toEqual([[at('big 1'), at('big 3')]]);
  });

  test('are planned first, and then removed but for the one to keep [W-16]', async () => {
    const before = filesBelow();
    const planned = await removeDuplicates({ path, ...shared, apply: false }, readOnly());
    expect(planned).toMatchObject({ applied: false, total: 1, freedBytes: 8, removed: [{ path: at('a.txt') }] });
    expect(filesBelow()).toEqual(before);
    await removeDuplicates({ path, ...shared, keep: 'newest', apply: true }, allowed());
    expect(filesBelow()).toEqual(before.filter((name) => name !== 'deep/er/b.bin'));
    await expect(removeDuplicates({ path, ...shared, apply: false }, fakeContext())).rejects.toMatchObject({
      code: 'permission-denied',
    });
  });

  test('a file that changes meanwhile stays, and without the permission nothing is removed', async () => {
    const call = removeDuplicates({ path, ...shared, apply: true }, readOnly());
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
    expect(existsSync(at('a.txt'))).toBe(true);
    const context = allowed();
    context.progress = () => put('a.txt', 'new text', 0);
    const output = await removeDuplicates({ path, ...shared, apply: true }, context);
    expect(output).toMatchObject({ total: 0, skipped: [at('a.txt')] });
    expect(existsSync(at('a.txt'))).toBe(true);
  });
});

describe('organising', () => {
  test('by kind: nothing is replaced, and a second time there is nothing to do [W-16]', async () => {
    for (const name of ['a.JPG', 'b.pdf', 'c', 'd.tar.gz']) put(name);
    put('Pictures/A.jpg', 'another');
    const planned = await organise(organising({ apply: false }), readOnly());
    expect(planned).toMatchObject({ applied: false, total: 4 });
    expect(filesBelow()).toContain('b.pdf');
    const output = await organise(organising(), allowed());
    expect(output.moves).toEqual(planned.moves);
    expect(output.folders).toEqual(
      ['Archives', 'Documents', 'Other', 'Pictures'].map((folder) => ({ folder, files: 1 })),
    );
    expect(filesBelow()).toEqual([
      'Archives/d.tar.gz',
      'Documents/b.pdf',
      'Other/c',
      'Pictures/A.jpg',
      'Pictures/a (2).JPG',
    ]);
    expect((await organise(organising({ recursive: true, by: 'type' }), allowed())).total).toBe(0);
  });

  test('by month, by size and by rules', async () => {
    put('a.txt', 'a', 40);
    put('b.log', 'b', 0);
    expect(
      (await organise(organising({ by: 'month', apply: false }), readOnly())).folders.map(({ folder }) => folder),
    ).toEqual(['2026-10', '2026-11']);
    expect((await organise(organising({ by: 'size', apply: false }), readOnly())).folders).toEqual([
      { folder: 'Small', files: 2 },
    ]);
    const rules = [
      { folder: 'Old/logs', pattern: '*.log', olderThanDays: 10 },
      { folder: 'Rest', olderThanDays: 30, largerThanBytes: 0 },
    ];
    await organise(organising({ by: 'rules', rules }), allowed());
    expect(filesBelow()).toEqual(['Rest/a.txt', 'b.log']);
  });

  test.each(['../out', '/etc', 'a/../b', '.hidden', 'C:x', ''])(
    'a rule for the folder %j is refused',
    async (folder) => {
      put('a.txt');
      const call = organise(organising({ by: 'rules', rules: [{ folder }] }), allowed());
      await expect(call).rejects.toMatchObject({ code: 'invalid-input' });
      expect(filesBelow()).toEqual(['a.txt']);
    },
  );

  test('ten thousand files are planned and moved; a stop leaves each file in one place [W-16]', async () => {
    for (let folder = 0; folder < 10; folder += 1) mkdirSync(at(`in ${folder}`));
    const [first, ...endings] = ['pdf', 'jpg', 'zip', 'mp3'];
    put('first.pdf', 'x');
    for (let index = 1; index < 10_000; index += 1) {
      const ending = [first, ...endings][index % 4];
      linkSync(at('first.pdf'), at(`in ${index % 10}/${index}.${ending}`));
    }
    const context = allowed();
    context.progress = ({ percent }) => {
      if (percent !== undefined && percent > 20) context.abort();
    };
    await expect(organise(organising({ recursive: true }), context)).rejects.toThrow(/stopped by the test/);
    expect(filesBelow()).toHaveLength(10_000);
    const output = await organise(organising({ recursive: true, limit: 5 }), allowed());
    expect(output.moves).toHaveLength(5);
    expect(filesBelow().filter((name) => name.startsWith('in '))).toEqual([]);
    const { total, extra } = await duplicates({ path, ...shared }, readOnly());
    expect([total, extra]).toEqual([1, 9999]);
    const empty = await emptyFolders({ path, apply: true, limit: 100 }, allowed());
    expect(empty.total).toBe(10);
  });
});

describe('clearing', () => {
  test('folders that hold nothing but empty ones go, the topmost by name; hidden ones stay', async () => {
    for (const name of ['a/b/c', 'd/e', '.git/refs', 'f/.keep']) mkdirSync(at(name), { recursive: true });
    put('d/file');
    const found = await emptyFolders({ path, apply: false, limit: 100 }, readOnly());
    expect(found).toMatchObject({ folders: [at('a'), at('d/e')], total: 2 });
    await emptyFolders({ path, apply: true, limit: 100 }, allowed());
    expect(readdirSync(path).toSorted()).toEqual(['.git', 'd', 'f']);
    expect(filesBelow()).toEqual(['d/file']);
  });

  test('old files are told, and only then removed, or moved under names that are free [W-16]', async () => {
    put('new.zip', 'n', 10);
    put('old.zip', 'o', 100);
    put('old.txt', 't', 200);
    put('below/older.zip', 'x', 300);
    const told = await oldFiles(old(), readOnly());
    expect(told.files.map((file) => [file.path, file.to])).toEqual([
      [at('old.txt'), null],
      [at('old.zip'), null],
    ]);
    expect(filesBelow()).toHaveLength(4);
    put('Old/old.zip', 'there already');
    await oldFiles(old({ pattern: '*.zip', apply: true, destination: at('Old') }), allowed());
    expect(filesBelow()).toEqual(['Old/old (2).zip', 'Old/old.zip', 'below/older.zip', 'new.zip', 'old.txt']);
    expect(await oldFiles(old({ apply: true, recursive: true, days: 150 }), allowed())).toMatchObject({ total: 2 });
    expect(filesBelow()).toEqual(['Old/old (2).zip', 'Old/old.zip', 'new.zip']);
  });

  test('what is no folder, what is not there and what is refused', async () => {
    put('a');
    await expect(oldFiles(old({ path: at('a') }), allowed())).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(duplicates({ path: at('gone'), ...shared }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(emptyFolders({ path, apply: true, limit: 1 }, fakeContext())).rejects.toMatchObject({
      code: 'permission-denied',
    });
    await expect(oldFiles(old({ destination: path }), allowed())).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
