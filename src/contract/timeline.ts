import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentName } from './agent-name.ts';
import { Failure } from './errors.ts';
import { ActionRef, RunId, TaskId } from './ids.ts';
import { Json } from './json.ts';
import { Waited } from './plan-events.ts';
import { TaskStatus } from './runs.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';
import { CallUsage } from './usage.ts';
import { WebhookMethod } from './webhooks.ts';

/**
 * A part of a task's time: in line for a turn, a key or the disk; asking for permission; an attempt that was not the last; the pause
 * after it; waiting for a person's word; waiting for a time or an event. The last attempt is no phase: it lies between the task's
 * own start and end.
 */
export const PhaseKind = z.enum(['queued', 'asking', 'attempt', 'retrying', 'answering', 'parked']);
export type PhaseKind = z.infer<typeof PhaseKind>;

export const Phase = strictObject(() => ({
  kind: PhaseKind,
  from: z.int(),
  /** Without an end it still goes on. */
  to: z.int().optional(),
  attempt: z.int(),
  /** In line: for what, and for which class or key. */
  for: Waited.shape.for.optional(),
  name: z.string().optional(),
  /** What ended the attempt, what is asked, what is waited for. */
  text: z.string().optional(),
}));
export type Phase = z.infer<typeof Phase>;

/** A task as the timeline draws it: how long everything took, without what went in and came out. */
export const TimelineTask = strictObject(() => ({
  path: TaskPath,
  status: TaskStatus,
  attempt: z.int(),
  /** Of a call that an agent made. */
  action: ActionRef.optional(),
  startedAt: z.int().optional(),
  endedAt: z.int().optional(),
  phases: z.array(Phase),
  /** Of a task with others inside: how many there are, where that is known, and how many have begun. */
  total: z.int().optional(),
  begun: z.int().optional(),
  done: z.int().optional(),
  failed: z.int().optional(),
  case: z.union([z.int(), z.enum(['otherwise', 'none'])]).optional(),
  /** Of a call that gave work to an agent: to whom, and what it is to reach. */
  agent: z.strictObject({ as: AgentName.optional(), goal: z.string() }).optional(),
  /** Of a step of an agent: the ids of the calls it made. */
  calls: z.array(TaskId).optional(),
  caught: z.enum(['recover', 'fallback']).optional(),
  /** By all attempts at it, and at what is inside it. */
  used: CallUsage.optional(),
  error: Failure.pick({ code: true, message: true }).optional(),
  /** Of an item: what it was given, in a word. */
  about: z.string().optional(),
}));
export type TimelineTask = z.infer<typeof TimelineTask>;

/** A value of an attempt. A large one is only begun; `timeline.value` has the rest. */
export const TaskValue = strictObject(() => ({
  /** Where `timeline.value` finds it. */
  seq: z.int(),
  characters: z.int(),
  value: Json.optional(),
  /** How it begins, if it is too large. */
  beginning: z.string().optional(),
}));
export type TaskValue = z.infer<typeof TaskValue>;

export const TaskAttempt = strictObject(() => ({
  attempt: z.int(),
  status: z.enum(['running', 'completed', 'failed', 'blocked', 'skipped', 'cancelled', 'cut-off']),
  startedAt: z.int().optional(),
  endedAt: z.int().optional(),
  input: TaskValue.optional(),
  output: TaskValue.optional(),
  /** The output is what it had sent when it ended early, or has sent so far. */
  isPart: z.boolean().optional(),
  says: z.string().optional(),
  error: Failure.optional(),
  repairs: z.array(z.string()).optional(),
  waited: z.array(Waited).optional(),
  used: CallUsage.optional(),
  idempotencyKey: z.string().optional(),
  /** Why it was skipped or cancelled, what it asked. */
  text: z.string().optional(),
  /** Where it is called, as long as it waits for that. */
  webhook: z.strictObject({ url: z.string(), methods: z.array(WebhookMethod) }).optional(),
}));
export type TaskAttempt = z.infer<typeof TaskAttempt>;

/** What happened at a place of the log, in few words. */
export const Moment = strictObject(() => ({
  seq: z.int(),
  at: z.int(),
  type: z.string(),
  path: TaskPath.optional(),
  text: z.string().optional(),
}));
export type Moment = z.infer<typeof Moment>;

/** How many began, ended and failed in each part of the run's time. */
export const Activity = strictObject(() => ({
  place: z.string(),
  begun: z.array(z.int()),
  ended: z.array(z.int()),
  failed: z.array(z.int()),
}));
export type Activity = z.infer<typeof Activity>;

const One = strictObject(() => ({ runId: RunId }));
const Place = One.extend({ path: TaskPath });

/** How many paths one call may name. */
export const mostPaths = 500;

export const timeline = {
  /** Those of the paths that have begun, or that the plan has; others are left out. */
  tasks: oc
    .route({
      method: 'POST',
      path: '/runs/{runId}/timeline/tasks',
      summary: 'How long tasks of a run took, by their paths',
    })
    .input(One.extend({ paths: z.array(TaskPath).max(mostPaths) }))
    .output(strictObject(() => ({ tasks: z.array(TimelineTask), startedAt: z.int(), endedAt: z.int().optional() }))),
  task: oc
    .route({ method: 'GET', path: '/runs/{runId}/timeline/task', summary: 'Every attempt at a task of a run' })
    .input(Place)
    .output(
      strictObject(() => ({ task: TimelineTask.optional(), attempts: z.array(TaskAttempt), isCut: z.boolean() })),
    ),
  /** A piece of a large value, as JSON text. */
  value: oc
    .route({ method: 'GET', path: '/runs/{runId}/timeline/value', summary: 'Read a piece of an input or output' })
    .input(
      One.extend({
        seq: z.coerce.number().int().positive(),
        part: z.enum(['input', 'output']),
        offset: z.coerce.number().int().min(0).default(0),
        length: z.coerce.number().int().min(1).max(1_000_000).default(64_000),
      }),
    )
    .output(strictObject(() => ({ text: z.string(), characters: z.int() }))),
  find: oc
    .route({
      method: 'POST',
      path: '/runs/{runId}/timeline/find',
      summary: 'Find tasks of a run by status, path or error',
    })
    .input(
      One.extend({
        statuses: z.array(TaskStatus).optional(),
        /** In the path, the title or the error, whatever its case. */
        text: z.string().max(200).optional(),
        /** Ids of tasks whose titles, as the page shows them, hold the text. */
        named: z.array(TaskId).max(10_000).optional(),
        after: TaskPath.optional(),
        limit: z.int().min(1).max(1000).default(200),
      }),
    )
    .output(strictObject(() => ({ paths: z.array(TaskPath), hasMore: z.boolean() }))),
  /** By the places of tasks in the plan: `resize/copy` stands for all that is done of it. */
  activity: oc
    .route({ method: 'GET', path: '/runs/{runId}/timeline/activity', summary: 'How busy a run was, over its time' })
    .input(One.extend({ parts: z.coerce.number().int().min(1).max(1000).default(400) }))
    .output(strictObject(() => ({ from: z.int(), to: z.int(), places: z.array(Activity) }))),
  /** What went wrong, asked or waited, oldest first. */
  moments: oc
    .route({ method: 'GET', path: '/runs/{runId}/timeline/moments', summary: 'The moments of a run worth stopping at' })
    .input(One.extend({ limit: z.coerce.number().int().min(1).max(1000).default(300) }))
    .output(strictObject(() => ({ moments: z.array(Moment), hasMore: z.boolean() }))),
  /** The last event at or before a time; or the first after it, the last before it. Nothing where there is none. */
  moment: oc
    .route({ method: 'GET', path: '/runs/{runId}/timeline/moment', summary: 'What happened at a time of a run' })
    .input(One.extend({ at: z.coerce.number().int(), step: z.enum(['here', 'next', 'previous']).default('here') }))
    .output(strictObject(() => ({ moment: Moment.optional(), number: z.int(), total: z.int() }))),
};
