/**
 * UTF-8 as text; what is not UTF-8 becomes �, as the WHATWG Encoding Standard says. An isolate has no TextDecoder.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const pieces: string[] = [];
  let piece = '';
  for (let at = 0; at < bytes.length;) {
    const { codePoint, length } = readCodePoint(bytes, at);
    piece += String.fromCodePoint(codePoint);
    at += length;
    if (piece.length >= 8192) {
      pieces.push(piece);
      piece = '';
    }
  }
  return pieces.join('') + piece;
}

const replacement = 0xfffd;

/** Lead bytes by range: how many bytes follow, the bits of the lead byte that count, and the range of the second byte. */
const leads = [
  { from: 0xc2, to: 0xdf, following: 1, mask: 0x1f, low: 0x80, high: 0xbf },
  { from: 0xe0, to: 0xe0, following: 2, mask: 0x0f, low: 0xa0, high: 0xbf },
  { from: 0xe1, to: 0xec, following: 2, mask: 0x0f, low: 0x80, high: 0xbf },
  { from: 0xed, to: 0xed, following: 2, mask: 0x0f, low: 0x80, high: 0x9f },
  { from: 0xee, to: 0xef, following: 2, mask: 0x0f, low: 0x80, high: 0xbf },
  { from: 0xf0, to: 0xf0, following: 3, mask: 0x07, low: 0x90, high: 0xbf },
  { from: 0xf1, to: 0xf3, following: 3, mask: 0x07, low: 0x80, high: 0xbf },
  { from: 0xf4, to: 0xf4, following: 3, mask: 0x07, low: 0x80, high: 0x8f },
];

/** A broken sequence ends before the first byte that does not belong to it. */
function readCodePoint(bytes: Uint8Array, at: number): { codePoint: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { codePoint: first, length: 1 };
  const lead = leads.find(({ from, to }) => first >= from && first <= to);
  if (!lead) return { codePoint: replacement, length: 1 };
  let codePoint = first & lead.mask;
  for (let index = 1; index <= lead.following; index += 1) {
    const byte = bytes[at + index];
    const [low, high] = index === 1 ? [lead.low, lead.high] : [0x80, 0xbf];
    if (byte === undefined || byte < low || byte > high) return { codePoint: replacement, length: index };
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return { codePoint, length: lead.following + 1 };
}
