import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { plan, run } = worker.actions;
const hasDiff = spawnSync('diff', ['--version']).status === 0;

let folder: string;
let source: string;
let destination: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-sync-')));
  source = join(folder, 'from');
  destination = join(folder, 'to');
  save('from/a.txt', 'alpha');
  save('from/deep/b.txt', 'beta');
  save('from/deep/run.sh', '#!/bin/sh\n');
  chmodSync(join(source, 'deep/run.sh'), 0o755);
  mkdirSync(join(source, 'empty'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function save(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const allowed = () => fakeContext({ allow: { read: [folder], write: [destination] } });
const wish = (changes: object = {}) => ({
  source,
  destination,
  delete: false,
  checksum: false,
  exclude: [],
  ...changes,
});
const planned = (changes: object = {}) => plan({ ...wish(changes), limit: 100 }, allowed());
const done = (changes: object = {}) => run({ ...wish(changes), maxRemoved: 10, ...changes }, allowed());

/** Asks the system whether two folders are the same. */
function differences(): string {
  return spawnSync('diff', ['-r', source, destination], { encoding: 'utf8' }).stdout;
}

describe('sync', () => {
  test.skipIf(!hasDiff)(
    'a folder becomes like another, and then there is nothing to do (skipped without diff)',
    async () => {
      const first = await planned();
      expect(first).toMatchObject({ copy: 3, make: 2, remove: 0, same: 0, bytes: 19, truncated: false });
      expect(first.changes.map(({ name, why }) => `${name} ${why}`)).toEqual([
        'deep new',
        'empty new',
        'a.txt new',
        'deep/b.txt new',
        'deep/run.sh new',
      ]);
      expect(existsSync(destination)).toBe(false);
      expect(await done()).toMatchObject({ copy: 3, bytes: 19 });
      expect(differences()).toBe('');
      expect(statSync(join(destination, 'deep/run.sh')).mode & 0o777).toBe(0o755);
      for (const name of ['a.txt', 'deep/b.txt'])
        expect(Math.round(statSync(join(destination, name)).mtimeMs)).toBe(
          Math.round(statSync(join(source, name)).mtimeMs),
        );
      expect(await planned()).toMatchObject({ copy: 0, make: 0, same: 3, changes: [] });
    },
  );

  test('only what changed is copied: by size, by time, by content; the rest is removed where asked [W-14]', async () => {
    await done();
    save('from/a.txt', 'alpha and more');
    const later = Date.now() / 1000 + 60;
    utimesSync(join(source, 'deep/b.txt'), later, later);
    save('to/old/one.txt', '1');
    save('to/old/two.txt', '2');
    expect((await planned({ delete: true })).changes).toEqual([
      { name: 'old', kind: 'folder', bytes: 0, why: 'gone' },
      { name: 'a.txt', kind: 'file', bytes: 14, why: 'size' },
      { name: 'deep/b.txt', kind: 'file', bytes: 4, why: 'newer' },
    ]);
    expect(await done()).toMatchObject({ copy: 2, remove: 0, same: 1 });
    expect(readdirSync(destination)).toContain('old');
    expect(await done({ delete: true })).toMatchObject({ remove: 1 });
    expect(readdirSync(destination)).toEqual(['a.txt', 'deep', 'empty']);
    // Of the same size and time, so that only looking into it tells.
    save('to/a.txt', 'ALPHA AND MORE');
    const { atime, mtime } = statSync(join(source, 'a.txt'));
    utimesSync(join(destination, 'a.txt'), atime, mtime);
    expect(await planned()).toMatchObject({ changes: [] });
    expect((await planned({ checksum: true })).changes).toEqual([
      { name: 'a.txt', kind: 'file', bytes: 14, why: 'content' },
    ]);
  });

  test('an original of the same size that is older, and a copy that was edited, are copied again [W-14]', async () => {
    await done();
    save('from/a.txt', 'omega');
    utimesSync(join(source, 'a.txt'), 1_000_000_000, 1_000_000_000);
    save('to/deep/b.txt', 'gaga');
    const later = Date.now() / 1000 + 60;
    utimesSync(join(destination, 'deep/b.txt'), later, later);
    expect((await planned()).changes).toEqual([
      { name: 'a.txt', kind: 'file', bytes: 5, why: 'older' },
      { name: 'deep/b.txt', kind: 'file', bytes: 4, why: 'older' },
    ]);
    await done();
    expect(readFileSync(join(destination, 'a.txt'), 'utf8')).toBe('omega');
    expect(statSync(join(destination, 'a.txt')).mtimeMs).toBe(1_000_000_000_000);
    expect(readFileSync(join(destination, 'deep/b.txt'), 'utf8')).toBe('beta');
    expect(await planned()).toMatchObject({ changes: [] });
  });

  test('a run that was cut off goes on where it was, and leaves no half file', async () => {
    for (let index = 0; index < 60; index += 1) save(`from/many/${index}.txt`, 'x'.repeat(index));
    const context = allowed();
    const { write } = context.files;
    let writes = 0;
    context.files.write = (...given) => {
      if ((writes += 1) === 20) context.abort();
      return write(...given);
    };
    await expect(run({ ...wish(), maxRemoved: 0 }, context)).rejects.toThrow();
    const copied = readdirSync(destination, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(copied.length).toBeLessThan(63);
    for (const { parentPath, name } of copied)
      expect(readFileSync(join(parentPath, name))).toEqual(
        readFileSync(join(parentPath.replace(destination, source), name)),
      );
    expect(await done()).toMatchObject({ same: copied.length, copy: 63 - copied.length });
    expect(differences()).toBe('');
  });

  test('names that are excluded are neither copied nor removed', async () => {
    save('from/node_modules/x/index.js', 'x');
    save('from/build/out/a.o', 'x');
    save('from/deep/c.tmp', 'x');
    save('to/deep/kept.tmp', 'x');
    save('to/gone/inner/kept.tmp', 'x');
    save('to/gone/inner/other.txt', 'x');
    save('to/gone/empty/other.txt', 'x');
    const exclude = ['*.tmp', 'node_modules', 'build/**'];
    expect(await done({ exclude, delete: true })).toMatchObject({ copy: 3, remove: 2 });
    expect(readdirSync(join(destination, 'deep'))).toEqual(['b.txt', 'kept.tmp', 'run.sh']);
    expect(readdirSync(join(destination, 'gone'), { recursive: true })).toEqual(['inner', 'inner/kept.tmp']);
  });

  test('links are left out and named, and a link in the destination is no way out of it', async () => {
    symlinkSync('/etc', join(source, 'link'));
    mkdirSync(destination);
    mkdirSync(join(folder, 'outside'));
    symlinkSync(join(folder, 'outside'), join(destination, 'deep'));
    await expect(done()).rejects.toMatchObject({ code: 'permission-denied' });
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
    rmSync(join(destination, 'deep'));
    expect(await done()).toMatchObject({ skipped: ['link'] });
  });

  test('a file where a folder was is a conflict, unless it may be removed', async () => {
    save('to/a.txt/inner.txt', 'x');
    await expect(done()).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(join(destination, 'deep'))).toBe(false);
    await done({ delete: true });
    expect(differences()).toBe('');
  });

  test.each([
    ['a source that is not there', { source: '/gone/heron' }, 'permission-denied'],
    ['a folder into itself', { destinationIn: 'from/inner' }, 'invalid-input'],
    ['a folder from within itself', { destinationIn: '.' }, 'invalid-input'],
    ['a file as a source', { sourceIn: 'from/a.txt' }, 'invalid-input'],
    ['a missing source', { sourceIn: 'gone' }, 'not-found'],
  ])('%s is refused', async (_, { sourceIn, destinationIn, ...changes }: Record<string, string>, code) => {
    const places = {
      ...(sourceIn ? { source: join(folder, sourceIn) } : {}),
      ...(destinationIn ? { destination: join(folder, destinationIn) } : {}),
    };
    await expect(planned({ ...changes, ...places })).rejects.toMatchObject({ code });
  });

  test('an empty source removes nothing, and more than was expected is not removed', async () => {
    cpSync(source, destination, { recursive: true });
    for (let index = 0; index < 12; index += 1) save(`to/more${index}`, 'x');
    await expect(done({ delete: true })).rejects.toMatchObject({ code: 'limit-exceeded' });
    rmSync(source, { recursive: true });
    mkdirSync(source);
    await expect(done({ delete: true, maxRemoved: 1000 })).rejects.toMatchObject({ code: 'conflict' });
    expect(readdirSync(destination)).toHaveLength(15);
  });

  test('a place that may not be written stays as it is', async () => {
    const call = run({ ...wish(), maxRemoved: 0 }, fakeContext({ allow: { read: [folder] } }));
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
    expect(existsSync(destination)).toBe(false);
  });

  test('a tree of a hundred thousand files is planned in one go [W-14]', async () => {
    const script =
      'mkdir -p "$1"; cd "$1"; for i in $(seq 1 100); do mkdir d$i; (cd d$i; seq 1 1000 | xargs touch); done';
    execFileSync('sh', ['-c', script, 'sh', join(source, 'many')]);
    const output = await plan({ ...wish(), limit: 10 }, allowed());
    expect(output).toMatchObject({ copy: 100_003, make: 103, truncated: true });
    expect(output.changes).toHaveLength(10);
  });
});
