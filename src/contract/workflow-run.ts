import { z } from 'zod';
import { TaskId, WorkflowId } from './ids.ts';
import { RunScenario } from './scenarios.ts';
import { strictObject } from './strict-object.ts';

/** Which tasks of a workflow a run is of, if not all. */
export const WorkflowPart = z.union([
  /** The task and what it waits for. */
  strictObject(() => ({ upTo: TaskId })),
  /** The task alone, with what the others gave last time. */
  strictObject(() => ({ only: TaskId })),
]);
export type WorkflowPart = z.infer<typeof WorkflowPart>;

/** The workflow that a run is of, as it was then. */
export const RunWorkflow = strictObject(() => ({
  id: WorkflowId,
  revision: z.int().positive(),
  /** If it was a published one. */
  version: z.int().positive().optional(),
  part: WorkflowPart.optional(),
  scenario: RunScenario.optional(),
}));
export type RunWorkflow = z.infer<typeof RunWorkflow>;
