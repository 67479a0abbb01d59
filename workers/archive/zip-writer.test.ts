import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { fakeContext } from 'heron/worker-kit/testing';
import { expect, test } from 'vitest';
import type { SourceEntry } from './source-tree.ts';
import { descriptor, directoryRecord, endRecords, localHeader } from './zip-records.ts';
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
});

test('sizes and places beyond 4 GiB are written in full', async () => {
  const large: SourceEntry = { ...folder('large'), kind: 'file', size: 5 * 2 ** 30 };
  const facts = { crc: 0x12345678, packedBytes: 4.5 * 2 ** 30 };
  const offset = 6 * 2 ** 30;
  const record = directoryRecord({ entry: large, offset, ...facts, isStreamed: true });
  const end = endRecords({ count: 1, offset: 0, bytes: record.byteLength });
  const [entry] = await entriesOf(Buffer.concat([record, end]));
  expect(entry).toMatchObject({
    filename: 'large',
    uncompressedSize: large.size,
    compressedSize: facts.packedBytes,
    offset,
    zip64: true,
  });
  expect(descriptor({ entry: large, ...facts }).byteLength).toBe(24);
  expect(localHeader(large, undefined).readUInt16LE(4)).toBe(45);
  const far = endRecords({ count: 1, offset: 2 ** 33, bytes: 100 });
  expect(far.readBigUInt64LE(48)).toBe(2n ** 33n);
  expect(far.readUInt32LE(far.byteLength - 6)).toBe(0xffffffff);
});
