import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ErrorCode } from './errors.ts';
import { FailureClass } from './failure-classes.ts';
import { RunId } from './ids.ts';
import { strictObject } from './strict-object.ts';

export const TraceId = z.string().regex(/^[0-9a-f]{32}$/);
export const SpanId = z.string().regex(/^[0-9a-f]{16}$/);

/**
 * message: from what a person said to the answer; request: a call of the contract; plan: the making of a plan; model: a
 * request to a model; run, task, attempt: of a plan; question: what somebody was asked; wait: a task that waits; worker:
 * a call of a worker; broker: a request of a worker; commit: a transaction of the event log.
 */
export const SpanKind = z.enum([
  'message',
  'request',
  'plan',
  'model',
  'run',
  'task',
  'attempt',
  'question',
  'wait',
  'worker',
  'broker',
  'commit',
]);
export type SpanKind = z.infer<typeof SpanKind>;

const Attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type Attributes = z.infer<typeof Attributes>;

/** Something that happened in a span and has no length of its own. */
export const SpanMoment = strictObject(() => ({ at: z.number(), name: z.string(), attributes: Attributes.optional() }));
export type SpanMoment = z.infer<typeof SpanMoment>;

export const Span = strictObject(() => ({
  id: SpanId,
  parentId: SpanId.optional(),
  traceId: TraceId,
  kind: SpanKind,
  name: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** Absent while it goes on, and of what was cut off. */
  endedAt: z.number().optional(),
  outcome: z.enum(['ok', 'failed', 'skipped', 'cancelled', 'cut-off', 'under-way']),
  failure: z.strictObject({ code: ErrorCode, class: FailureClass }).optional(),
  attributes: Attributes,
  moments: z.array(SpanMoment),
}));
export type Span = z.infer<typeof Span>;

/** The spans of a run, parents before their children. */
export const Trace = strictObject(() => ({
  traceId: TraceId,
  runId: RunId,
  title: z.string(),
  spans: z.array(Span),
  /** There are more spans than were asked for. */
  isCut: z.boolean(),
}));
export type Trace = z.infer<typeof Trace>;

export const traces = {
  get: oc
    .route({ method: 'GET', path: '/runs/{runId}/trace', summary: 'The spans of a run, from its recorded events' })
    .input(strictObject(() => ({ runId: RunId, limit: z.coerce.number().int().min(1).max(100_000).default(1000) })))
    .output(Trace),
};
