import { crc32, deflateSync } from 'node:zlib';
import type { PNG } from 'pngjs';

const mostColours = 256;

/** How many points of one colour make it a surface or a letter's own colour, and not the edge of a letter. */
function plainCount(points: number): number {
  return Math.min(300, points / 2000);
}

/** Whether two colours, of 8 bits each for red, green and blue, look nearly the same. */
export type IsNear = (one: number, other: number) => boolean;

/** The image with a palette, a third of the size. Plain colours stay to the digit; others become one that is near. */
export function smallPng({ width, height, data }: PNG, isNear: IsNear): Buffer {
  const colours = coloursOf(data);
  const { palette, places } = paletteOf(colours, isNear);
  const rows = Buffer.alloc(height * (width + 1));
  for (let point = 0; point < colours.length; point += 1) {
    rows[Math.floor(point / width) * (width + 1) + 1 + (point % width)] = places.get(colours[point] ?? 0) ?? 0;
  }
  const ofPalette = Buffer.alloc(palette.length * 3);
  for (const [place, colour] of palette.entries()) ofPalette.writeUIntBE(colour, place * 3, 3);
  return pngOf({ width, height, colourType: 3 }, [chunk('PLTE', ofPalette), pointsChunk(rows)]);
}

/** A PNG of eight bits a sample, from its chunks between the header and the end. */
export function pngOf(size: { width: number; height: number; colourType: 2 | 3 }, chunks: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size.width, 0);
  header.writeUInt32BE(size.height, 4);
  header.set([8, size.colourType], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/** The points, each row after the number of its filter. */
export function pointsChunk(rows: Buffer): Buffer {
  return chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 }));
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.byteLength, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

function paletteOf(colours: Uint32Array, isNear: IsNear): { palette: number[]; places: Map<number, number> } {
  const counts = countsOf(colours);
  const byCount = [...counts].toSorted(([, one], [, other]) => other - one);
  const palette = byCount.filter(([, count]) => count >= plainCount(colours.length)).map(([colour]) => colour);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const plain = palette.length;
  for (const [colour] of byCount.slice(plain)) {
    const place = palette.findIndex((candidate, at) => at >= plain && isNear(candidate, colour));
    places.set(colour, place === -1 ? palette.push(colour) - 1 : place);
  }
  if (palette.length > mostColours) throw new Error(`An image of ${palette.length} colours cannot be kept small`);
  return { palette, places };
}

/** The image that was kept where its points are near the ones of now, which are no plain colour: else the one of now. */
export function withoutRounding(now: PNG, before: PNG, isNear: IsNear): Buffer {
  const rounded = Buffer.from(now.data);
  const [colours, kept] = [coloursOf(now.data), coloursOf(before.data)];
  const counts = countsOf(colours);
  const isPlain = (colour: number): boolean => (counts.get(colour) ?? 0) >= plainCount(colours.length);
  const near = remembered(isNear);
  for (let point = 0; point < colours.length; point += 1) {
    const [colour = 0, was = 0] = [colours[point], kept[point]];
    if (colour === was || isPlain(colour) || !near(colour, was)) continue;
    rounded.writeUIntBE(was, point * 4, 3);
  }
  return rounded;
}

/** An image has few pairs of colours, and hundreds of thousands of points. */
function remembered(isNear: IsNear): IsNear {
  const known = new Map<number, boolean>();
  return (one, other) => {
    const pair = one * 2 ** 24 + other;
    const before = known.get(pair);
    if (before !== undefined) return before;
    const answer = isNear(one, other);
    known.set(pair, answer);
    return answer;
  };
}

function coloursOf(data: Buffer): Uint32Array {
  const colours = new Uint32Array(data.length / 4);
  for (let point = 0, at = 0; point < colours.length; point += 1, at += 4) {
    colours[point] = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
  }
  return colours;
}

function countsOf(colours: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let begin = 0; begin < colours.length;) {
    const colour = colours[begin] ?? 0;
    let end = begin + 1;
    while (colours[end] === colour) end += 1;
    counts.set(colour, (counts.get(colour) ?? 0) + end - begin);
    begin = end;
  }
  return counts;
}
