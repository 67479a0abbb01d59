import { z } from 'zod';
import { TaskId } from './ids.ts';
import { strictObject } from './strict-object.ts';

const Coordinate = z.int().min(-1_000_000).max(1_000_000);

export const CanvasPoint = strictObject(() => ({ x: Coordinate, y: Coordinate }));
export type CanvasPoint = z.infer<typeof CanvasPoint>;

const ItemId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected lower-case letters, digits and _, starting with a letter');

export const CanvasNote = strictObject(() => ({
  id: ItemId,
  text: z.string().max(10_000),
  ...CanvasPoint.shape,
  width: z.int().min(80).max(4000),
  height: z.int().min(40).max(4000),
}));
export type CanvasNote = z.infer<typeof CanvasNote>;

export const frameColours = ['plain', 'blue', 'green', 'yellow', 'red'] as const;

/** Steps that are drawn as belonging together. It is as large as they are; the run knows nothing of it. */
export const CanvasFrame = strictObject(() => ({
  id: ItemId,
  title: z.string().max(200),
  colour: z.enum(frameColours).default('plain'),
  /** Of the plan's own tasks; each is in one frame at most. */
  steps: z.array(TaskId).min(1).max(10_000),
  /** It is drawn as one small box. */
  isFolded: z.literal(true).optional(),
}));
export type CanvasFrame = z.infer<typeof CanvasFrame>;

/** What somebody says of a step to the others who build. */
export const StepComment = strictObject(() => ({
  id: ItemId,
  /** Of a task, wherever in the plan it stands. */
  step: TaskId,
  /** As they call themselves. */
  by: z.string().min(1).max(80),
  at: z.int(),
  text: z.string().min(1).max(4000),
  isResolved: z.literal(true).optional(),
}));
export type StepComment = z.infer<typeof StepComment>;

/** How a plan is drawn by hand. Nothing of it is carried out; a plan without it is drawn by itself. */
export const Canvas = strictObject(() => ({
  /** What the plan is for. */
  description: z.string().max(2000).optional(),
  /** The upper left corners of the plan's own tasks; what is inside a task arranges itself. */
  positions: z.record(TaskId, CanvasPoint).optional(),
  notes: z.array(CanvasNote).max(1000).optional(),
  frames: z.array(CanvasFrame).max(500).optional(),
  comments: z.array(StepComment).max(2000).optional(),
}));
export type Canvas = z.infer<typeof Canvas>;
