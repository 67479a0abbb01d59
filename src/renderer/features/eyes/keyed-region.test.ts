import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Region } from '../../../contract/eyes.ts';
import { keyedRegion } from './keyed-region.ts';

const numRuns = Number(process.env['HERON_PROPERTY_RUNS'] ?? 100);
const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

test('arrows move a part of a picture, with Shift they change its size, and other keys are not its own', () => {
  const middle = keyedRegion(undefined, { key: 'ArrowUp', shiftKey: false });
  expect(middle).toEqual({ x: 0.3, y: 0.3, width: 0.4, height: 0.4 });
  expect(keyedRegion(middle, { key: 'ArrowRight', shiftKey: false })?.x).toBeCloseTo(0.32);
  expect(keyedRegion(middle, { key: 'ArrowDown', shiftKey: true })).toMatchObject({ y: 0.3, width: 0.4 });
  expect(keyedRegion(middle, { key: 'ArrowDown', shiftKey: true })?.height).toBeCloseTo(0.42);
  expect(keyedRegion(middle, { key: 'Tab', shiftKey: true })).toBeUndefined();
});

test('whatever keys are pressed, the part stays in the picture and can be seen', () => {
  const presses = fc.array(fc.record({ key: fc.constantFrom(...arrows), shiftKey: fc.boolean() }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(presses, (keys) => {
      const { x, y, width, height } = keys.reduce<Region | undefined>(keyedRegion, undefined) as Region;
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1 + 1e-9);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(0.02 - 1e-9);
    }),
    { numRuns },
  );
});
