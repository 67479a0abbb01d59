import { z } from 'zod';
import { EventId, MessageId } from './ids.ts';
import { Plan, PlanSource } from './plan.ts';
import { strictObject } from './strict-object.ts';

/** A plan that a conversation was shown and that runs only when the person says so. */
export const HeldPlan = strictObject(() => ({
  /** Of what was shown last. */
  proposalId: EventId,
  /** What it answers. */
  messageId: MessageId,
  plan: Plan,
  by: PlanSource,
  at: z.int(),
  /** It is to start by itself. */
  isScheduled: z.literal(true).optional(),
  /** What was shown before it and never ran. */
  before: Plan.optional(),
}));
export type HeldPlan = z.infer<typeof HeldPlan>;
