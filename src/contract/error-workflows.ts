import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ErrorCode } from './errors.ts';
import { RunId, WorkflowId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** What an error workflow is given as `input.failure`. */
export const HandedFailure = strictObject(() => ({
  runId: RunId,
  workflow: z.strictObject({ id: WorkflowId, title: z.string() }),
  /** The first of its steps that failed, if one did. */
  task: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
  error: z.strictObject({ code: ErrorCode, message: z.string() }),
  at: z.int(),
  /** Opens the run in Heron. */
  link: z.string(),
}));
export type HandedFailure = z.infer<typeof HandedFailure>;

/** A run that failed with nobody there, and the workflow that was to hear of it: its run, or why there is none. */
export const HandedOver = strictObject(() => ({
  workflowId: WorkflowId,
  title: z.string(),
  runId: RunId.optional(),
  problem: z.string().optional(),
}));
export type HandedOver = z.infer<typeof HandedOver>;

export const runHandedOver = defineEvent('run.handedOver', () => HandedOver);
