import { execFileSync, spawnSync } from 'node:child_process';
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
  truncateSync,
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
const has7z = spawnSync('7z', ['i']).status === 0;
const hasBzip2 = spawnSync('bzip2', ['--version'], { input: '' }).status === 0;
const hasXz = spawnSync('xz', ['--version']).status === 0;

let folder: string;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held now, without what only waits to be collected. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

const at = (name: string): string => join(folder, name);
const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const limits = { overwrite: false, maxBytes: 1e9, maxEntries: 1000 };
const unpacked = (name: string, more: object = {}) =>
  extract({ source: at(name), destination: at('out'), ...limits, ...more }, allowed());

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-seven-zip-')));
  mkdirSync(at('docs/deep/empty'), { recursive: true });
  writeFileSync(at('docs/a.txt'), 'alpha');
  writeFileSync(at('docs/none'), '');
  writeFileSync(at('docs/deep/grün 日本.txt'), 'green '.repeat(50_000));
  writeFileSync(at('docs/deep/run.sh'), '#!/bin/sh\n');
  chmodSync(at('docs/deep/run.sh'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function pack(name: string, ...more: string[]): void {
  execFileSync('7z', ['a', '-snl', ...more, at(name), 'docs'], { cwd: folder, stdio: 'ignore' });
}

const differences = (): string => spawnSync('diff', ['-r', at('docs'), at('out')], { encoding: 'utf8' }).stdout;

describe.skipIf(!has7z)('7z archives (skipped without 7z)', () => {
  test.each([
    ['as it packs them', []],
    ['with LZMA and one stream a file', ['-m0=LZMA', '-ms=off']],
    ['with PPMd', ['-m0=PPMd']],
    ['with a filter for programs', ['-m0=BCJ', '-m1=LZMA2']],
  ])('7-Zip’s own are unpacked, %s [W-13]', async (_, more) => {
    pack('docs.7z', ...more);
    const listed = await list({ source: at('docs.7z'), limit: 100 }, allowed());
    expect(listed).toMatchObject({ format: '7z', files: 4, bytes: 300_015, truncated: false });
    expect(listed.entries.map(({ name }) => name)).toContain('docs/deep/grün 日本.txt');
    expect(await unpacked('docs.7z')).toMatchObject({ files: 4, bytes: 300_015, skipped: [] });
    expect(spawnSync('diff', ['-r', at('docs'), at('out/docs')], { encoding: 'utf8' }).stdout).toBe('');
    expect(statSync(at('out/docs/deep/run.sh')).mode & 0o777).toBe(0o755);
  });

  test('a locked one opens with its password, and nothing is written with another', async () => {
    for (const [name, names] of [
      ['names.7z', '-mhe=on'],
      ['files.7z', '-mhe=off'],
    ] as const) {
      pack(name, '-pcrane', names);
      for (const [password, code] of [
        ['wren', 'invalid-input'],
        [undefined, 'unsupported'],
      ] as const) {
        writeFileSync(at('password'), `${password}\n`);
        const more = password === undefined ? {} : { passwordFile: at('password') };
        await expect(unpacked(name, more)).rejects.toMatchObject({
          code,
          message: expect.stringContaining('password'),
        });
        expect(existsSync(at('out'))).toBe(false);
      }
      writeFileSync(at('password'), 'crane\n');
      await unpacked(name, { passwordFile: at('password') });
      expect(readFileSync(at('out/docs/a.txt'), 'utf8')).toBe('alpha');
      rmSync(at('out'), { recursive: true });
    }
  });

  test('links are left out, one that leads out refuses the whole, and so does what is damaged or too much', async () => {
    symlinkSync('a.txt', at('docs/link'));
    pack('docs.7z');
    expect(await unpacked('docs.7z')).toMatchObject({ files: 4, skipped: ['docs/link'] });
    rmSync(at('out'), { recursive: true });
    await expect(unpacked('docs.7z', { maxBytes: 1000 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    await expect(unpacked('docs.7z', { maxEntries: 2 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    symlinkSync('../../../etc/passwd', at('docs/way-out'));
    pack('out.7z');
    await expect(unpacked('out.7z')).rejects.toMatchObject({ message: expect.stringContaining('leads out') });
    truncateSync(at('docs.7z'), 60);
    await expect(unpacked('docs.7z')).rejects.toMatchObject({ code: 'invalid-input' });
    const broken = readFileSync(at('out.7z'));
    broken[40] = (broken[40] ?? 0) ^ 0xff;
    writeFileSync(at('broken.7z'), broken);
    rmSync(at('docs/way-out'));
    await expect(unpacked('broken.7z')).rejects.toMatchObject({ code: 'invalid-input' });
    expect(existsSync(at('out'))).toBe(false);
  });

  test('a name that leads out is refused', async () => {
    pack('docs.7z');
    execFileSync('7z', ['rn', at('docs.7z'), 'docs/a.txt', '../../out.txt'], { stdio: 'ignore' });
    await expect(unpacked('docs.7z')).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a large one is unpacked as it is read', async () => {
    writeFileSync(at('docs/large'), '');
    truncateSync(at('docs/large'), 120_000_000);
    pack('docs.7z', '-mx=1');
    const context = allowed();
    const { write } = context.files;
    const before = heldBytes();
    let [most, chunks] = [0, 0];
    async function* watched(content: AsyncIterable<Uint8Array | string>) {
      for await (const chunk of content) {
        if ((chunks += 1) % 200 === 0) most = Math.max(most, heldBytes());
        yield chunk;
      }
    }
    context.files.write = (path, content, options) =>
      write(path, typeof content === 'object' && Symbol.asyncIterator in content ? watched(content) : content, options);
    await extract({ source: at('docs.7z'), destination: at('out'), ...limits }, context);
    expect(statSync(at('out/docs/large')).size).toBe(120_000_000);
    expect(most).toBeGreaterThan(0);
    expect(most - before).toBeLessThan(60_000_000);
  });
});

describe.skipIf(!hasXz)('xz (skipped without xz)', () => {
  test('a folder and a file are packed as xz does it, and xz’s own are unpacked [W-13]', async () => {
    const packed = await create({ source: at('docs'), destination: at('docs.tar.xz'), overwrite: false }, allowed());
    expect(packed).toMatchObject({ format: 'tar.xz', files: 4 });
    execFileSync('tar', ['-xJf', at('docs.tar.xz'), '-C', folder, '--transform=s/^docs/out/']);
    expect(differences()).toBe('');
    rmSync(at('out'), { recursive: true });
    execFileSync('tar', ['-cJf', at('theirs.tar.xz'), '-C', folder, 'docs']);
    expect(await list({ source: at('theirs.tar.xz'), limit: 10 }, allowed())).toMatchObject({ format: 'tar.xz' });
    await unpacked('theirs.tar.xz');
    expect(readFileSync(at('out/docs/deep/grün 日本.txt'), 'utf8')).toHaveLength(300_000);
    rmSync(at('out'), { recursive: true });
    await create({ source: at('docs/a.txt'), destination: at('a.txt.xz'), overwrite: false }, allowed());
    expect(execFileSync('xz', ['-dc', at('a.txt.xz')], { encoding: 'utf8' })).toBe('alpha');
    await unpacked('a.txt.xz');
    expect(readFileSync(at('out/a.txt'), 'utf8')).toBe('alpha');
    await expect(
      create({ source: at('docs'), destination: at('docs.xz'), overwrite: false }, allowed()),
    ).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('what is damaged is told, and nothing is written', async () => {
    execFileSync('xz', ['-k', at('docs/deep/grün 日本.txt')]);
    const bytes = readFileSync(at('docs/deep/grün 日本.txt.xz'));
    writeFileSync(at('cut.xz'), bytes.subarray(0, bytes.byteLength - 30));
    await expect(unpacked('cut.xz')).rejects.toMatchObject({ code: 'invalid-input' });
    expect(existsSync(at('out'))).toBe(false);
  });
});

describe.skipIf(!hasBzip2)('bzip2 (skipped without bzip2)', () => {
  test('its archives and files are listed and unpacked, also of several streams, and what is damaged is told [W-13]', async () => {
    execFileSync('tar', ['-cjf', at('docs.tar.bz2'), '-C', folder, 'docs']);
    expect(await list({ source: at('docs.tar.bz2'), limit: 10 }, allowed())).toMatchObject({ format: 'tar.bz2' });
    await unpacked('docs.tar.bz2');
    expect(readFileSync(at('out/docs/deep/grün 日本.txt'), 'utf8')).toHaveLength(300_000);
    rmSync(at('out'), { recursive: true });
    const twice = ['alpha', 'beta'].map((input) => execFileSync('bzip2', ['-c'], { input }));
    writeFileSync(at('a.txt.bz2'), Buffer.concat(twice));
    await unpacked('a.txt.bz2');
    expect(readFileSync(at('out/a.txt'), 'utf8')).toBe('alphabeta');
    rmSync(at('out'), { recursive: true });
    const whole = readFileSync(at('docs.tar.bz2'));
    writeFileSync(at('cut.bz2'), whole.subarray(0, whole.byteLength - 30));
    await expect(unpacked('cut.bz2')).rejects.toMatchObject({ code: 'invalid-input' });
    expect(existsSync(at('out'))).toBe(false);
  });
});
