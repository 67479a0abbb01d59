import { expect, test } from 'vitest';
import { motionBetween } from './motion.ts';

const grey = (light: number, points: number): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: points * 4 }, (_, index) => (index % 4 === 3 ? 255 : light));

test('motion is the part of a picture that is clearly lighter or darker than before; noise of a camera is none [MM-06]', () => {
  const before = grey(100, 100);
  expect(motionBetween(before, grey(110, 100))).toBe(0);
  expect(motionBetween(before, grey(160, 100))).toBe(1);
  const now = grey(100, 100);
  now.set(grey(200, 25), 0);
  expect(motionBetween(before, now)).toBe(0.25);
  expect(motionBetween(grey(0, 0), now)).toBe(0);
});
