import type { Gesture } from '../../../contract/gestures.ts';

/** Pictures in a row that have to show the same. */
export const steadyFrames = 3;

export type Steady = {
  /** Told of each picture; gives a gesture at the moment it counts, once for as long as the hand is held so. */
  see(gesture: Gesture | undefined, atMs: number): Gesture | undefined;
};

/** One picture alone may be mistaken: a gesture counts when several in a row show it, and not again before the hand changed. */
export function createSteady(pauseMs: () => number): Steady {
  let last: Gesture | undefined;
  let row = 0;
  let held: Gesture | undefined;
  let quietUntil = -Infinity;
  return {
    see(gesture, atMs) {
      row = gesture === last ? row + 1 : 1;
      last = gesture;
      if (row < steadyFrames) return undefined;
      if (gesture === held) return undefined;
      if (gesture !== undefined && atMs < quietUntil) return undefined;
      held = gesture;
      if (gesture !== undefined) quietUntil = atMs + pauseMs();
      return gesture;
    },
  };
}
