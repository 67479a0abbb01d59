import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { RunId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';
import { CallUsage, Resource, Usage } from './usage.ts';
import { WebhookMethod } from './webhooks.ts';

/** What an attempt stood in line for before it started: a place of its class, its key, the disk. Short waits are left out. */
export const Waited = strictObject(() => ({
  for: z.enum(['turn', 'key', 'disk']),
  /** The class, or the key. */
  name: z.string().optional(),
  since: z.int(),
  ms: z.int(),
}));
export type Waited = z.infer<typeof Waited>;

/** What keeps a task from starting; `permission` has a record of its own. */
export const HeldUpBy = strictObject(() => ({
  for: z.enum(['turn', 'key', 'disk', 'permission']),
  name: Waited.shape.name,
}));
export type HeldUpBy = z.infer<typeof HeldUpBy>;

/** It has stood in line for a while, and goes on doing so. */
export const taskQueued = defineEvent('task.queued', () =>
  z.strictObject({ attempt: z.int().positive(), for: Waited.shape.for, name: Waited.shape.name, since: z.int() }),
);

/** Where the list that a task goes over is found. */
export const ListPlace = strictObject(() => ({
  /** How many `task.listed` follow at once, each with a piece of the list. */
  pieces: z.int().min(0),
  /** The list is the outputs of what is inside this task. */
  from: z.string().optional(),
  /** Whose task that is, if it is another run's. */
  run: RunId.optional(),
  /** The list is whole numbers. */
  range: z.strictObject({ from: z.int(), step: z.int() }).optional(),
  /** How long the list is, if it is gone over in batches. */
  items: z.int().min(0).optional(),
}));
export type ListPlace = z.infer<typeof ListPlace>;

/** A task with others inside began; what was decided for it stands here, so that nothing is decided twice. */
export const taskOpened = defineEvent('task.opened', () =>
  z.strictObject({
    attempt: z.int().positive(),
    /** How many items, or tasks of a group; of a loop with a condition nobody knows. */
    total: z.int().min(0).optional(),
    /** Of a switch: the number of the case, or that none was met. */
    case: z.union([z.int().min(0), z.enum(['otherwise', 'none'])]).optional(),
    /** What the tasks inside see as `input`. */
    input: JsonObject.optional(),
    list: ListPlace.optional(),
  }),
);
export const taskListed = defineEvent('task.listed', () =>
  z.strictObject({ offset: z.int().min(0), items: z.array(Json) }),
);
/** It failed, and is attempted again after the delay. */
export const taskRetried = defineEvent('task.retried', () =>
  z.strictObject({
    attempt: z.int().positive(),
    error: Failure,
    delayMs: z.number(),
    /** The run can be out of memory until then: the next attempt is due, or a time limit around it is over. */
    wakeAt: z.int().optional(),
  }),
);
/** It failed for good, and the plan says what is done now. */
export const taskCaught = defineEvent('task.caught', () =>
  z.strictObject({ attempt: z.int().positive(), error: Failure, by: z.enum(['recover', 'fallback']) }),
);

/** What a task waits for. `names` is what its expressions saw, as far as `where` needs it. */
export const Awaited = strictObject(() => ({
  until: z.int().optional(),
  /** How long that is where it is a length, whatever the clock says. */
  forMs: z.int().optional(),
  event: z
    .strictObject({
      type: z.string(),
      where: z.string().optional(),
      names: JsonObject.optional(),
      since: z.literal('run').optional(),
    })
    .optional(),
  webhook: z
    .strictObject({
      /** Where it is called. */
      url: z.string(),
      methods: z.array(WebhookMethod),
      where: z.string().optional(),
      respond: z.strictObject({ status: z.int().optional(), body: Json.optional() }).optional(),
      names: JsonObject.optional(),
    })
    .optional(),
  /** What happens at `until`: the wait is over, or it has taken too long. */
  onDue: z.enum(['end', 'fail', 'continue']).optional(),
}));
export type Awaited = z.infer<typeof Awaited>;

export const taskParked = defineEvent('task.parked', () =>
  z.strictObject({ attempt: z.int().positive(), awaited: Awaited }),
);
/** How a wait ended: its moment or what it waited for has come, or its time is over. */
export const Woken = strictObject(() => ({ by: z.enum(['time', 'event', 'webhook', 'timeout']), output: Json }));
export const taskWoken = defineEvent('task.woken', () => Woken);
/** Everything in the run waits; it is out of memory until something of it is due. */
export const runParked = defineEvent('run.parked', () => z.strictObject({}));

/** What a call has used since the last such event of its attempt; of memory, the most so far. Budgets count what these say. */
export const taskUsed = defineEvent('task.used', () =>
  z.strictObject({ attempt: z.int().positive(), used: CallUsage }),
);

/** What went over its budget, and everything it had used by then. */
export const Excess = strictObject(() => ({
  resource: Resource,
  limit: z.number(),
  used: Usage,
  /** `summary`: an agent ends with what it has done. */
  response: z.enum(['abort', 'fallback', 'summary']),
}));
export type Excess = z.infer<typeof Excess>;
export const taskOverBudget = defineEvent('task.overBudget', () => Excess);
export const runOverBudget = defineEvent('run.overBudget', () => Excess);

/** What an expression that asks for the time or for chance was given; the seed of its random numbers. */
export const Drawn = strictObject(() => ({ now: z.int(), seed: z.int().min(0) }));
export type Drawn = z.infer<typeof Drawn>;
export const taskDrew = defineEvent('task.drew', () => Drawn);

/** `start`: it could not begin in time. `join`: those it waits for did not end in time. The others are of time limits and budgets. */
export const Limit = z.enum(['start', 'join', 'time', ...Resource.options]);
export type Limit = z.infer<typeof Limit>;
/** How many of the events that the run had made were not yet safe on disk: what follows from them did not begin before. */
const unsafe = z.int().positive().optional();
const LimitReached = strictObject(() => ({
  limit: Limit,
  used: Usage.optional(),
  /** Whose call was one too many. */
  by: TaskPath.optional(),
  /** Of `start`: what it stood in line for at that moment. */
  heldUpBy: HeldUpBy.optional(),
  unsafe,
}));
/** On record before anything that follows from it, so that a replay knows when it was. */
export const taskLimitReached = defineEvent('task.limitReached', () => LimitReached);
export const runLimitReached = defineEvent('run.limitReached', () => LimitReached);
/** Somebody stops the run; what goes on in it is being ended. */
export const runStopRequested = defineEvent('run.stopRequested', () => z.strictObject({ reason: z.string(), unsafe }));

/** What an attempt's pieces come to so far: texts in one, of others the last. `left`: characters before those of a long text. */
export const taskPartGiven = defineEvent('task.partGiven', () =>
  z.strictObject({ attempt: z.int().positive(), output: Json, left: z.int().positive().optional() }),
);

export const runStarted = defineEvent('run.started', () => z.strictObject({}));
/** It is kept whatever the policy about old runs says, or no longer. */
export const runPinned = defineEvent('run.pinned', () => z.strictObject({ isPinned: z.boolean() }));
/** What the fork keeps of the run it comes from stands before this; from here on it is a run like any other. */
export const runForked = defineEvent('run.forked', () => z.strictObject({ kept: z.int().min(0) }));
