import type { Gesture } from '../../../contract/gestures.ts';
import type { Point } from './hands-wire.ts';

/** Of each finger: where it begins, its middle joint and its tip. */
const fingers = { index: [5, 6, 8], middle: [9, 10, 12], ring: [13, 14, 16], pinky: [17, 18, 20] } as const;
const thumb = [2, 3, 4] as const;

/** Degrees by which a finger that is stretched may bend. */
const mostBend = 50;
const mostThumbBend = 35;
/** The tip of a thumb that is stretched is so much further from the ring finger than its joint is. */
const leastSpread = 1.15;

/** What a hand says, by which of its fingers are stretched; undefined for anything else. `world`: 21 points, in metres. */
export function readGesture(world: readonly Point[]): Gesture | undefined {
  const at = (index: number): Point => world[index] ?? { x: 0, y: 0, z: 0 };
  const isOut = ([from, joint, tip]: readonly [number, number, number], most = mostBend): boolean =>
    bendAt(at(from), at(joint), at(tip)) < most;
  const [index, middle, ring, pinky] = Object.values(fingers).map((finger) => isOut(finger));
  const isThumbOut = isOut(thumb, mostThumbBend) && distance(at(4), at(13)) > distance(at(2), at(13)) * leastSpread;
  const out = [index, middle, ring, pinky].filter(Boolean).length;
  if (out === 4) return isThumbOut ? 'open-palm' : undefined;
  if (out === 2 && index && middle) return 'victory';
  if (out === 1 && index) return 'point';
  if (out > 0) return undefined;
  // Above: smaller numbers are higher up.
  const isUp = isThumbOut && at(4).y < at(2).y && at(4).y < at(5).y;
  return isUp ? 'thumb-up' : isThumbOut ? undefined : 'fist';
}

/** Degrees between the way to the joint and the way from it; 0 is straight. */
function bendAt(from: Point, joint: Point, tip: Point): number {
  const [to, on] = [minus(joint, from), minus(tip, joint)];
  const cosine = (to.x * on.x + to.y * on.y + to.z * on.z) / (length(to) * length(on) || 1);
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
}

function minus(one: Point, other: Point): Point {
  return { x: one.x - other.x, y: one.y - other.y, z: one.z - other.z };
}

function length({ x, y, z }: Point): number {
  return Math.hypot(x, y, z);
}

function distance(one: Point, other: Point): number {
  return length(minus(one, other));
}
