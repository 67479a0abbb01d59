import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { CanvasPoint } from './canvas.ts';
import { WorkflowId } from './ids.ts';
import { strictObject } from './strict-object.ts';
import { WorkflowSummary } from './workflows.ts';

/** How many people one workflow has at most at a time. */
export const mostSeats = 64;

/** An update, a vector or a state of a shared document (Yjs, version 1). They are small: what one person did since the last one. */
const Bytes = z.base64().max(20_000_000);

/** One window in which a workflow is open. */
const SeatId = z.string().min(1).max(100);

/** What others see of somebody. Places of steps, and notes as `note:<id>`. */
export const Presence = strictObject(() => ({
  name: z.string().min(1).max(80),
  selection: z.array(z.string().max(1000)).max(100),
  /** Where the pointer is, on the canvas; absent where it is not over it. */
  cursor: CanvasPoint.optional(),
}));
export type Presence = z.infer<typeof Presence>;

export const Person = Presence.extend({ seat: SeatId });
export type Person = z.infer<typeof Person>;

/** What a window that has joined is told. */
export const TogetherNews = z.discriminatedUnion('kind', [
  /** First of all: what is new to whoever joins, and what the engine has. */
  strictObject(() => ({
    kind: z.literal('joined'),
    seat: SeatId,
    update: Bytes,
    vector: Bytes,
    workflow: WorkflowSummary,
  })),
  /** What somebody else changed. */
  strictObject(() => ({ kind: z.literal('update'), update: Bytes, workflow: WorkflowSummary })),
  /** Everybody else who has it open now. */
  strictObject(() => ({ kind: z.literal('people'), people: z.array(Person) })),
]);
export type TogetherNews = z.infer<typeof TogetherNews>;

const Seat = strictObject(() => ({ workflowId: WorkflowId, seat: SeatId }));

/** Changing one workflow in several windows at once. */
export const together = {
  /** Until it is ended. `vector` says what the caller has of the document already. Errors: `not-found`, `limit-exceeded` when it is full. */
  join: oc
    .route({ method: 'GET', path: '/workflows/{workflowId}/together', summary: 'Follow what others do in a workflow' })
    .input(strictObject(() => ({ workflowId: WorkflowId, vector: Bytes.optional() })))
    .output(eventIterator(TogetherNews)),
  /** Kept when this returns. Errors: `not-found`; `invalid-input` for what is no update or would leave no workflow: then nothing is kept. */
  contribute: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/together', summary: 'Hand in what one changed' })
    .input(Seat.extend({ update: Bytes }))
    .output(WorkflowSummary),
  /** Lasts as long as the seat. */
  present: oc
    .route({ method: 'PUT', path: '/workflows/{workflowId}/together/presence', summary: 'Say where one is' })
    .input(Seat.extend({ presence: Presence }))
    .output(strictObject(() => ({}))),
};
