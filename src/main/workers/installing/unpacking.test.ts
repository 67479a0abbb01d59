import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { create, Header, type HeaderData } from 'tar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { birdFiles, writeFiles } from './fixtures/bird-worker.ts';
import { sourceLimits, stagingTarget } from './staging-target.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';

let work: string;
let into: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-unpack-')));
  into = join(work, 'deep', 'into');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

type Entry = HeaderData & { content?: string };

/** A tar archive of the very headers that are given, however unwise. */
function tarOf(entries: Entry[], pack: (bytes: Buffer) => Buffer = gzipSync): string {
  const blocks = entries.flatMap(({ content = '', ...data }) => {
    const block = Buffer.alloc(512);
    new Header({ mode: 0o644, size: content.length, type: 'File', mtime: new Date(0), ...data }).encode(block);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return [block, body];
  });
  const path = join(work, 'hostile.tgz');
  writeFileSync(path, pack(Buffer.concat([...blocks, Buffer.alloc(1024)])));
  return path;
}

async function zipOf(entries: { name: string; content?: string; attributes?: number }[]): Promise<string> {
  const writer = new ZipWriter(new BlobWriter());
  for (const { name, content = '', attributes } of entries) {
    await writer.add(
      name,
      new TextReader(content),
      attributes === undefined ? {} : { externalFileAttributes: attributes, versionMadeBy: 0x31e },
    );
  }
  const path = join(work, 'hostile.zip');
  writeFileSync(path, Buffer.from(await (await writer.close()).arrayBuffer()));
  return path;
}

test.each([true, false])('a tar archive is unpacked, compressed: %s', async (gzip) => {
  const files = birdFiles({ files: { 'lib/deep/a.js': 'export const a = 1;', 'big.txt': 'x'.repeat(3_000_000) } });
  writeFiles(join(work, 'bird'), files);
  await create({ file: join(work, 'a.tgz'), cwd: join(work, 'bird'), gzip }, ['.']);
  await unpackTar(join(work, 'a.tgz'), into);
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(into, name), 'utf8')).toBe(text);
});

test('a zip archive is unpacked', async () => {
  const files = birdFiles({ files: { 'lib/deep/a.js': 'export const a = 1;' } });
  const path = await zipOf(Object.entries(files).map(([name, content]) => ({ name, content })));
  await unpackZip(path, into);
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(into, name), 'utf8')).toBe(text);
});

const hostile: [what: string, entries: Entry[], message: RegExp][] = [
  ['a way up', [{ path: '../escaped.txt', content: 'x' }], /leads out of it|cannot be unpacked/],
  ['a way up in the middle', [{ path: 'a/../../escaped.txt', content: 'x' }], /leads out of it|cannot be unpacked/],
  ['an absolute path', [{ path: '/tmp/heron-escaped.txt', content: 'x' }], /leads out of it|cannot be unpacked/],
  ['a name with a backslash', [{ path: 'a\\..\\..\\b', content: 'x' }], /leads out of it/],
  ['a symbolic link', [{ path: 'link', type: 'SymbolicLink', linkpath: '/etc' }], /holds a link or a device.*link/],
  ['a hard link', [{ path: 'link', type: 'Link', linkpath: '/etc/passwd' }], /holds a link or a device/],
  ['a device', [{ path: 'null', type: 'CharacterDevice' }], /holds a link or a device/],
  [
    'a name twice',
    [
      { path: 'a', content: 'x' },
      { path: 'A', content: 'y' },
    ],
    /holds A twice/,
  ],
  [
    'a file in a file',
    [
      { path: 'a', content: 'x' },
      { path: 'a/b', content: 'y' },
    ],
    /EEXIST|ENOTDIR/,
  ],
];

test.each(hostile)('a tar archive with %s is refused', async (_, entries, message) => {
  await expect(unpackTar(tarOf(entries), into)).rejects.toThrow(message);
  expect(existsSync(join(work, 'escaped.txt'))).toBe(false);
  expect(existsSync(join(work, 'deep', 'escaped.txt'))).toBe(false);
  expect(existsSync('/tmp/heron-escaped.txt')).toBe(false);
});

test.each([
  ['no archive', () => writeFileSync(join(work, 'hostile.tgz'), 'this is no archive at all'.repeat(100))],
  [
    'cut off',
    () =>
      writeFileSync(
        tarOf([{ path: 'a', content: 'x'.repeat(5000) }], (bytes) => bytes.subarray(0, 2000)),
        readFileSync(join(work, 'hostile.tgz')),
      ),
  ],
])('a file that is %s is refused', async (_, make) => {
  make();
  await expect(unpackTar(join(work, 'hostile.tgz'), into)).rejects.toThrow(/cannot be unpacked/);
});

test('what is too much is refused while it comes', async () => {
  const limits = { files: 2, bytes: 10 };
  const many = stagingTarget(join(work, 'many'), 'a.tgz', limits);
  const bytes = async function* (...lengths: number[]) {
    for (const length of lengths) yield new Uint8Array(length);
  };
  await many.file('a', bytes(1));
  await many.file('b', bytes(1));
  await expect(many.file('c', bytes(1))).rejects.toThrow('a.tgz holds more than 2 files');
  const large = stagingTarget(join(work, 'large'), 'a.tgz', limits);
  await large.file('a', bytes(5));
  await expect(large.file('b', bytes(5, 1))).rejects.toThrow('a.tgz holds more than 10 bytes');
});

test('zeros after the end of an archive are not read', async () => {
  await unpackTar(
    tarOf([{ path: 'a', content: 'x' }], (bytes) => gzipSync(Buffer.concat([bytes, Buffer.alloc(300_000_000)]))),
    into,
  );
  expect(readdirSync(into)).toEqual(['a']);
});

test('a small archive of a huge file is refused before it is unpacked', async () => {
  const huge = tarOf([{ path: 'zeros', size: sourceLimits.bytes + 1 }]);
  await expect(unpackTar(huge, into)).rejects.toMatchObject({ code: 'limit-exceeded' });
  const twice = tarOf([{ path: 'a' }], (bytes) => gzipSync(gzipSync(bytes)));
  await expect(unpackTar(twice, into)).rejects.toThrow(/is compressed twice/);
});

test.each([
  ['a way up', [{ name: '../escaped.txt' }], /leads out of it|Unsafe filename/],
  ['an absolute path', [{ name: '/tmp/heron-escaped.txt' }], /leads out of it|Unsafe filename/],
  ['a link', [{ name: 'link', content: '/etc', attributes: (0o120777 << 16) >>> 0 }], /holds a link/],
])('a zip archive with %s is refused', async (_, entries, message) => {
  await expect(zipOf(entries).then((path) => unpackZip(path, into))).rejects.toThrow(message);
  expect(existsSync(join(work, 'deep', 'escaped.txt'))).toBe(false);
});

test('a file that is no zip archive is refused', async () => {
  writeFileSync(join(work, 'a.zip'), 'no archive');
  await expect(unpackZip(join(work, 'a.zip'), into)).rejects.toMatchObject({ code: 'invalid-input' });
  expect(readdirSync(work)).toEqual(['a.zip']);
});
