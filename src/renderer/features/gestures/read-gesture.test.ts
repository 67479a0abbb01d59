import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gesture } from '../../../contract/gestures.ts';
import { handOf, type Stretched } from './fake-hand.ts';
import { readGesture } from './read-gesture.ts';

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
