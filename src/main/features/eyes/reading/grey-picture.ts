/** A picture without colour: one byte a point, row by row. */
export type GreyPicture = { width: number; height: number; points: Uint8Array };

/** `points`: red, green, blue and opacity of each. What shows through is taken as lying on white. */
export function greyOf({ width, height, points }: { width: number; height: number; points: Uint8Array }): GreyPicture {
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    const from = at * 4;
    const light = 0.299 * byteAt(points, from) + 0.587 * byteAt(points, from + 1) + 0.114 * byteAt(points, from + 2);
    const opacity = byteAt(points, from + 3) / 255;
    grey[at] = Math.round(light * opacity + 255 * (1 - opacity));
  }
  return { width, height, points: grey };
}

/** Twice as wide and high, with points in between: small letters are read far better so. */
export function doubled({ width, height, points }: GreyPicture): GreyPicture {
  const wide = width * 2;
  const large = new Uint8Array(wide * height * 2);
  for (let y = 0; y < height * 2; y += 1) {
    const { before: above, after: below, part: down } = between(y, height);
    for (let x = 0; x < wide; x += 1) {
      const { before, after, part } = between(x, width);
      const top = mix(byteAt(points, above * width + before), byteAt(points, above * width + after), part);
      const bottom = mix(byteAt(points, below * width + before), byteAt(points, below * width + after), part);
      large[y * wide + x] = Math.round(mix(top, bottom, down));
    }
  }
  return { width: wide, height: height * 2, points: large };
}

/** As the Netpbm format has it, which any reader of pictures takes. */
export function asPgm({ width, height, points }: GreyPicture): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), points]);
}

/** The middle of a small point lies between two large ones. */
function between(at: number, size: number): { before: number; after: number; part: number } {
  const place = (at - 0.5) / 2;
  const before = Math.max(0, Math.floor(place));
  return { before, after: Math.min(size - 1, before + 1), part: Math.max(0, place - before) };
}

function mix(one: number, other: number, part: number): number {
  return one + (other - one) * part;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
