import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { HotKeys } from './hot-keys.ts';
import { ConversationId, RunId, ScheduleId, WorkflowId } from './ids.ts';
import { Json } from './json.ts';
import { Plan, PlanSource } from './plan.ts';
import { RunStatus } from './runs.ts';
import { CronText, MissedPolicy, OverlapPolicy, ScheduleTime } from './time/schedule-time.ts';
import { strictObject } from './strict-object.ts';
import { TriggerOfWorkflow } from './workflow-triggers.ts';

const ClockText = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day like 09:00');

/** What is done. A sentence is planned when the schedule is made or changed, and its plan is what runs from then on. */
export const ScheduleWork = z.discriminatedUnion('kind', [
  strictObject(() => ({
    kind: z.literal('sentence'),
    text: z.string().min(1).max(10_000),
    /** What relative paths in it are relative to. */
    baseFolder: z.string().optional(),
  })),
  strictObject(() => ({
    kind: z.literal('workflow'),
    workflowId: WorkflowId,
    input: z.record(z.string(), Json).default({}),
  })),
  /** A model goes through HEARTBEAT.md; what it says is told if it is not that nothing needs attention. */
  strictObject(() => ({
    kind: z.literal('heartbeat'),
    /** On this machine's clock; only between them a model is asked. */
    hours: z.strictObject({ from: ClockText, to: ClockText }).optional(),
    /** Also when nothing happened in Heron since the last one. */
    always: z.boolean().default(false),
  })),
  strictObject(() => ({
    kind: z.literal('template'),
    name: z.string().min(1).max(200),
    input: z.record(z.string(), Json).default({}),
  })),
]);
export type ScheduleWork = z.infer<typeof ScheduleWork>;

/** Where the answers of its runs are said. */
export const ScheduleResults = z.union([
  /** In a conversation of its own, which the first run begins. */
  strictObject(() => ({ to: z.literal('own') })),
  strictObject(() => ({ to: z.literal('conversation'), conversationId: ConversationId })),
  /** In the conversation that something was said in last. */
  strictObject(() => ({ to: z.literal('last') })),
  strictObject(() => ({ to: z.literal('none') })),
]);
export type ScheduleResults = z.infer<typeof ScheduleResults>;

export const ScheduleDefinition = strictObject(() => ({
  /** Made of what is done, if it has none. */
  title: z.string().min(1).max(200).optional(),
  work: ScheduleWork,
  time: ScheduleTime,
  missed: MissedPolicy.default('once'),
  overlap: OverlapPolicy.default('merge'),
  results: ScheduleResults.default({ to: 'own' }),
  /** The trigger of a workflow that it was made of: it is changed there, and goes with it. */
  of: TriggerOfWorkflow.optional(),
}));
export type ScheduleDefinition = z.infer<typeof ScheduleDefinition>;

/**
 * What became of an occurrence. `waiting`: it runs as soon as the one before is over; `asking`: somebody is to say whether
 * it shall be made up for; `failed`: no run could be started.
 */
export const OccurrenceStatus = z.enum(['waiting', 'ran', 'missed', 'skipped', 'merged', 'asking', 'failed']);
export type OccurrenceStatus = z.infer<typeof OccurrenceStatus>;

/** Why there was an occurrence. `late`: its time passed while Heron could not start it. */
export const OccurrenceCause = z.enum(['time', 'late', 'person', 'files', 'event', 'start', 'poll', 'said', 'keys']);
export type OccurrenceCause = z.infer<typeof OccurrenceCause>;

const occurred = () => ({
  /** When it was due. */
  at: z.int(),
  /** It stands for all that were due from `at` on: too many to be listed one by one. */
  until: z.int().optional(),
  cause: OccurrenceCause,
  status: OccurrenceStatus,
  /** Of one that did not run, in words. */
  reason: z.string().optional(),
  /** The occurrence that ran instead. */
  mergedInto: z.int().optional(),
  /** Files that changed, or the event that happened. */
  given: z.record(z.string(), Json).optional(),
});

export const Occurrence = strictObject(() => ({
  ...occurred(),
  run: z.strictObject({ runId: RunId, status: RunStatus.optional() }).optional(),
}));
export type Occurrence = z.infer<typeof Occurrence>;

/** What somebody should know of a schedule: it asks, it failed, or nothing was heard of it for too long. */
export const ScheduleAlarm = z.discriminatedUnion('kind', [
  strictObject(() => ({ kind: z.literal('asking'), count: z.int(), since: z.int() })),
  strictObject(() => ({
    kind: z.literal('failed'),
    at: z.int(),
    message: z.string(),
    runId: RunId.optional(),
  })),
  strictObject(() => ({ kind: z.literal('silent'), since: z.int(), normMs: z.int() })),
]);
export type ScheduleAlarm = z.infer<typeof ScheduleAlarm>;

export const Schedule = strictObject(() => ({
  id: ScheduleId,
  title: z.string(),
  work: ScheduleWork,
  /** What a sentence was planned to. */
  plan: Plan.optional(),
  time: ScheduleTime,
  /** The time in words, and the zone that is meant. */
  words: z.string(),
  zone: z.string(),
  missed: MissedPolicy,
  overlap: OverlapPolicy,
  results: ScheduleResults,
  of: TriggerOfWorkflow.optional(),
  /** Where answers were said last. */
  conversationId: ConversationId.optional(),
  isPaused: z.boolean(),
  createdAt: z.int(),
  changedAt: z.int(),
  /** The next firings, as far as they are known ahead. */
  next: z.array(z.int()),
  last: Occurrence.optional(),
  alarms: z.array(ScheduleAlarm),
  /** When it was last looked, if it polls; `runId` as long as that goes on. */
  polled: z.strictObject({ at: z.int(), runId: RunId.optional(), problem: z.string().optional() }).optional(),
  /** Why it cannot start anything now. */
  problem: z.string().optional(),
}));
export type Schedule = z.infer<typeof Schedule>;

/** A time as it was written or picked: what it means, and when that is next. */
export const TimePreview = strictObject(() => ({
  time: ScheduleTime.optional(),
  words: z.string().optional(),
  cron: CronText.optional(),
  next: z.array(z.int()),
  /** The zone that is meant. */
  zone: z.string(),
  problem: z.string().optional(),
}));
export type TimePreview = z.infer<typeof TimePreview>;

const one = () => ({ scheduleId: ScheduleId });
const defined = () => ({
  ...one(),
  title: z.string(),
  definition: ScheduleDefinition,
  plan: z.strictObject({ plan: Plan, by: PlanSource }).optional(),
});

export const scheduleAdded = defineEvent('schedule.added', () => z.strictObject(defined()));
export const scheduleChanged = defineEvent('schedule.changed', () => z.strictObject(defined()));
export const schedulePaused = defineEvent('schedule.paused', () => z.strictObject(one()));
export const scheduleResumed = defineEvent('schedule.resumed', () => z.strictObject(one()));
export const scheduleRemoved = defineEvent('schedule.removed', () => z.strictObject(one()));
/** It was removed, and is there again. */
export const scheduleRecovered = defineEvent('schedule.recovered', () => z.strictObject(one()));
/** What became of occurrences, before the run of any of them begins. */
export const scheduleOccurred = defineEvent('schedule.occurred', () =>
  z.strictObject({ ...one(), occurrences: z.array(z.strictObject(occurred())) }),
);
/** No run could be started. */
export const scheduleFailed = defineEvent('schedule.failed', () =>
  z.strictObject({ ...one(), title: z.string(), at: z.int(), error: Failure }),
);
/** Nothing was started for much longer than usual. */
export const scheduleSilenced = defineEvent('schedule.silenced', () =>
  z.strictObject({ ...one(), title: z.string(), since: z.int(), normMs: z.int() }),
);
/** What a poll gave: what was not there before starts something, unless it is the first one. */
export const schedulePolled = defineEvent('schedule.polled', () =>
  z.strictObject({
    ...one(),
    /** The run that looked; absent if none could be started. */
    runId: RunId.optional(),
    /** By what those that were not known before are known again. */
    fresh: z.array(z.string()),
    /** It is one thing that changes: how it was before is forgotten, so that it can be so again. */
    isState: z.literal(true).optional(),
    /** Why nothing is known. */
    problem: z.string().optional(),
  }),
);
/** Somebody has seen what it told. */
export const scheduleSeen = defineEvent('schedule.seen', () => z.strictObject(one()));

const One = strictObject(one);
const nothing = strictObject(() => ({}));

export const schedules = {
  list: oc
    .route({ method: 'GET', path: '/schedules', summary: 'List what starts by itself, the next one first' })
    .output(z.array(Schedule)),
  /** Errors, here as in all others: `not-found`. */
  get: oc
    .route({ method: 'GET', path: '/schedules/{scheduleId}', summary: 'Read a schedule' })
    .input(One)
    .output(Schedule),
  /** Errors: `invalid-input` for a time that never comes, `invalid-plan` for a sentence that is understood by nobody. */
  add: oc
    .route({ method: 'POST', path: '/schedules', summary: 'Make a schedule' })
    .input(ScheduleDefinition)
    .output(Schedule),
  /** Errors: as of `add`. */
  change: oc
    .route({ method: 'PUT', path: '/schedules/{scheduleId}', summary: 'Change a schedule' })
    .input(strictObject(() => ({ ...one(), definition: ScheduleDefinition })))
    .output(Schedule),
  pause: oc
    .route({ method: 'POST', path: '/schedules/{scheduleId}/pause', summary: 'Pause a schedule; its runs go on' })
    .input(One)
    .output(Schedule),
  resume: oc
    .route({ method: 'POST', path: '/schedules/{scheduleId}/resume', summary: 'Let a paused schedule go on' })
    .input(One)
    .output(Schedule),
  remove: oc
    .route({ method: 'DELETE', path: '/schedules/{scheduleId}', summary: 'Remove a schedule; its runs go on' })
    .input(One)
    .output(nothing),
  recover: oc
    .route({ method: 'POST', path: '/schedules/{scheduleId}/recover', summary: 'Bring a removed schedule back' })
    .input(One)
    .output(Schedule),
  /** Whatever its time says, and also while it is paused. Errors: what keeps the run from being started. */
  run: oc
    .route({ method: 'POST', path: '/schedules/{scheduleId}/run', summary: 'Run what a schedule does now' })
    .input(One)
    .output(strictObject(() => ({ runId: RunId }))),
  /** Keys were pressed that start something. Gives what it started. */
  press: oc
    .route({ method: 'POST', path: '/schedules/press', summary: 'Start what some keys start' })
    .input(strictObject(() => ({ keys: HotKeys })))
    .output(strictObject(() => ({ titles: z.array(z.string()) }))),
  occurrences: oc
    .route({ method: 'GET', path: '/schedules/{scheduleId}/occurrences', summary: 'What became of each, newest first' })
    .input(
      strictObject(() => ({
        ...one(),
        limit: z.coerce.number().int().min(1).max(500).default(50),
        /** Only those that were due before. */
        before: z.coerce.number().int().optional(),
      })),
    )
    .output(z.array(Occurrence)),
  /** About those that were missed: make up for the last one, for all, or for none. Errors: `conflict` if none asks. */
  answer: oc
    .route({
      method: 'POST',
      path: '/schedules/{scheduleId}/answer',
      summary: 'Say what becomes of missed occurrences',
    })
    .input(strictObject(() => ({ ...one(), answer: z.enum(['once', 'all', 'skip']) })))
    .output(nothing),
  /** What it told so far is no alarm any more. */
  seen: oc
    .route({ method: 'POST', path: '/schedules/{scheduleId}/seen', summary: 'Take note of what a schedule told' })
    .input(One)
    .output(nothing),
  preview: oc
    .route({ method: 'POST', path: '/schedules/preview', summary: 'What a time means, in words or picked' })
    .input(z.union([strictObject(() => ({ text: z.string().max(500) })), strictObject(() => ({ time: ScheduleTime }))]))
    .output(TimePreview),
};
