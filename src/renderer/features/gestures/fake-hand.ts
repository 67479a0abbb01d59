import type { Hand, Point } from './hands-wire.ts';

export type Stretched = { thumb?: 'side' | 'up'; fingers: boolean[] };

const straight = [0, -0.035, -0.055, -0.075];
const bent = [0, -0.03, -0.01, 0.02];

/** A right hand in the air, metres, y downwards; each finger is straight or bent back to the palm. */
export function handOf({ thumb, fingers }: Stretched): Point[] {
  const points: Point[] = [{ x: 0, y: 0.08, z: 0 }];
  const tip = { side: { x: -0.1, y: 0.0 }, up: { x: -0.05, y: -0.08 } };
  const end = thumb ? tip[thumb] : { x: 0.01, y: 0.0 };
  const base = { x: -0.035, y: 0.05 };
  const joint = thumb ? { x: (base.x + end.x) / 2, y: (base.y + end.y) / 2 } : { x: -0.04, y: 0.01 };
  points.push({ x: -0.02, y: 0.07, z: 0 }, { ...base, z: 0 }, { ...joint, z: 0 }, { ...end, z: 0 });
  for (const [index, isOut] of fingers.entries()) {
    const x = -0.03 + index * 0.02;
    for (const [part, y] of (isOut ? straight : bent).entries()) {
      points.push({ x, y, z: isOut ? 0 : -0.02 * part });
    }
  }
  return points;
}

const stretched = {
  'open-palm': { thumb: 'side', fingers: [true, true, true, true] },
  victory: { fingers: [true, true, false, false] },
  point: { fingers: [true, false, false, false] },
} satisfies Record<string, Stretched>;

/** A hand that makes a gesture, found with so much confidence. */
export function fakeHand(gesture: keyof typeof stretched, confidence: number): Hand {
  const world = handOf(stretched[gesture]);
  return { confidence, world, picture: world };
}
