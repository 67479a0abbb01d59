import { z } from 'zod';
import { RunId } from './ids.ts';
import { Json } from './json.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';

/** The run that a fork comes from, and the task it begins anew with. */
export const RunOrigin = strictObject(() => ({
  runId: RunId,
  taskId: TaskPath,
  /** How many outcomes of tasks were taken over; absent while that goes on. */
  kept: z.int().min(0).optional(),
}));
export type RunOrigin = z.infer<typeof RunOrigin>;

/** What came of a fork. */
export const Forked = strictObject(() => ({
  runId: RunId,
  /** Where it begins; a task around the one asked for, where that cannot be done alone. */
  from: TaskPath,
  kept: z.int(),
  note: z.string().optional(),
}));
export type Forked = z.infer<typeof Forked>;

/** A field of a task's input. */
export const InputPath = z
  .string()
  .max(500)
  .regex(/^input(\.[^.]+)+$/, 'expected a field like input.path');

/** Another value for a field of a task's input. */
export const FieldChange = strictObject(() => ({ path: InputPath, value: Json }));
export type FieldChange = z.infer<typeof FieldChange>;

/** An event of a run as a replay compares it: without its id, its place in the log and its time. */
export const TracedEvent = strictObject(() => ({ type: z.string(), taskId: TaskPath.optional(), payload: Json }));
export type TracedEvent = z.infer<typeof TracedEvent>;

export const ReplayReport = strictObject(() => ({
  identical: z.boolean(),
  /** How many events were compared and are the same. */
  events: z.int(),
  /** SHA-256 of those, line by line. */
  digest: z.string(),
  /** The first event that is not the same. A side is missing where it has ended, or can give nothing. */
  difference: z
    .strictObject({ number: z.int(), recorded: TracedEvent.optional(), replayed: TracedEvent.optional() })
    .optional(),
  /** What the comparison had to do without. */
  notes: z.array(z.string()),
}));
export type ReplayReport = z.infer<typeof ReplayReport>;

/** How many of the events that are compared were reached; with the last piece comes what came of it. */
export const ReplayProgress = strictObject(() => ({
  events: z.int(),
  total: z.int(),
  report: ReplayReport.optional(),
}));
export type ReplayProgress = z.infer<typeof ReplayProgress>;
