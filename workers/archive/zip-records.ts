import type { SourceEntry } from './source-tree.ts';

/** An entry as it stands in the archive: where its record begins, and how large it is. */
export type ZipEntry = { entry: SourceEntry; offset: number; crc: number; packedBytes: number };

/** From here on a number does not fit into its field and goes into an extra one (zip64). */
const limit32 = 0xffffffff;
const limit16 = 0xffff;

const deflated = 8;
const isUtf8 = 0x0800;
const hasDescriptor = 0x0008;
const [version20, version45] = [20, 45];
const madeOnUnix = 3 << 8;

/** Packing may make a file a little larger, so what comes close is written with room. */
const largeFromBytes = 0xf0000000;

export function isLarge({ size }: SourceEntry): boolean {
  return size >= largeFromBytes;
}

/** `known` is absent when the file is packed while it is read: then a descriptor follows the content. */
export function localHeader(entry: SourceEntry, known: Pick<ZipEntry, 'crc' | 'packedBytes'> | undefined): Buffer {
  const name = nameOf(entry);
  const large = isLarge(entry);
  const extra = Buffer.concat([...(large ? [extraField(1, uint64(0), uint64(0))] : []), timeField(entry)]);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(large ? version45 : version20, 4);
  writeFacts(head, 6, { entry, crc: known?.crc ?? 0, packedBytes: known?.packedBytes ?? 0, isStreamed: !known });
  head.writeUInt32LE(known ? entry.size : 0, 22);
  if (large) head.fill(0xff, 18, 26);
  head.writeUInt16LE(name.byteLength, 26);
  head.writeUInt16LE(extra.byteLength, 28);
  return Buffer.concat([head, name, extra]);
}

export function descriptor({ entry, crc, packedBytes }: Omit<ZipEntry, 'offset'>): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x08074b50, 0);
  head.writeUInt32LE(crc, 4);
  if (isLarge(entry)) return Buffer.concat([head, uint64(packedBytes), uint64(entry.size)]);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(packedBytes, 0);
  sizes.writeUInt32LE(entry.size, 4);
  return Buffer.concat([head, sizes]);
}

export function directoryRecord(zipEntry: ZipEntry & { isStreamed: boolean }): Buffer {
  const { entry, offset, packedBytes } = zipEntry;
  const name = nameOf(entry);
  const numbers = [entry.size, packedBytes, offset];
  const isWide = isLarge(entry) || offset >= limit32;
  const extra = Buffer.concat([
    ...(isWide ? [extraField(1, ...numbers.map((number) => uint64(number)))] : []),
    timeField(entry),
  ]);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE((isWide ? version45 : version20) | madeOnUnix, 4);
  head.writeUInt16LE(isWide ? version45 : version20, 6);
  writeFacts(head, 8, zipEntry);
  head.writeUInt32LE(isWide ? limit32 : packedBytes, 20);
  head.writeUInt32LE(isWide ? limit32 : entry.size, 24);
  head.writeUInt16LE(name.byteLength, 28);
  head.writeUInt16LE(extra.byteLength, 30);
  head.writeUInt32LE(attributesOf(entry), 38);
  head.writeUInt32LE(isWide ? limit32 : offset, 42);
  return Buffer.concat([head, name, extra]);
}

/** What ends the archive: where its directory is and how much it holds. */
export function endRecords(directory: { count: number; offset: number; bytes: number }): Buffer {
  const { count, offset, bytes } = directory;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, limit16), 8);
  end.writeUInt16LE(Math.min(count, limit16), 10);
  end.writeUInt32LE(Math.min(bytes, limit32), 12);
  end.writeUInt32LE(Math.min(offset, limit32), 16);
  if (count < limit16 && offset < limit32 && bytes < limit32) return end;
  const wide = Buffer.alloc(24);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(version45 | madeOnUnix, 12);
  wide.writeUInt16LE(version45, 14);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([wide, uint64(count), uint64(count), uint64(bytes), uint64(offset), locator, end]);
}

type Facts = { entry: SourceEntry; crc: number; packedBytes: number; isStreamed: boolean };

/** Flags, method, time, checksum and packed size stand in both kinds of header in the same order. */
function writeFacts(head: Buffer, at: number, { entry, crc, packedBytes, isStreamed }: Facts): void {
  const { date, time } = dosTime(entry.modifiedAt);
  head.writeUInt16LE(isUtf8 | (isStreamed ? hasDescriptor : 0), at);
  head.writeUInt16LE(entry.kind === 'file' ? deflated : 0, at + 2);
  head.writeUInt16LE(time, at + 4);
  head.writeUInt16LE(date, at + 6);
  head.writeUInt32LE(crc, at + 8);
  head.writeUInt32LE(Math.min(packedBytes, limit32), at + 12);
}

function nameOf({ kind, name }: SourceEntry): Buffer {
  return Buffer.from(kind === 'folder' ? `${name}/` : name);
}

/** The mode as Unix has it above, and the bit that means a folder to DOS below. */
function attributesOf({ kind, mode }: SourceEntry): number {
  const type = kind === 'folder' ? 0o040000 : 0o100000;
  return (((type | (mode & 0o777)) << 16) | (kind === 'folder' ? 0x10 : 0)) >>> 0;
}

/** Local time in steps of two seconds, from 1980: all that the oldest readers know. */
function dosTime(at: number): { date: number; time: number } {
  const when = new Date(at);
  const year = Math.min(Math.max(when.getFullYear(), 1980), 2107);
  return {
    date: ((year - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(),
    time: (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1),
  };
}

/** The time as Unix has it. */
function timeField({ modifiedAt }: SourceEntry): Buffer {
  const body = Buffer.alloc(5);
  body.writeUInt8(1, 0);
  body.writeInt32LE(Math.min(Math.max(Math.floor(modifiedAt / 1000), -0x80000000), 0x7fffffff), 1);
  return extraField(0x5455, body);
}

function extraField(id: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(body.byteLength, 2);
  return Buffer.concat([head, body]);
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
