import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessOutput } from '../../../contract/processes.ts';

/** What one process says, in pieces on disk: each file is named for the place of its first byte. */
export type ProcessLog = {
  /** Resolves when it is written; over the cap the oldest piece goes. */
  append(bytes: Uint8Array): Promise<void>;
  /** Everything it said so far, what was dropped included. */
  total(): number;
  close(): Promise<void>;
};

const pieces = 8;
const ending = '.log';

/** `skipped` bytes of the beginning are not kept. */
export async function openProcessLog(folder: string, capBytes: number, skipped: number): Promise<ProcessLog> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pieceBytes = Math.max(1, Math.floor(capBytes / pieces));
  const starts = [skipped];
  let total = skipped;
  let file: FileHandle = await openPiece(folder, skipped);

  async function roll(): Promise<void> {
    await file.close();
    file = await openPiece(folder, total);
    starts.push(total);
    while (starts.length > pieces) await rm(pieceAt(folder, starts.shift() ?? 0), { force: true });
  }

  return {
    async append(bytes) {
      for (let at = 0; at < bytes.byteLength;) {
        const room = pieceBytes - (total - (starts.at(-1) ?? 0));
        if (room <= 0) await roll();
        const part = bytes.subarray(at, at + (room <= 0 ? pieceBytes : room));
        await file.write(part);
        total += part.byteLength;
        at += part.byteLength;
      }
    },
    total: () => total,
    close: () => file.close(),
  };
}

export function removeProcessLog(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Where to read: from a place on, or at one of the two ends. */
export type LogPlace = { offset: number } | 'head' | 'tail';

/** Reads whole characters; a log that is not there is empty. */
export async function readProcessLog(folder: string, place: LogPlace, maxBytes: number): Promise<ProcessOutput> {
  const found = await listPieces(folder);
  const dropped = found[0]?.start ?? 0;
  const last = found.at(-1);
  const total = last ? last.start + last.bytes : 0;
  const wanted =
    place === 'head' ? dropped : place === 'tail' ? total - maxBytes : Math.min(Math.max(0, place.offset), total);
  const start = Math.max(wanted, dropped);
  const bytes = await readRange(folder, found, start, Math.min(total, start + maxBytes));
  const from = start === 0 ? 0 : continuationBytes(bytes);
  const to = bytes.byteLength - unfinishedBytes(bytes, start + bytes.byteLength < total);
  const text = new TextDecoder().decode(bytes.subarray(from, Math.max(from, to)));
  return { text, start: start + from, end: start + Math.max(from, to), total, dropped };
}

type Piece = { start: number; bytes: number };

async function listPieces(folder: string): Promise<Piece[]> {
  const names = await readdir(folder).catch(() => []);
  const found: Piece[] = [];
  for (const name of names.filter((each) => each.endsWith(ending)).toSorted()) {
    const status = await stat(join(folder, name)).catch(() => undefined); // it may just have been dropped
    if (status) found.push({ start: Number(name.slice(0, -ending.length)), bytes: status.size });
  }
  return found;
}

async function readRange(folder: string, found: readonly Piece[], start: number, end: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const piece of found) {
    const from = Math.max(start, piece.start);
    const to = Math.min(end, piece.start + piece.bytes);
    if (from >= to) continue;
    const part = Buffer.alloc(to - from);
    const file = await open(pieceAt(folder, piece.start)).catch(() => undefined);
    if (!file) continue;
    try {
      const { bytesRead } = await file.read(part, 0, part.byteLength, from - piece.start);
      parts.push(part.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }
  return Buffer.concat(parts);
}

function openPiece(folder: string, start: number): Promise<FileHandle> {
  return open(pieceAt(folder, start), 'a', 0o600);
}

/** Names sort like the numbers they hold. */
function pieceAt(folder: string, start: number): string {
  return join(folder, `${String(start).padStart(15, '0')}${ending}`);
}

/** Bytes at the beginning that end a character which began before. */
function continuationBytes(bytes: Uint8Array): number {
  let count = 0;
  while (count < 3 && count < bytes.byteLength && isContinuation(bytes[count])) count += 1;
  return count;
}

/** Bytes at the end of a character that is not all there, where more is to come. */
function unfinishedBytes(bytes: Uint8Array, hasMore: boolean): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back += 1) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    if (isContinuation(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back && (hasMore || bytes.byteLength > back) ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >> 6 === 0b10;
}
