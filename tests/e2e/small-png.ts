import { crc32, deflateSync } from 'node:zlib';
import type { PNG } from 'pngjs';

const mostColours = 256;

/** Whether two colours, of 8 bits each for red, green and blue, look the same. */
type IsNear = (one: number, other: number) => boolean;

/**
 * The image with a palette, a third of the size. The commonest colours stay to the digit; others, edges of letters, become one
 * that `isNear`.
 */
export function smallPng({ width, height, data }: PNG, isNear: IsNear): Buffer {
  const colours = Array.from({ length: width * height }, (_, point) => data.readUIntBE(point * 4, 3));
  const { palette, places } = paletteOf(colours, isNear);
  const rows = Buffer.alloc(height * (width + 1));
  for (const [point, colour] of colours.entries()) {
    rows[Math.floor(point / width) * (width + 1) + 1 + (point % width)] = places.get(colour) ?? 0;
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

function paletteOf(colours: number[], isNear: IsNear): { palette: number[]; places: Map<number, number> } {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour);
  const palette: number[] = [];
  const places = new Map<number, number>();
  for (const colour of byCount) {
    const place = palette.findIndex((candidate) => isNear(candidate, colour));
    places.set(colour, place === -1 ? palette.push(colour) - 1 : place);
  }
  if (palette.length > mostColours) throw new Error(`An image of ${palette.length} colours cannot be kept small`);
  return { palette, places };
}
