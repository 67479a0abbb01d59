import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { ActionRef } from './ids.ts';
import { JsonObject } from './json.ts';
import { strictObject } from './strict-object.ts';

/** What takes a task's effect back: an action. Its input sees what the task's own does, and the task's `output`. */
export const Compensation = strictObject(() => ({
  action: ActionRef,
  input: JsonObject,
  title: z.string().min(1).optional(),
}));
export type Compensation = z.infer<typeof Compensation>;

/** How far the compensation of a task is: it could be called, is being called, has been. */
export const CompensationState = strictObject(() => ({
  action: ActionRef,
  status: z.enum(['possible', 'running', 'done', 'failed']),
  error: Failure.optional(),
}));
export type CompensationState = z.infer<typeof CompensationState>;

/**
 * The task has had its effect, and this would take it back. The input is worked out at once: later nobody knows what it named.
 * With an error: it could not be.
 */
export const taskCompensable = defineEvent('task.compensable', () =>
  z.strictObject({ action: ActionRef, input: JsonObject.optional(), error: Failure.optional() }),
);
/** The run is being undone; in reverse order of completion each compensation is one attempt. */
export const taskCompensating = defineEvent('task.compensating', () =>
  z.strictObject({
    attempt: z.int().positive(),
    action: ActionRef,
    input: JsonObject,
    idempotencyKey: z.string(),
  }),
);
export const taskCompensated = defineEvent('task.compensated', () =>
  z.strictObject({ action: ActionRef, says: z.string() }),
);
/** It failed, or was cut off where it must not be repeated; the others go on. */
export const taskUncompensated = defineEvent('task.uncompensated', () =>
  z.strictObject({ action: ActionRef, error: Failure }),
);
/** From now on it is undone to its end, over restarts too. */
export const runUndoing = defineEvent('run.undoing', () => z.strictObject({ because: z.enum(['asked', 'failed']) }));
