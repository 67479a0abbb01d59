import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { hash, verify } = worker.actions;
const hasSha256sum = spawnSync('sha256sum', ['--version']).status === 0;

let folder: string;
let path: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-checksum-')));
  path = join(folder, 'note.txt');
  writeFileSync(path, 'abc');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = () => fakeContext({ allow: { read: [folder] } });

describe('hash', () => {
  // The digests of "abc" in FIPS 180-2 and RFC 1321.
  test.each([
    ['md5', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'sha512',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
  ] as const)('the %s of "abc" is what its specification says', async (algorithm, digest) => {
    expect(await hash({ path, algorithm }, allowed())).toEqual({ path, algorithm, hash: digest, bytes: 3 });
  });

  test.skipIf(!hasSha256sum)(
    'a file of many chunks has the hash sha256sum gives (skipped without sha256sum)',
    async () => {
      const content = Buffer.alloc(3_000_000, 'heron ');
      writeFileSync(path, content);
      const context = allowed();
      const output = await hash({ path, algorithm: 'sha256' }, context);
      expect(output.hash).toBe(execFileSync('sha256sum', [path], { encoding: 'utf8' }).split(' ')[0]);
      expect(output.bytes).toBe(content.byteLength);
      expect(context.reports.at(-1)).toEqual({ percent: 100 });
    },
  );

  test('an empty file has a hash too', async () => {
    writeFileSync(path, '');
    const output = await hash({ path, algorithm: 'sha256' }, allowed());
    expect(output).toMatchObject({
      hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      bytes: 0,
    });
  });

  test('a file the worker may not read is refused', async () => {
    const call = hash({ path, algorithm: 'sha256' }, fakeContext());
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('a folder and a missing file are named in the error', async () => {
    mkdirSync(join(folder, 'sub'));
    await expect(hash({ path: join(folder, 'sub'), algorithm: 'md5' }, allowed())).rejects.toMatchObject({
      code: 'invalid-input',
      message: `${folder}/sub is a folder; only a file has a checksum`,
    });
    await expect(hash({ path: join(folder, 'gone'), algorithm: 'md5' }, allowed())).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('verify', () => {
  test('the length of the expected checksum tells the algorithm', async () => {
    const expected = 'A9993E364706816ABA3E25717850C26C9CD0D89D';
    expect(await verify({ path, expected }, allowed())).toMatchObject({
      algorithm: 'sha1',
      hash: expected.toLowerCase(),
    });
  });

  test('a difference is an error that gives both', async () => {
    const expected = '0'.repeat(32);
    const call = async () => verify({ path, expected }, allowed());
    await expect(call()).rejects.toMatchObject({
      code: 'conflict',
      message: `The md5 of ${path} is 900150983cd24fb0d6963f7d28e17f72, not ${expected}`,
    });
  });

  test('a checksum of no known length is refused before the file is read', async () => {
    const call = async () => verify({ path, expected: 'a'.repeat(33) }, fakeContext());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'expected' } });
  });
});
