import { z } from 'zod';
import { CanvasPoint } from './canvas.ts';
import { WorkflowId } from './ids.ts';
import { JsonObject } from './json.ts';
import { MissedPolicy, OverlapPolicy, ScheduleTime } from './time/schedule-time.ts';
import { WebhookOptions } from './webhook-options.ts';
import { strictObject } from './strict-object.ts';

export const WorkflowTriggerId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected lower-case letters, digits and _, starting with a letter');

/** Who sends more calls than that in a minute is told to wait. */
export const usualPerMinute = 600;

/** What starts a workflow: nothing but a person, a call of an address, or whatever starts a schedule. */
export const TriggerStart = z.discriminatedUnion('kind', [
  strictObject(() => ({ kind: z.literal('manual') })),
  strictObject(() => ({
    kind: z.literal('webhook'),
    perMinute: z.int().min(1).max(100_000).default(usualPerMinute),
    ...WebhookOptions.shape,
  })),
  strictObject(() => ({
    kind: z.literal('schedule'),
    time: ScheduleTime,
    missed: MissedPolicy.default('once'),
    overlap: OverlapPolicy.default('merge'),
    /** Where its answers are said. */
    results: z.enum(['own', 'last', 'none']).default('own'),
  })),
]);
export type TriggerStart = z.infer<typeof TriggerStart>;

/** What starts a workflow once it is published, and where that stands on the canvas. No run carries it out. */
export const WorkflowTrigger = strictObject(() => ({
  id: WorkflowTriggerId,
  title: z.string().min(1).max(200).optional(),
  start: TriggerStart,
  /** Instead of fields of the plan's own `input`. */
  input: JsonObject.optional(),
  /** It starts nothing, whatever the others do. */
  isOff: z.literal(true).optional(),
  ...CanvasPoint.shape,
}));
export type WorkflowTrigger = z.infer<typeof WorkflowTrigger>;

/** Which trigger of which workflow. */
export const TriggerOfWorkflow = strictObject(() => ({ workflowId: WorkflowId, trigger: WorkflowTriggerId }));
export type TriggerOfWorkflow = z.infer<typeof TriggerOfWorkflow>;
