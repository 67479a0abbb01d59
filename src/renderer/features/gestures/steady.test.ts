import { expect, test } from 'vitest';
import type { Gesture } from '../../../contract/gestures.ts';
import { createSteady } from './steady.ts';

function counted(seen: (Gesture | undefined)[], { pauseMs = 0, everyMs = 100 } = {}): Gesture[] {
  const steady = createSteady(() => pauseMs);
  return seen.flatMap((gesture, index) => steady.see(gesture, index * everyMs) ?? []);
}

const no = undefined;

test('a gesture counts when three pictures in a row show it, once for as long as it is held [MM-07]', () => {
  expect(counted(['fist', 'fist'])).toEqual([]);
  expect(counted(['fist', 'fist', 'fist', 'fist', 'fist', 'fist'])).toEqual(['fist']);
  expect(counted(['fist', 'fist', 'point', 'fist', 'fist', 'point', 'fist', 'fist', 'fist'])).toEqual(['fist']);
});

test('it counts again when the hand was something else, or gone, for as long', () => {
  expect(counted(['fist', 'fist', 'fist', no, 'fist', 'fist', 'fist'])).toEqual(['fist']);
  expect(counted(['fist', 'fist', 'fist', no, no, no, 'fist', 'fist', 'fist'])).toEqual(['fist', 'fist']);
});

test('in the pause after one nothing counts; what is still held after it does', () => {
  const seen: Gesture[] = ['fist', 'fist', 'fist', 'point', 'point', 'point', 'point', 'point'];
  expect(counted(seen, { pauseMs: 450 })).toEqual(['fist', 'point']);
  expect(counted(seen.slice(0, 6), { pauseMs: 450 })).toEqual(['fist']);
});
