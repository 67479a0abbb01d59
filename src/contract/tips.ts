import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId, RunId, WorkerId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** A hint that fits what has just happened. Nobody sees the same one twice. */
export const Tip = strictObject(() => ({
  id: z.string(),
  text: z.string(),
  conversationId: ConversationId,
  /** Of a worker that has it in its manifest. */
  workerId: WorkerId.optional(),
  /** Where it leads. */
  place: z
    .discriminatedUnion('screen', [
      z.strictObject({ screen: z.literal('run'), runId: RunId }),
      z.strictObject({ screen: z.enum(['models', 'permissions', 'manner', 'shortcuts']) }),
    ])
    .optional(),
}));
export type Tip = z.infer<typeof Tip>;

/** What is shown now; null: nothing. */
export const tipChanged = defineEvent('tip.changed', () => z.strictObject({ tip: Tip.nullable() }));

export const tips = {
  current: oc
    .route({ method: 'GET', path: '/tips/current', summary: 'The tip that is shown now' })
    .input(strictObject(() => ({})))
    .output(Tip.nullable()),
  dismiss: oc
    .route({ method: 'POST', path: '/tips/dismiss', summary: 'Put the tip away' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({}))),
};
