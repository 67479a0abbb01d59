import { z } from 'zod';
import { TaskId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { strictObject } from './strict-object.ts';

/** A way to run a workflow with outputs that are known: some tasks are not done, and what the others give is compared. */
export const Scenario = strictObject(() => ({
  name: z.string().min(1).max(100),
  /** Instead of fields of the plan's own `input`. */
  input: JsonObject.optional(),
  /** What these of the plan's own tasks give, without being done. */
  pins: z.record(TaskId, Json).optional(),
  /** What others are to give. A record is compared by the fields that are named, everything else as a whole. */
  expected: z.record(TaskId, Json).optional(),
}));
export type Scenario = z.infer<typeof Scenario>;

/** The scenario that a run is of, as it was then. */
export const RunScenario = strictObject(() => ({
  name: z.string(),
  /** Those that were not done. */
  pinned: z.array(TaskId),
  expected: z.record(TaskId, Json),
}));
export type RunScenario = z.infer<typeof RunScenario>;
