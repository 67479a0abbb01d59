import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HostileEntry, writeTar, writeZip } from './fixtures/hostile-archives.ts';
import worker from './index.ts';

const { create, extract } = worker.actions;
const hasTar = spawnSync('tar', ['--version']).stdout?.includes('GNU tar') ?? false;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-extract-')));
  mkdirSync(at('docs'));
  writeFileSync(at('docs/a.txt'), 'alpha');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return join(folder, name);
}

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const limits = { overwrite: false, maxBytes: 1e9, maxEntries: 1000 };

const unpack = (name: string, changes: object = {}) =>
  extract({ source: at(name), destination: at('out'), ...limits, ...changes }, allowed());

test('a folder named like the destination is not doubled', async () => {
  await writeZip(at('trip.zip'), [{ name: 'trip/', folder: true }, { name: 'trip/a' }, { name: 'trip/b/c' }]);
  const output = await extract({ source: at('trip.zip'), destination: at('trip'), ...limits }, allowed());
  expect(output.files).toBe(2);
  expect(readdirSync(at('trip'))).toEqual(['a', 'b']);
});

test('a folder named like the destination stays where it is not alone', async () => {
  await writeZip(at('trip.zip'), [{ name: 'trip/a' }, { name: 'b' }]);
  await extract({ source: at('trip.zip'), destination: at('trip'), ...limits }, allowed());
  expect(readdirSync(at('trip'))).toEqual(['b', 'trip']);
});

test.skipIf(!hasTar)(
  'what GNU tar packs is unpacked, long names and hard links too (skipped without GNU tar)',
  async () => {
    const long = `${'long-'.repeat(30)}name.txt`;
    writeFileSync(at(`docs/${long}`), 'long');
    linkSync(at('docs/a.txt'), at('docs/z.txt'));
    for (const format of ['gnu', 'pax', 'v7']) {
      const names = format === 'v7' ? ['docs/a.txt', 'docs/z.txt'] : ['docs'];
      execFileSync('tar', [`--format=${format}`, '-cf', at(`${format}.tar`), '-C', folder, ...names]);
      const output = await extract({ source: at(`${format}.tar`), destination: at(format), ...limits }, allowed());
      expect(output.files).toBe(format === 'v7' ? 2 : 3);
      expect(readFileSync(at(`${format}/docs/z.txt`), 'utf8')).toBe('alpha');
      if (format !== 'v7') expect(readFileSync(at(`${format}/docs/${long}`), 'utf8')).toBe('long');
    }
  },
);

test('links are skipped and named', async () => {
  const entries = [{ name: 'a' }, { name: 'b/link', link: '../a' }];
  await writeZip(at('links.zip'), entries);
  writeTar(at('links.tar'), entries);
  expect(await unpack('links.zip')).toMatchObject({ files: 1, skipped: ['b/link'] });
  expect(await unpack('links.tar', { destination: at('out2') })).toMatchObject({ files: 1, skipped: ['b/link'] });
  expect(readdirSync(at('out'))).toEqual(['a']);
});

const hostile: [string, HostileEntry[]][] = [
  ['climbs out', [{ name: '../evil' }]],
  ['climbs out in the middle', [{ name: 'a/../../evil' }]],
  ['climbs out by backslashes', [{ name: 'a\\..\\..\\evil' }]],
  ['is absolute', [{ name: '/tmp/evil' }]],
  ['is absolute on Windows', [{ name: 'C:\\evil' }]],
  ['hides a control character', [{ name: 'a\u0007b' }]],
  ['is a link that leads out', [{ name: 'a/link', link: '../../etc' }]],
  ['is a link to an absolute path', [{ name: 'link', link: '/etc/passwd' }]],
  ['goes through a link', [{ name: 'link', link: 'a' }, { name: 'link/evil' }]],
  ['is there twice', [{ name: 'a/b' }, { name: './a//b' }]],
  ['is a file and a folder', [{ name: 'a' }, { name: 'a/b' }]],
];

test.each(hostile)('an archive with an entry that %s is refused as a whole', async (_, bad) => {
  const entries = [{ name: 'harmless' }, ...bad];
  // zip.js refuses to write two entries of one name, but these two differ until they are unpacked.
  await writeZip(at('bad.zip'), entries);
  writeTar(at('bad.tar.gz'), entries);
  for (const name of ['bad.zip', 'bad.tar.gz']) {
    await expect(unpack(name)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(readdirSync(folder).toSorted()).toEqual(['bad.tar.gz', 'bad.zip', 'docs']);
  }
});

test.each([
  ['out of the archive', '../../etc/passwd'],
  ['to what comes later', 'later'],
])('a hard link %s is refused', async (_, hardLink) => {
  writeTar(at('bad.tar'), [{ name: 'link', hardLink }, { name: 'later' }]);
  await expect(unpack('bad.tar')).rejects.toMatchObject({ code: 'invalid-input' });
  expect(existsSync(at('out'))).toBe(false);
});

test('an archive that holds too much is refused before anything is written', async () => {
  const entries = [
    { name: 'a', content: 'a'.repeat(600) },
    { name: 'b', content: 'b'.repeat(600) },
  ];
  await writeZip(at('big.zip'), entries);
  writeTar(at('big.tar.gz'), entries);
  for (const name of ['big.zip', 'big.tar.gz']) {
    await expect(unpack(name, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    await expect(unpack(name, { maxEntries: 1 })).rejects.toMatchObject({ code: 'limit-exceeded' });
  }
  expect(existsSync(at('out'))).toBe(false);
});

test('second names of a file count as files do', async () => {
  const names = Array.from({ length: 5 }, (_, index) => ({ name: `link${index}`, hardLink: 'a' }));
  writeTar(at('big.tar'), [{ name: 'a', content: 'a'.repeat(600) }, ...names]);
  await expect(unpack('big.tar', { maxBytes: 3000 })).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(await unpack('big.tar', { maxBytes: 3600 })).toMatchObject({ files: 6, bytes: 3600 });
});

test('an entry that is larger than it says is refused', async () => {
  await writeZip(at('lie.zip'), [{ name: 'a', content: 'a'.repeat(100_000) }]);
  const bytes = readFileSync(at('lie.zip'));
  const central = bytes.indexOf('PK\u0001\u0002');
  bytes.writeUInt32LE(10, central + 24);
  writeFileSync(at('lie.zip'), bytes);
  await expect(unpack('lie.zip')).rejects.toMatchObject({ code: 'invalid-input' });
  expect(readdirSync(at('out'))).toEqual([]);
});

test('a damaged archive is told from one that needs a password', async () => {
  await create({ source: at('docs'), destination: at('docs.tar.gz'), overwrite: false }, allowed());
  truncateSync(at('docs.tar.gz'), statSync(at('docs.tar.gz')).size - 100);
  await expect(unpack('docs.tar.gz')).rejects.toMatchObject({ code: 'invalid-input' });
  await writeZip(at('cut.zip'), [{ name: 'a' }]);
  truncateSync(at('cut.zip'), statSync(at('cut.zip')).size - 30);
  await expect(unpack('cut.zip')).rejects.toMatchObject({ code: 'invalid-input' });
  await writeZip(at('locked.zip'), [{ name: 'a' }], 'secret');
  await expect(unpack('locked.zip')).rejects.toMatchObject({ code: 'unsupported' });
  expect(existsSync(at('out'))).toBe(false);
});

test('files that exist are kept unless they may be replaced', async () => {
  await writeZip(at('two.zip'), [{ name: 'a', content: 'new' }, { name: 'b' }]);
  mkdirSync(at('out'));
  writeFileSync(at('out/b'), 'old');
  await expect(unpack('two.zip')).rejects.toMatchObject({ code: 'already-exists' });
  expect(readdirSync(at('out'))).toEqual(['b']);
  await unpack('two.zip', { overwrite: true });
  expect(readFileSync(at('out/b'), 'utf8')).toBe('x');
});

test('a refused permission leaves nothing behind', async () => {
  await writeZip(at('two.zip'), [{ name: 'a' }]);
  const call = extract(
    { source: at('two.zip'), destination: at('out'), ...limits },
    fakeContext({ allow: { read: [folder] } }),
  );
  await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(at('out'))).toBe(false);
});
