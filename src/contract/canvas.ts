import { z } from 'zod';
import { TaskId } from './ids.ts';
import { strictObject } from './strict-object.ts';

const Coordinate = z.int().min(-1_000_000).max(1_000_000);

export const CanvasPoint = strictObject(() => ({ x: Coordinate, y: Coordinate }));
export type CanvasPoint = z.infer<typeof CanvasPoint>;

export const CanvasNote = strictObject(() => ({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected lower-case letters, digits and _, starting with a letter'),
  text: z.string().max(10_000),
  ...CanvasPoint.shape,
  width: z.int().min(80).max(4000),
  height: z.int().min(40).max(4000),
}));
export type CanvasNote = z.infer<typeof CanvasNote>;

/** How a plan is drawn by hand. Nothing of it is carried out; a plan without it is drawn by itself. */
export const Canvas = strictObject(() => ({
  /** What the plan is for. */
  description: z.string().max(2000).optional(),
  /** The upper left corners of the plan's own tasks; what is inside a task arranges itself. */
  positions: z.record(TaskId, CanvasPoint).optional(),
  notes: z.array(CanvasNote).max(1000).optional(),
}));
export type Canvas = z.infer<typeof Canvas>;
