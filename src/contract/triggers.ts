import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { RunId, ScheduleId, TriggerId, WorkflowId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { WebhookOptions } from './webhook-options.ts';
import { WebhookMethod } from './webhooks.ts';
import { baseHash, StateHash } from './state-hash.ts';
import { strictObject } from './strict-object.ts';
import { TriggerOfWorkflow, usualPerMinute } from './workflow-triggers.ts';

/** What starts runs of a template, or of a workflow, with nobody there. */
export const TriggerKind = z.enum(['webhook']);
export type TriggerKind = z.infer<typeof TriggerKind>;

export const Trigger = strictObject(() => ({
  id: TriggerId,
  kind: TriggerKind,
  /** What it starts, by the title of the template or workflow. */
  title: z.string(),
  template: z.string().optional(),
  /** Instead of a template: it is changed in the workflow, and goes with it. */
  of: TriggerOfWorkflow.optional(),
  /** More runs than this it does not start. */
  perMinute: z.int().positive(),
  /** Of a workflow's: who may call it how, and what they are answered. */
  options: WebhookOptions.optional(),
  createdAt: z.int(),
  /** Its calls are answered with 503 and start nothing. */
  isPaused: z.boolean(),
  /** When its address was last made. */
  rotatedAt: z.int(),
  /** Why it cannot start anything now. */
  problem: z.string().optional(),
  lastCall: z.strictObject({ at: z.int(), status: z.int() }).optional(),
  /** Of what a person has said of it, and of when its address was made. */
  hash: StateHash,
}));
export type Trigger = z.infer<typeof Trigger>;

/** A call it answered: with a run, or with why there is none. */
export const TriggerCall = strictObject(() => ({
  at: z.int(),
  status: z.int(),
  runId: RunId.optional(),
  message: z.string().optional(),
}));
export type TriggerCall = z.infer<typeof TriggerCall>;

/** What a run was started by. */
export const RunTrigger = strictObject(() => ({
  /** Of a failure the workflow that failed. */
  id: z.union([TriggerId, ScheduleId, WorkflowId]),
  kind: z.enum([...TriggerKind.options, 'schedule', 'poll', 'failure']),
  /** What the caller says its call is known by; of a schedule the time of the occurrence, of a poll when it was due, of a failure the run that failed. */
  delivery: z.string().optional(),
  /** Nobody asked: its answer is told only where something needs attention. */
  isHeartbeat: z.literal(true).optional(),
  /** A person had it run now, and waits for it. */
  isWanted: z.literal(true).optional(),
}));
export type RunTrigger = z.infer<typeof RunTrigger>;

export const triggerAdded = defineEvent('trigger.added', () =>
  z.strictObject({
    triggerId: TriggerId,
    kind: TriggerKind,
    template: z.string().optional(),
    of: TriggerOfWorkflow.optional(),
    perMinute: z.int(),
    options: WebhookOptions.optional(),
    /** Of its secret part; the address itself is kept nowhere. */
    digest: z.string(),
  }),
);
/** It has a new address, and the old one is void. */
export const triggerRotated = defineEvent('trigger.rotated', () =>
  z.strictObject({ triggerId: TriggerId, digest: z.string() }),
);
/** What a workflow says of it was published anew. */
export const triggerChanged = defineEvent('trigger.changed', () =>
  z.strictObject({ triggerId: TriggerId, perMinute: z.int(), options: WebhookOptions.optional() }),
);
export const triggerPaused = defineEvent('trigger.paused', () => z.strictObject({ triggerId: TriggerId }));
export const triggerResumed = defineEvent('trigger.resumed', () => z.strictObject({ triggerId: TriggerId }));
export const triggerRemoved = defineEvent('trigger.removed', () => z.strictObject({ triggerId: TriggerId }));

const One = strictObject(() => ({ triggerId: TriggerId }));
const Changed = strictObject(() => ({ triggerId: TriggerId, baseHash }));

/** Who knows the address may start runs: it is shown once. */
const WithAddress = strictObject(() => ({ trigger: Trigger, url: z.string() }));

export const triggers = {
  list: oc
    .route({ method: 'GET', path: '/triggers', summary: 'List webhooks that start runs' })
    .output(z.array(Trigger)),
  /** Errors: `not-found`, `invalid-plan` for a template that cannot be used. */
  add: oc
    .route({ method: 'POST', path: '/triggers', summary: 'Make a webhook that starts runs of a template' })
    .input(
      strictObject(() => ({
        template: z.string().min(1).max(200),
        perMinute: z.int().min(1).max(1_000_000).default(usualPerMinute),
      })),
    )
    .output(WithAddress),
  rotate: oc
    .route({ method: 'POST', path: '/triggers/{triggerId}/rotate', summary: 'Give a webhook a new address' })
    .input(Changed)
    .output(WithAddress),
  pause: oc
    .route({ method: 'POST', path: '/triggers/{triggerId}/pause', summary: 'Have a webhook start nothing for a while' })
    .input(Changed)
    .output(Trigger),
  resume: oc
    .route({ method: 'POST', path: '/triggers/{triggerId}/resume', summary: 'Have a webhook start runs again' })
    .input(Changed)
    .output(Trigger),
  remove: oc
    .route({ method: 'DELETE', path: '/triggers/{triggerId}', summary: 'Remove a webhook; runs it started go on' })
    .input(Changed)
    .output(strictObject(() => ({}))),
  /** As somebody outside would call it, signed if it is to be. It starts a run like any call. Errors: `not-found`. */
  test: oc
    .route({ method: 'POST', path: '/triggers/{triggerId}/test', summary: 'Call a webhook, to see what comes of it' })
    .input(One.extend({ method: WebhookMethod.default('POST'), body: JsonObject.default({}) }))
    .output(strictObject(() => ({ status: z.int(), body: Json }))),
  calls: oc
    .route({ method: 'GET', path: '/triggers/{triggerId}/calls', summary: 'The last calls of a webhook, newest first' })
    .input(One.extend({ limit: z.coerce.number().int().min(1).max(500).default(50) }))
    .output(z.array(TriggerCall)),
};
