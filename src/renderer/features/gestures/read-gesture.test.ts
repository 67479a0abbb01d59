import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gesture } from '../../../contract/gestures.ts';
import type { Point } from './hands-wire.ts';
import { readGesture } from './read-gesture.ts';

type Stretched = { thumb?: 'side' | 'up'; fingers: boolean[] };

/** A right hand in the air, metres, y downwards; each finger is straight or bent back to the palm. */
function handOf({ thumb, fingers }: Stretched): Point[] {
  const points: Point[] = [{ x: 0, y: 0.08, z: 0 }];
  const tip = { side: { x: -0.1, y: 0.0 }, up: { x: -0.05, y: -0.08 } };
  const end = thumb ? tip[thumb] : { x: 0.01, y: 0.0 };
  const base = { x: -0.035, y: 0.05 };
  const joint = thumb ? { x: (base.x + end.x) / 2, y: (base.y + end.y) / 2 } : { x: -0.04, y: 0.01 };
  points.push({ x: -0.02, y: 0.07, z: 0 }, { ...base, z: 0 }, { ...joint, z: 0 }, { ...end, z: 0 });
  for (const [index, isOut] of fingers.entries()) {
    const x = -0.03 + index * 0.02;
    const y = [0, -0.035, -0.055, -0.075];
    for (const part of [0, 1, 2, 3]) {
      points.push({ x, y: isOut ? y[part]! : [0, -0.03, -0.01, 0.02][part]!, z: isOut ? 0 : -0.02 * part });
    }
  }
  return points;
}

const cases: [Gesture | undefined, Stretched][] = [
  ['open-palm', { thumb: 'side', fingers: [true, true, true, true] }],
  ['victory', { fingers: [true, true, false, false] }],
  ['point', { fingers: [true, false, false, false] }],
  ['fist', { fingers: [false, false, false, false] }],
  ['thumb-up', { thumb: 'up', fingers: [false, false, false, false] }],
  [undefined, { fingers: [true, false, false, true] }],
  [undefined, { fingers: [true, true, true, true] }],
];

test.each(cases)('%s is told by the fingers that are stretched [MM-07]', (gesture, stretched) => {
  expect(readGesture(handOf(stretched))).toBe(gesture);
});

test('a hand that is larger, further off or turned a little says the same', () => {
  const turn = fc.record({
    size: fc.double({ min: 0.5, max: 2, noNaN: true }),
    angle: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    away: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...cases), turn, ([gesture, stretched], { size, angle, away }) => {
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      const turned = handOf(stretched).map(({ x, y, z }) => ({
        x: (x * cosine - y * sine) * size + away,
        y: (x * sine + y * cosine) * size,
        z: z * size,
      }));
      expect(readGesture(turned)).toBe(gesture);
    }),
  );
});
