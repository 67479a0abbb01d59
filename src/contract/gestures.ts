import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** What a hand can say. */
export const gestures = ['open-palm', 'fist', 'point', 'victory', 'thumb-up'] as const;
export const Gesture = z.enum(gestures);
export type Gesture = z.infer<typeof Gesture>;

/** What a gesture can do. None of them allows anything. */
export const GestureAction = z.enum([
  'nothing',
  'stop-runs',
  'stop-speaking',
  'talk',
  'pause',
  'open-inbox',
  'new-conversation',
]);
export type GestureAction = z.infer<typeof GestureAction>;

export const GestureSettings = strictObject(() => ({
  /** Unless it is on, no camera is opened for gestures. */
  isOn: z.boolean(),
  /** `full` sees hands better, `lite` costs about half. */
  model: z.enum(['full', 'lite']),
  /** From which a hand counts as one, 0 to 1. */
  confidence: z.number().min(0.3).max(0.95),
  /** Pictures looked at in a second, at most. */
  framesPerSecond: z.int().min(1).max(15),
  /** Milliseconds after a gesture in which no other one does anything. */
  pauseMs: z.int().min(0).max(10_000),
  actions: strictObject(() => ({
    'open-palm': GestureAction,
    fist: GestureAction,
    point: GestureAction,
    victory: GestureAction,
    'thumb-up': GestureAction,
  })),
}));
export type GestureSettings = z.infer<typeof GestureSettings>;

export const defaultGestures: GestureSettings = {
  isOn: false,
  model: 'full',
  confidence: 0.5,
  framesPerSecond: 8,
  pauseMs: 1500,
  actions: {
    'open-palm': 'stop-speaking',
    fist: 'nothing',
    point: 'nothing',
    victory: 'talk',
    'thumb-up': 'nothing',
  },
};
