import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright';
import { PNG } from 'pngjs';
import { smallPng, withoutRounding } from './small-png.ts';
import { screens } from './window.ts';

const root = join(import.meta.dirname, '../..');
const kept = join(import.meta.dirname, 'pictures');

/** Of edges of letters, which are kept rounded; 1 is black against white. */
const nearness = 0.06;

/** Chromium draws on several threads, and may round a point of a curve one way or the other. */
const strayPoints = 12;

/** How to make them; printed wherever they are missing or differ. */
export const howToKeep = '`npm run pictures` keeps how it looks now';

/** Set by `npm run pictures`: what is taken is kept, and compared with nothing. */
export const isKeeping = process.env['HERON_KEEP_PICTURES'] === '1';

/**
 * Letters are drawn differently by each version of Chromium and with each set of fonts, so pictures are kept for both; the fonts
 * are told by what they draw.
 */
export async function pictureFolder(page: Page): Promise<string> {
  const version = page.context().browser()?.version().split('.')[0];
  const letters = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The page has nothing to draw on');
    const style = getComputedStyle(document.documentElement);
    const families = ['--font-sans', '--font-mono'].map((name) => style.getPropertyValue(name));
    const fonts = families.flatMap((family) => [400, 500, 600].map((weight) => `${weight} 13px ${family}`));
    for (const [line, font] of fonts.entries()) {
      context.font = font;
      context.fillText('Hamburgefonstiv 0123456789 “→”', 2, 16 + 20 * line);
    }
    return canvas.toDataURL();
  });
  const fonts = createHash('sha256').update(letters).digest('hex').slice(0, 8);
  return join(kept, `chromium-${version}-${fonts}`);
}

export function clearPictures(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Names of what is kept in the folder, without `.png`. */
export function keptNames(folder: string): string[] {
  return readdirSync(folder).map((name) => name.replace(/\.png$/, ''));
}

export function keepPicture(folder: string, name: string, taken: Buffer): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), smallPng(PNG.sync.read(taken), looksTheSame));
}

function looksTheSame(one: number, other: number): boolean {
  points.writeUIntBE(one, 0, 3);
  points.writeUIntBE(other, 4, 3);
  const [first, second] = [points.subarray(0, 4), points.subarray(4, 8)];
  return pixelmatch(first, second, undefined, 1, 1, { threshold: nearness, includeAA: true }) === 0;
}

/** Two of them, opaque. */
const points = Buffer.alloc(8, 0xff);

/** What is different from the kept picture, in a sentence that names the image of the difference; undefined if nothing is. */
export function differenceOf(folder: string, name: string, taken: Buffer): string | undefined {
  const path = join(folder, `${name}.png`);
  if (!existsSync(path)) return `${name}: no picture is kept at ${inTree(path)}; ${howToKeep}`;
  const before = PNG.sync.read(readFileSync(path));
  const now = PNG.sync.read(taken);
  const size = { width: Math.max(before.width, now.width), height: Math.max(before.height, now.height) };
  const [old, fresh] = [onCanvas(before, size), onCanvas(now, size)];
  const rounded = withoutRounding(fresh, old, looksTheSame);
  const compare = (drawn?: Buffer): number =>
    pixelmatch(old.data, rounded, drawn, size.width, size.height, { threshold: 0, includeAA: true });
  const count = compare();
  if (count <= strayPoints) return undefined;
  const difference = new PNG(size);
  compare(difference.data);
  const shown = join(screens, `${name}.difference.png`);
  mkdirSync(dirname(shown), { recursive: true });
  writeFileSync(shown, PNG.sync.write(difference));
  writeFileSync(join(screens, `${name}.now.png`), taken);
  const sizes = `${before.width} × ${before.height} before, ${now.width} × ${now.height} now`;
  return `${name}: ${count} points differ from ${inTree(path)} (${sizes}), see ${inTree(shown)}; if it should look so, ${howToKeep}`;
}

/** Where one image ends before the other, the rest differs from everything. */
function onCanvas(image: PNG, size: { width: number; height: number }): PNG {
  if (image.width === size.width && image.height === size.height) return image;
  const canvas = new PNG(size);
  canvas.data.fill(image.width * image.height < size.width * size.height ? 0xa0 : 0);
  for (let row = 0; row < image.height; row += 1) {
    image.data.copy(canvas.data, row * size.width * 4, row * image.width * 4, (row + 1) * image.width * 4);
  }
  return canvas;
}

function inTree(path: string): string {
  return relative(root, path);
}
