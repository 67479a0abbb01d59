import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, type FakeSession, startFakeBroker } from './fake-broker.ts';

let broker: FakeBroker;
beforeEach(() => {
  const started = startFakeBroker();
  onTestFinished(() => started.end());
  broker = started;
});

function tree(...names: string[]): void {
  for (const name of names) {
    const path = join(broker.folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    if (name.endsWith('/')) mkdirSync(path);
    else writeFileSync(path, name);
  }
}

async function listAll(session: FakeSession, recursive: boolean, path = broker.folder): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null = null; ;) {
    const page: { entries: { names: string[] }; next: string | null } = await session.ask('files.list', {
      path,
      recursive,
      cursor,
    });
    pages.push(page.entries.names);
    cursor = page.next;
    if (cursor === null) return pages;
  }
}

test('entries are sorted by name, with kinds and paths', async () => {
  tree('b', 'a', 'sub/', 'Z');
  symlinkSync('a', join(broker.folder, 'link'));
  const { entries } = await broker.open().ask('files.list', { path: broker.folder, recursive: false, cursor: null });
  expect(entries.names.map((name, at) => [name, entries.kinds[at]])).toEqual([
    ['Z', 'file'],
    ['a', 'file'],
    ['b', 'file'],
    ['link', 'link'],
    ['sub', 'folder'],
  ]);
  expect(entries).toMatchObject({ prefix: broker.folder + sep, sizes: { 1: 1 } });
});

test('a recursive listing goes depth first, and a folder comes before what is in it', async () => {
  tree('a-b', 'a/x', 'a/deep/y', 'b/');
  expect(await listAll(broker.open(), true)).toEqual([['a', 'a/deep', 'a/deep/y', 'a/x', 'a-b', 'b']]);
});

test('links are not followed, so a circle is no danger', async () => {
  tree('a/file');
  symlinkSync('..', join(broker.folder, 'a', 'up'));
  symlinkSync(broker.outside, join(broker.folder, 'out'));
  writeFileSync(join(broker.outside, 'secret'), '');
  expect(await listAll(broker.open(), true)).toEqual([['a', 'a/file', 'a/up', 'out']]);
});

test.for([false, true])('2,500 entries come in pages of 1,000 (recursive: %s)', async (recursive) => {
  tree('sub/');
  const names = Array.from({ length: 2500 }, (_, index) => `file-${String(index).padStart(4, '0')}`);
  const inside = recursive ? names.map((name) => `sub/${name}`) : names;
  tree(...inside);
  const pages = await listAll(broker.open(), recursive);
  expect(pages.map((page) => page.length)).toEqual([1000, 1000, 501]);
  expect(pages.flat()).toEqual(recursive ? ['sub', ...inside] : [...names, 'sub']);
  expect(broker.record).toHaveLength(1);
});

test('a listing that is abandoned costs nothing, a hundred at a time', async () => {
  tree(...Array.from({ length: 1001 }, (_, index) => `file-${index}`));
  const session = broker.open();
  const cursors: string[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    const page = await session.ask('files.list', { path: broker.folder, recursive: false, cursor: null });
    cursors.push(page.next!);
  }
  const last = await session.ask('files.list', { path: broker.folder, recursive: false, cursor: cursors.at(-1)! });
  expect(last.entries.names).toHaveLength(1);
  await expect(
    session.ask('files.list', { path: broker.folder, recursive: false, cursor: cursors[0]! }),
  ).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a cursor belongs to its folder and its session', async () => {
  tree(...Array.from({ length: 1001 }, (_, index) => `file-${index}`), 'sub/');
  const session = broker.open();
  const { next } = await session.ask('files.list', { path: broker.folder, recursive: false, cursor: null });
  const cursor = next!;
  const attempts = [
    session.ask('files.list', { path: join(broker.folder, 'sub'), recursive: false, cursor }),
    session.ask('files.list', { path: broker.folder, recursive: true, cursor }),
    broker.open().ask('files.list', { path: broker.folder, recursive: false, cursor }),
  ];
  const outcomes = await Promise.allSettled(attempts);
  const refusal = { status: 'rejected', reason: { code: 'invalid-input' } };
  expect(outcomes).toMatchObject([refusal, refusal, refusal]);
});

test('what vanishes during a listing is left out', async () => {
  tree(...Array.from({ length: 1500 }, (_, index) => `file-${String(index).padStart(4, '0')}`));
  const session = broker.open();
  const first = await session.ask('files.list', { path: broker.folder, recursive: false, cursor: null });
  rmSync(join(broker.folder, 'file-1400'));
  const second = await session.ask('files.list', { path: broker.folder, recursive: false, cursor: first.next });
  expect(second.entries.names).toHaveLength(499);
});

test('a credential folder is seen but not looked into', async () => {
  tree('.ssh/id_ed25519', 'project/.env', 'project/.aws/credentials');
  expect(await listAll(broker.open(), true)).toEqual([['.ssh', 'project', 'project/.aws', 'project/.env']]);
});

test('listing a file or nothing is an error that names it', async () => {
  tree('file');
  const session = broker.open();
  const list = (name: string) =>
    session.ask('files.list', { path: join(broker.folder, name), recursive: false, cursor: null });
  await expect(list('file')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(list('gone')).rejects.toThrow(`There is nothing at ${join(broker.folder, 'gone')}`);
});

test('after a folder was listed, the status of what is in it needs no further question, its content does', async () => {
  tree('sub/file');
  const session = broker.open();
  await listAll(session, true);
  const path = join(broker.folder, 'sub', 'file');
  await session.ask('files.status', { path });
  await session.ask('files.open', { path, start: 0, end: null });
  expect(broker.record.map(({ operation, target }) => [operation, target])).toEqual([
    ['files.list', broker.folder],
    ['files.open', path],
  ]);
});

test('an unfinished file is not listed', async () => {
  const session = broker.open();
  await session.ask('files.create', { path: join(broker.folder, 'new'), overwrite: false, mode: null });
  expect(await listAll(session, false)).toEqual([[]]);
});
