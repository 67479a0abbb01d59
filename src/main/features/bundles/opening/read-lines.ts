import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { systemCode } from '../../../base/errors.ts';
import { type BundleLimits, tooLarge, unreadable } from './limits.ts';

/** A line without its end, and its number from 1. */
export type RawLine = { number: number; bytes: Buffer };

const newline = 10;

/** Unpacks a file line by line. It holds one line, and no more of the file than is being read. */
export async function* readLines(file: string, limits: BundleLimits): AsyncGenerator<RawLine> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  let number = 1;
  let inside = 0;
  let open: Buffer[] = [];
  let openBytes = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      inside += chunk.length;
      checkSizes(inside, source.bytesRead, number, limits);
      let from = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
        const piece = chunk.subarray(from, end);
        checkLine(openBytes + piece.length, number, limits);
        yield { number, bytes: open.length === 0 ? piece : Buffer.concat([...open, piece]) };
        number += 1;
        open = [];
        openBytes = 0;
        from = end + 1;
      }
      if (from === chunk.length) continue;
      open.push(chunk.subarray(from));
      openBytes += chunk.length - from;
      checkLine(openBytes, number, limits);
    }
  } catch (error) {
    throw asUnreadable(error, number);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
  if (openBytes > 0) throw unreadable('it is cut off in the middle of a line', number);
}

function checkSizes(inside: number, read: number, line: number, limits: BundleLimits): void {
  if (inside > limits.bytesInside) throw tooLarge(`it unpacks to more than ${limits.bytesInside} bytes`, line);
  if (inside <= limits.freeBytes || inside <= read * limits.ratio) return;
  throw tooLarge(`it unpacks to more than ${limits.ratio} times its size, as no run does`, line);
}

function checkLine(bytes: number, line: number, { lineBytes }: BundleLimits): void {
  if (bytes > lineBytes) throw tooLarge(`a line has more than ${lineBytes} bytes`, line);
}

function asUnreadable(error: unknown, line: number): unknown {
  const code = systemCode(error);
  if (code === 'Z_BUF_ERROR') return unreadable('it is cut off', line);
  if (code === 'Z_DATA_ERROR' && line === 1)
    return unreadable('it is no bundle of a run, or damaged from its beginning');
  return code?.startsWith('Z_') ? unreadable('it is damaged', line) : error;
}
