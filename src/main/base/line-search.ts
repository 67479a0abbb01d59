import { wholeLines } from '../../worker-kit/whole-lines.ts';
import { countLines } from './count-lines.ts';

/** What was found since the last page: the bytes of the lines one after the other, without their ends. */
export type FoundPage = {
  /** Places of the lines in the file, the first is 1. */
  numbers: number[];
  /** Bytes of each line. */
  sizes: number[];
  bytes: Uint8Array;
  /** Lines found beyond those that were asked for. */
  more: number;
  /** Bytes of the file looked through so far. */
  read: number;
  done: boolean;
};

export type LineSearch = { next(): Promise<FoundPage> };

const newline = 0x0a;
const carriageReturn = 0x0d;
const fullPage = 256 * 1024;
/** So often the other side hears how far it is. */
const readAtOnce = 8 * 1024 * 1024;

/**
 * Looks for the lines that contain a text, as bytes: nothing is decoded, and a line that lacks it costs no more than to be
 * passed over. Gives at most `most` of them and counts the rest; numbers are only worked out while lines are given.
 */
export function createLineSearch(chunks: AsyncIterable<Uint8Array>, text: string, most: number): LineSearch {
  const needle = Buffer.from(text);
  const pieces = wholeLines(chunks)[Symbol.asyncIterator]();
  let [before, read, given] = [0, 0, 0];

  /** Gives copies: the piece may be written over when the next one is asked for. */
  function search(bytes: Uint8Array, page: FoundPage): Uint8Array {
    const lines: Uint8Array[] = [];
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let counted = 0;
    for (let at = piece.indexOf(needle); at !== -1;) {
      const stop = piece.indexOf(newline, at);
      const end = stop === -1 ? piece.byteLength : stop;
      if (given < most) {
        given += 1;
        const start = at === 0 ? 0 : piece.lastIndexOf(newline, at - 1) + 1;
        before += countLines(piece, counted, start);
        counted = start;
        const line = piece.subarray(start, piece[end - 1] === carriageReturn ? end - 1 : end);
        page.numbers.push(before + 1);
        page.sizes.push(line.byteLength);
        lines.push(line);
      } else page.more += 1;
      at = stop === -1 ? -1 : piece.indexOf(needle, stop + 1);
    }
    if (given < most) before += countLines(piece, counted, piece.byteLength);
    return Buffer.concat(lines);
  }

  return {
    async next() {
      const page: FoundPage = { numbers: [], sizes: [], bytes: new Uint8Array(), more: 0, read, done: false };
      const lines: Uint8Array[] = [];
      let size = 0;
      while (size < fullPage && page.read < read + readAtOnce) {
        const piece = await pieces.next();
        page.done = piece.done ?? false;
        if (piece.done) break;
        const found = search(piece.value, page);
        size += found.byteLength;
        lines.push(found);
        page.read += piece.value.byteLength;
      }
      read = page.read;
      page.bytes = Buffer.concat(lines);
      return page;
    },
  };
}
