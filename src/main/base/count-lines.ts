const newline = 0x0a;
const ones = 0x01010101;
/** As often as a byte of a sum of bytes can be added to. */
const untilFull = 255;

/**
 * The ends of lines between two places, four bytes at a time: a byte of `word ^ newlines` is zero where an end is, and the
 * known trick for zero bytes (Hacker's Delight, 6-1) leaves its highest bit.
 */
export function countLines(piece: Buffer, from: number, to: number): number {
  let count = 0;
  let at = from;
  while (at < to && (piece.byteOffset + at) % 4 !== 0) count += piece[at++] === newline ? 1 : 0;
  const words = (to - at) >> 2;
  const view = words > 0 ? new Int32Array(piece.buffer, piece.byteOffset + at, words) : new Int32Array();
  for (let word = 0; word < words;) {
    const end = Math.min(words, word + untilFull);
    let sums = 0;
    for (; word < end; word += 1) {
      const other = (view[word] ?? 0) ^ 0x0a0a0a0a;
      const zeros = ~(((other & 0x7f7f7f7f) + 0x7f7f7f7f) | other | 0x7f7f7f7f);
      sums = (sums + ((zeros >>> 7) & ones)) | 0;
    }
    count += (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24);
  }
  for (at += words * 4; at < to; at += 1) if (piece[at] === newline) count += 1;
  return count;
}
