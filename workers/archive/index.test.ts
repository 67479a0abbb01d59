import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { create, extract, list } = worker.actions;
const hasUnzip = spawnSync('unzip', ['-v']).status === 0;
const hasTar = spawnSync('tar', ['--version']).stdout?.includes('GNU tar') ?? false;
const hasZstd = spawnSync('zstd', ['--version']).status === 0;
const has7z = spawnSync('7z', ['i']).status === 0;
const hasPython = spawnSync('python3', ['-c', 'import zipfile']).status === 0;

let folder: string;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held now, without what only waits to be collected. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-archive-')));
  mkdirSync(at('docs/deep/empty'), { recursive: true });
  writeFileSync(at('docs/a.txt'), 'alpha');
  writeFileSync(at('docs/deep/grün 日本.txt'), 'green '.repeat(50_000));
  writeFileSync(at('docs/deep/run.sh'), '#!/bin/sh\n');
  chmodSync(at('docs/deep/run.sh'), 0o755);
  utimesSync(at('docs/a.txt'), 1_700_000_000, 1_700_000_000);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return join(folder, name);
}

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const limits = { overwrite: false, maxBytes: 1e9, maxEntries: 1000 };
const refused = { code: 'permission-denied' };

const everything = [
  'docs/',
  'docs/a.txt',
  'docs/deep/',
  'docs/deep/empty/',
  'docs/deep/grün 日本.txt',
  'docs/deep/run.sh',
];

describe('create', () => {
  test.each(['zip', 'tar', 'tar.gz', 'tar.zst'] as const)(
    'a folder goes into a %s and comes out the same',
    async (format) => {
      const destination = at(`out/docs.${format}`);
      const context = allowed();
      utimesSync(at('docs/a.txt'), 1_000_000_000, 1_000_000_000);
      const packed = await create({ source: at('docs'), destination, overwrite: false }, context);
      expect(packed).toEqual({
        path: destination,
        format,
        files: 3,
        bytes: statSync(destination).size,
        sourceBytes: 300_015,
        skipped: [],
      });
      expect(context.reports.at(-1)).toEqual({ percent: 100 });
      const unpacked = await extract({ source: destination, destination: at('back'), ...limits }, allowed());
      expect(unpacked).toEqual({ path: at('back'), files: 3, bytes: 300_015, skipped: [] });
      for (const name of ['docs/a.txt', 'docs/deep/grün 日本.txt', 'docs/deep/run.sh']) {
        expect(readFileSync(at(`back/${name}`)).equals(readFileSync(at(name)))).toBe(true);
      }
      expect(statSync(at('back/docs/deep/run.sh')).mode & 0o777).toBe(0o755);
      expect(existsSync(at('back/docs/deep/empty'))).toBe(true);
      expect(statSync(at('back/docs/a.txt')).mtimeMs).toBe(1_000_000_000_000);
    },
  );

  test.skipIf(!hasUnzip)('unzip finds a zip whole, in order (skipped without unzip)', async () => {
    await create({ source: at('docs'), destination: at('docs.zip'), overwrite: false }, allowed());
    expect(execFileSync('unzip', ['-t', at('docs.zip')], { encoding: 'utf8' })).toContain('No errors detected');
    const names = execFileSync('unzip', ['-Z1', at('docs.zip')], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(names.trim().split('\n')).toEqual(everything);
  });

  test.skipIf(!hasPython)('Python reads a zip, with times and modes (skipped without python3)', async () => {
    await create({ source: at('docs'), destination: at('docs.zip'), overwrite: false }, allowed());
    const script = `import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, i.file_size, oct(i.external_attr >> 16), i.compress_type] for i in z.infolist()]))`;
    const rows = JSON.parse(
      execFileSync('python3', ['-c', script, at('docs.zip')], { encoding: 'utf8' }),
    ) as unknown[][];
    expect(rows.map(([name]) => name)).toEqual(everything);
    expect(rows[1]).toEqual(['docs/a.txt', 5, '0o100644', 8]);
    expect(rows[5]).toEqual(['docs/deep/run.sh', 10, '0o100755', 8]);
  });

  test.skipIf(!hasTar)('GNU tar reads a tar.gz, with long names (skipped without GNU tar)', async () => {
    const long = `${'long-'.repeat(30)}name/${'é'.repeat(60)}.txt`;
    mkdirSync(at(`docs/${long}/..`), { recursive: true });
    writeFileSync(at(`docs/${long}`), 'long');
    await create({ source: at('docs'), destination: at('docs.tgz'), overwrite: false }, allowed());
    mkdirSync(at('judge'));
    execFileSync('tar', ['-xzf', at('docs.tgz'), '-C', at('judge')]);
    expect(readFileSync(at(`judge/docs/${long}`), 'utf8')).toBe('long');
    expect(statSync(at('judge/docs/deep/run.sh')).mode & 0o777).toBe(0o755);
    expect(statSync(at('judge/docs/a.txt')).mtimeMs).toBe(1_700_000_000_000);
  });

  test.each(['gz', 'zst'] as const)(
    'one file goes into a %s and comes out the same, and is not taken for a tar',
    async (format) => {
      const source = at('docs/deep/grün 日本.txt');
      const destination = `${source}.${format}`;
      expect(await create({ source, destination, overwrite: false }, allowed())).toMatchObject({ format, files: 1 });
      const { entries } = await list({ source: destination, limit: 2 }, allowed());
      expect(entries).toEqual([{ name: 'grün 日本.txt', kind: 'file', bytes: 300_000 }]);
      const bomb = extract({ source: destination, destination: at('no'), ...limits, maxBytes: 299_999 }, allowed());
      await expect(bomb).rejects.toMatchObject({ code: 'limit-exceeded' });
      await extract({ source: destination, destination: at('back'), ...limits }, allowed());
      expect(readFileSync(at('back/grün 日本.txt')).equals(readFileSync(source))).toBe(true);
      writeFileSync(at('cut'), readFileSync(destination).subarray(0, 40));
      const cut = extract({ source: at('cut'), destination: at('no'), ...limits }, allowed());
      await expect(cut).rejects.toMatchObject({ code: 'invalid-input' });
      expect(existsSync(at('no'))).toBe(false);
    },
  );

  test.skipIf(!hasTar || !hasZstd)('GNU tar and zstd read a tar.zst and write one (skipped without them)', async () => {
    await create({ source: at('docs'), destination: at('docs.tar.zst'), overwrite: false }, allowed());
    mkdirSync(at('judge'));
    execFileSync('tar', ['--zstd', '-xf', at('docs.tar.zst'), '-C', at('judge')]);
    expect(readFileSync(at('judge/docs/a.txt'), 'utf8')).toBe('alpha');
    execFileSync('tar', ['--zstd', '-cf', at('theirs.tar.zst'), '-C', folder, 'docs']);
    expect(await list({ source: at('theirs.tar.zst'), limit: 1 }, allowed())).toMatchObject({
      format: 'tar.zst',
      files: 3,
    });
  });

  test('a locked zip opens with its password alone, which stands in a file [W-13]', async () => {
    writeFileSync(at('password'), 'crane & wren\nsecond line');
    writeFileSync(at('other'), 'crane');
    const packed = { source: at('docs'), destination: at('docs.zip'), overwrite: false, passwordFile: at('password') };
    await create(packed, allowed());
    expect(readFileSync(at('docs.zip')).includes('green green')).toBe(false);
    const unpack = (file?: string) =>
      extract(
        { source: at('docs.zip'), destination: at('back'), ...limits, ...(file ? { passwordFile: at(file) } : {}) },
        allowed(),
      );
    await expect(unpack()).rejects.toMatchObject({ code: 'unsupported' });
    await expect(unpack('other')).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'passwordFile' } });
    await expect(unpack('gone')).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(at('back'))).toBe(false);
    expect(await unpack('password')).toMatchObject({ files: 3, bytes: 300_015 });
    expect(readFileSync(at('back/docs/a.txt'), 'utf8')).toBe('alpha');
  });

  test.skipIf(!has7z)('7-Zip opens a locked zip, and its own are opened (skipped without 7z)', async () => {
    writeFileSync(at('password'), 'crane');
    await create(
      { source: at('docs'), destination: at('docs.zip'), overwrite: false, passwordFile: at('password') },
      allowed(),
    );
    expect(spawnSync('7z', ['t', '-pcrane', at('docs.zip')]).status).toBe(0);
    expect(spawnSync('7z', ['t', '-pwren', at('docs.zip')]).status).not.toBe(0);
    execFileSync('7z', ['a', '-tzip', '-mem=AES256', '-pcrane', at('theirs.zip'), at('docs')], { stdio: 'ignore' });
    const given = { source: at('theirs.zip'), destination: at('theirs'), ...limits, passwordFile: at('password') };
    expect(await extract(given, allowed())).toMatchObject({ files: 3 });
    expect(readFileSync(at('theirs/docs/a.txt'), 'utf8')).toBe('alpha');
  });

  test('the same folder packs to the same bytes', async () => {
    for (const name of ['one.tar.gz', 'two.tar.gz', 'one.zip', 'two.zip']) {
      await create({ source: at('docs'), destination: at(`out/${name}`), overwrite: false }, allowed());
    }
    expect(readFileSync(at('out/one.zip')).equals(readFileSync(at('out/two.zip')))).toBe(true);
    expect(readFileSync(at('out/one.tar.gz')).equals(readFileSync(at('out/two.tar.gz')))).toBe(true);
  });

  test('a single file packs under its own name', async () => {
    await create({ source: at('docs/a.txt'), destination: at('a.zip'), overwrite: false }, allowed());
    const { entries } = await list({ source: at('a.zip'), limit: 10 }, allowed());
    expect(entries).toEqual([{ name: 'a.txt', kind: 'file', bytes: 5 }]);
  });

  test('links are left out and named, and an archive inside its own folder is not packed', async () => {
    symlinkSync('/etc', at('docs/link'));
    const destination = at('docs/docs.zip');
    const first = await create({ source: at('docs'), destination, overwrite: false }, allowed());
    const second = await create({ source: at('docs'), destination, overwrite: true }, allowed());
    expect(second).toEqual(first);
    expect(second).toMatchObject({ files: 3, skipped: [at('docs/link')] });
  });

  test.each(['big.zip', 'big.tar.gz'])('%s of a large file is never in memory as a whole', async (name) => {
    writeFileSync(at('large'), '');
    truncateSync(at('large'), 64_000_000);
    const context = allowed();
    let most = 0;
    context.progress = () => void (most = Math.max(most, heldBytes()));
    const before = heldBytes();
    await create({ source: at('large'), destination: at(name), overwrite: false }, context);
    expect(most - before).toBeLessThan(32_000_000);
    const { bytes } = await list({ source: at(name), limit: 1 }, allowed());
    expect(bytes).toBe(64_000_000);
  });

  test('an existing archive is kept unless it may be replaced', async () => {
    writeFileSync(at('docs.zip'), 'precious');
    const input = { source: at('docs'), destination: at('docs.zip') };
    await expect(create({ ...input, overwrite: false }, allowed())).rejects.toMatchObject({ code: 'already-exists' });
    expect(readFileSync(at('docs.zip'), 'utf8')).toBe('precious');
    expect(await create({ ...input, overwrite: true }, allowed())).toMatchObject({ files: 3 });
  });

  test('a refused permission leaves no archive behind', async () => {
    const input = { source: at('docs'), destination: at('docs.zip'), overwrite: false };
    await expect(create(input, fakeContext({ allow: { write: [folder] } }))).rejects.toMatchObject(refused);
    await expect(create(input, fakeContext({ allow: { read: [folder] } }))).rejects.toMatchObject(refused);
    expect(readdirSync(folder)).toEqual(['docs']);
  });

  test.each([
    ['a source that is not there', 'gone', 'docs.zip', {}, 'not-found'],
    ['an archive of itself', 'docs/a.txt', 'docs/a.txt', {}, 'invalid-input'],
    ['a name that belongs to another format', 'docs', 'docs.zip', { format: 'tar.gz' }, 'invalid-input'],
    ['a folder as one compressed file', 'docs', 'docs.gz', {}, 'invalid-input'],
    ['a password for what has none', 'docs', 'docs.tar', { passwordFile: '/none' }, 'invalid-input'],
  ] as const)('%s is refused', async (_, source, destination, more, code) => {
    const input = { source: at(source), destination: at(destination), overwrite: false, ...more };
    await expect(create(input, allowed())).rejects.toMatchObject({ code });
    expect(existsSync(at('docs.zip'))).toBe(false);
  });

  test.each(['docs.zip', 'docs.tar.gz'])('a file that changes while it is packed breaks no %s', async (name) => {
    const context = allowed();
    const { read } = context.files;
    context.files.read = (path, options) => {
      if (path.endsWith('a.txt')) writeFileSync(path, 'alpha and more');
      return read(path, options);
    };
    const call = create({ source: at('docs'), destination: at(name), overwrite: false }, context);
    await expect(call).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(at(name))).toBe(false);
  });
});

describe('list', () => {
  test.each(['zip', 'tar.gz'] as const)('a %s is listed without unpacking', async (format) => {
    const source = at(`docs.${format}`);
    await create({ source: at('docs'), destination: source, overwrite: false }, allowed());
    const output = await list({ source, limit: 2 }, allowed());
    expect(output).toMatchObject({ path: source, format, files: 3, bytes: 300_015, truncated: true });
    expect(output.entries).toEqual([
      { name: 'docs/', kind: 'folder', bytes: 0 },
      { name: 'docs/a.txt', kind: 'file', bytes: 5 },
    ]);
  });

  test('what is no archive is refused', async () => {
    writeFileSync(at('note.zip'), 'just text');
    writeFileSync(at('noise.tar'), Buffer.alloc(2000, 0xff));
    await expect(list({ source: at('noise.tar'), limit: 1 }, allowed())).rejects.toMatchObject({ code: 'unsupported' });
    await expect(list({ source: at('note.zip'), limit: 1 }, allowed())).rejects.toMatchObject({ code: 'unsupported' });
    await expect(list({ source: at('docs'), limit: 1 }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(list({ source: at('gone.zip'), limit: 1 }, allowed())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('an archive the worker may not read is refused', async () => {
    await expect(list({ source: at('docs.zip'), limit: 1 }, fakeContext())).rejects.toMatchObject(refused);
  });
});
