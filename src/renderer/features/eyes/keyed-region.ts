import type { Region } from '../../../contract/eyes.ts';

/** In parts of the picture. */
const step = 0.02;
const smallest = 0.02;
/** What the first key chooses: the middle. */
const first: Region = { x: 0.3, y: 0.3, width: 0.4, height: 0.4 };

const directions: Record<string, { x: number; y: number } | undefined> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

/** The part of a picture that is chosen after a key: arrows move it, with Shift they change its size. Undefined for every other key. */
export function keyedRegion(
  region: Region | undefined,
  { key, shiftKey }: { key: string; shiftKey: boolean },
): Region | undefined {
  const by = directions[key];
  if (!by) return undefined;
  if (!region) return first;
  const { x, y, width, height } = region;
  if (shiftKey) {
    return { x, y, width: within(width + by.x, smallest, 1 - x), height: within(height + by.y, smallest, 1 - y) };
  }
  return { x: within(x + by.x, 0, 1 - width), y: within(y + by.y, 0, 1 - height), width, height };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
