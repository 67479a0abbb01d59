import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { fakeContext } from 'heron/worker-kit/testing';
import { expect, test } from 'vitest';
import type { SourceEntry } from './source-tree.ts';
import { packZip } from './zip-writer.ts';

const folder = (name: string): SourceEntry => ({
  kind: 'folder',
  path: `/${name}`,
  name,
  size: 0,
  modifiedAt: 1_700_000_001_000,
  mode: 0o755,
});

async function entriesOf(archive: Buffer) {
  const zip = new ZipReader(new Uint8ArrayReader(archive), { checkOverlappingEntry: true });
  const entries = await zip.getEntries();
  await zip.close();
  return entries;
}

test('more entries than an old archive can count are all found', async () => {
  const sources = Array.from({ length: 66_000 }, (_, index) => folder(`f${index}`));
  const chunks = await Array.fromAsync(packZip(sources, fakeContext(), () => undefined));
  const entries = await entriesOf(Buffer.concat(chunks));
  expect(entries).toHaveLength(66_000);
  expect(entries.at(-1)).toMatchObject({
    filename: 'f65999/',
    directory: true,
    lastModDate: new Date(1_700_000_001_000),
  });
}, 120_000);

test.each([
  ['grown', 300_000],
  ['shrunk', 100_000],
])('a large file that has %s since it was looked at breaks the packing off', async (_how, bytes) => {
  const context = fakeContext();
  context.files.read = async function* () {
    for (let at = 0; at < bytes; at += 50_000) yield new Uint8Array(50_000);
  };
  const source: SourceEntry = { ...folder('large'), kind: 'file', size: 200_000 };
  await expect(Array.fromAsync(packZip([source], context, () => undefined))).rejects.toMatchObject({
    code: 'conflict',
    details: { path: '/large' },
  });
});
