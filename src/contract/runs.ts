import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { SpawnedBy } from './agents.ts';
import { OpenedFrom } from './bundles.ts';
import { CompensationState } from './compensations.ts';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { FieldChange, Forked, ReplayProgress, ReplayReport, RunOrigin } from './forks.ts';
import { ActionRef, ConversationId, RunId, TaskId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { Capability, PermissionNeed } from './permission-need.ts';
import { Plan, PlanSource } from './plan.ts';
import { ElevatedMode } from './policy.ts';
import { Awaited, Excess, ListPlace, Waited, Woken } from './plan-events.ts';
import { strictObject } from './strict-object.ts';
import { Surface } from './surfaces.ts';
import { TaskPath } from './task-path.ts';
import { HandedOver } from './error-workflows.ts';
import { RunTrigger } from './triggers.ts';
import { FileChange, UndoPreview, UndoReport } from './undo.ts';
import { CallUsage, Estimate } from './usage.ts';
import { RunWebhooks } from './webhooks.ts';
import { RunWorkflow } from './workflow-run.ts';

export const RunStatus = z.enum(['waiting', 'running', 'completed', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof RunStatus>;

export const TaskStatus = z.enum([...RunStatus.options, 'skipped', 'blocked', 'uncertain']);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** What becomes of an unattended run that lacks a permission: it fails, or its question waits for somebody. */
export const WhenMissing = z.enum(['fail', 'wait']);
export type WhenMissing = z.infer<typeof WhenMissing>;

export const RunSummary = strictObject(() => ({
  id: RunId,
  title: z.string(),
  status: RunStatus,
  source: PlanSource,
  conversationId: ConversationId.optional(),
  createdAt: z.int(),
  endedAt: z.int().optional(),
  tasks: z.strictObject({ total: z.int(), completed: z.int(), failed: z.int() }),
  undone: z.boolean(),
  /** Of one that is under way: its steps that wait for a person's word, by path. Absent when none does. */
  asks: z.array(TaskPath).optional(),
  /** Kept whatever the policy about old runs says. */
  pinned: z.literal(true).optional(),
  /** The trace of what began it. */
  traceId: z.string().optional(),
  /** The run that it is a fork of. */
  origin: RunId.optional(),
  /** By all its calls so far; absent when nobody reported or measured anything. */
  used: CallUsage.optional(),
  /** It was opened from a bundle: it can be looked at, replayed and forked. */
  opened: OpenedFrom.optional(),
}));
export type RunSummary = z.infer<typeof RunSummary>;

/** What a worker must know before it can go on. With choices, the answer is one of them. */
export const TaskQuestion = strictObject(() => ({
  text: z.string().min(1).max(2000),
  choices: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
}));
export type TaskQuestion = z.infer<typeof TaskQuestion>;

/** How far a task with others inside is: of `total` items, iterations or tasks, where that is known. */
export const TaskProgress = strictObject(() => ({
  total: z.int().min(0).optional(),
  done: z.int().min(0),
  /** Of those done, the ones that failed. */
  failed: z.int().min(0),
}));
export type TaskProgress = z.infer<typeof TaskProgress>;

export const TaskState = strictObject(() => ({
  id: TaskPath,
  status: TaskStatus,
  attempt: z.int(),
  /** Of a call that an agent made. */
  action: ActionRef.optional(),
  input: JsonObject.optional(),
  output: Json.optional(),
  error: Failure.optional(),
  says: z.string().optional(),
  /** What it has sent of its result, as far as that is on record; the output takes its place. */
  part: Json.optional(),
  /** While it is blocked. */
  question: TaskQuestion.optional(),
  /** The last the person answered; the next attempt works with it. */
  answer: z.string().optional(),
  startedAt: z.int().optional(),
  endedAt: z.int().optional(),
  progress: TaskProgress.optional(),
  /** Of a switch: the case that was met. */
  case: z.union([z.int(), z.enum(['otherwise', 'none'])]).optional(),
  /** Of an agent's step: the place in the log of what the model answered. */
  answered: z.int().optional(),
  /** Of a list to go over; `seq` is the place in the log of the event that says so. */
  list: ListPlace.extend({ seq: z.int() }).optional(),
  /** While it is parked. */
  awaited: Awaited.optional(),
  /** How a wait ended. */
  woken: Woken.optional(),
  /** What the person decided of its failure: retry, skip or abort. */
  decision: z.string().optional(),
  /** After a failure that other tasks make good. */
  caught: z.enum(['recover', 'fallback']).optional(),
  /** By all attempts at it, and at what is inside it. */
  used: CallUsage.optional(),
  /** Attempts that failed and were followed by another; those an engine's end cut off are none of them. */
  failures: z.int().optional(),
  /** Of a fork: the run in which it was done. */
  keptFrom: RunId.optional(),
  /** When the next attempt is due. */
  retryAt: z.int().optional(),
  /** What would take its effect back, or has. */
  compensation: CompensationState.optional(),
  /** Tasks inside that wait for a person. */
  asks: z.array(z.strictObject({ taskId: TaskPath, question: TaskQuestion.optional() })).optional(),
}));
export type TaskState = z.infer<typeof TaskState>;

/** A run: the fold of its durable events (see run-state.ts). */
export const Run = strictObject(() => ({
  id: RunId,
  status: RunStatus,
  plan: Plan,
  source: PlanSource,
  conversationId: ConversationId.optional(),
  /** Nobody is there to ask. */
  unattended: z.boolean(),
  /** If it is unattended; absent: `fail`. */
  whenMissing: WhenMissing.optional(),
  tasks: z.record(TaskId, TaskState),
  error: Failure.optional(),
  createdAt: z.int(),
  endedAt: z.int().optional(),
  undone: z.boolean(),
  /** Why it stands still at the moment: Heron could not write down what happens. */
  stalled: Failure.optional(),
  /** Everything in it waits, and it is out of memory. */
  isParked: z.literal(true).optional(),
  pinned: z.literal(true).optional(),
  traceId: z.string().optional(),
  /** It is being undone. */
  undoing: z.boolean().optional(),
  /** Of a fork. */
  origin: RunOrigin.optional(),
  /** It was opened from a bundle. */
  opened: OpenedFrom.optional(),
  /** If its plan waits for calls. */
  webhooks: RunWebhooks.optional(),
  /** What started it, if no person did. */
  trigger: RunTrigger.optional(),
  workflow: RunWorkflow.optional(),
  /** The error workflow that was told that it failed. */
  handedOver: HandedOver.optional(),
  /** Of a run that an agent spawned. */
  spawnedBy: SpawnedBy.optional(),
  /** What went over the plan's budget. */
  overBudget: Excess.optional(),
  /** By all its calls so far. */
  used: CallUsage.optional(),
  /** What its calls were declared to cost, before it began. */
  estimate: Estimate.optional(),
  /** The last event of the log that is in it. */
  seq: z.int().optional(),
}));
export type Run = z.infer<typeof Run>;

export const runCreated = defineEvent('run.created', () =>
  z.strictObject({
    plan: Plan,
    source: PlanSource,
    unattended: z.boolean(),
    whenMissing: WhenMissing.optional(),
    origin: RunOrigin.omit({ kept: true }).optional(),
    estimate: Estimate.optional(),
    webhooks: RunWebhooks.optional(),
    trigger: RunTrigger.optional(),
    /** `surface`: where it was asked for, if nothing else started it. */
    ...{ workflow: RunWorkflow.optional(), spawnedBy: SpawnedBy.optional(), surface: Surface.optional() },
  }),
);
/** The engine came back and took the run up again; the tasks named are attempted once more. */
export const runResumed = defineEvent('run.resumed', () => z.strictObject({ repeated: z.array(TaskPath) }));
export const runCompleted = defineEvent('run.completed', () => z.strictObject({}));
export const runFailed = defineEvent('run.failed', () => z.strictObject({ error: Failure }));
export const runCancelled = defineEvent('run.cancelled', () => z.strictObject({ reason: z.string() }));
/** Ephemeral: the log cannot be written, so the run stands still. It goes on by itself; then comes `run.resumed`. */
export const runStalled = defineEvent('run.stalled', () => z.strictObject({ error: Failure }), { ephemeral: true });
export const runUndone = defineEvent('run.undone', () => z.strictObject({ report: UndoReport }));
export const taskStarted = defineEvent('task.started', () =>
  z.strictObject({
    attempt: z.int().positive(),
    input: JsonObject,
    idempotencyKey: z.string(),
    /** Where the plan does not say it: an agent's calls. */
    action: ActionRef.optional(),
    /** What was mended of the input before it ran, in words. */
    repairs: z.array(z.string()).optional(),
    waited: z.array(Waited).optional(),
  }),
);
/** Ephemeral progress: "I go on". */
export const taskProgressed = defineEvent(
  'task.progressed',
  () =>
    z.strictObject({
      percent: z.number().min(0).max(100).optional(),
      text: z.string().optional(),
    }),
  { ephemeral: true },
);
/**
 * The one envelope in which every worker speaks while it works: its partial results in order, then one `end`, whether
 * it succeeds or not. `number` counts from 1 in each attempt, so who misses one sees the gap; what was lost is not sent
 * again, because the task's output, which comes after the end, has the whole.
 */
export const StreamMessage = strictObject(() => ({
  type: z.enum(['partial', 'end']),
  taskId: TaskPath,
  attempt: z.int().positive(),
  number: z.int().positive(),
  /** A piece of the result as the action defines it; null with the end. */
  data: Json,
}));
export type StreamMessage = z.infer<typeof StreamMessage>;
/** Ephemeral: who comes late gets the final output only. */
export const taskStreamed = defineEvent('task.streamed', () => StreamMessage, { ephemeral: true });
export const taskCompleted = defineEvent('task.completed', () =>
  z.strictObject({
    attempt: z.int().positive(),
    output: Json,
    says: z.string(),
    /** It was done in this run, and is not done again. */
    keptFrom: RunId.optional(),
  }),
);
export const taskFailed = defineEvent('task.failed', () =>
  z.strictObject({ attempt: z.int().positive(), error: Failure }),
);
/** With an error: it failed, and the plan, or the person, goes on without it. */
export const taskSkipped = defineEvent('task.skipped', () =>
  z.strictObject({ reason: z.string(), error: Failure.optional(), keptFrom: RunId.optional() }),
);
export const taskCancelled = defineEvent('task.cancelled', () => z.strictObject({ reason: z.string() }));
/**
 * The worker stopped with a question, the plan asks for a word, or, with an error, what is to be done about a failure: the
 * ball is the person's. Waits for `runs.answer`.
 */
export const taskBlocked = defineEvent('task.blocked', () =>
  z.strictObject({ attempt: z.int().positive(), question: TaskQuestion, error: Failure.optional() }),
);
export const taskAnswered = defineEvent('task.answered', () => z.strictObject({ answer: z.string() }));
/** Interrupted in an action that is not repeatable; waits for `runs.resolve`. */
export const taskUncertain = defineEvent('task.uncertain', () => z.strictObject({ attempt: z.int().positive() }));
export const taskResolved = defineEvent('task.resolved', () =>
  z.strictObject({ decision: z.enum(['retry', 'skip', 'abort']) }),
);

const One = strictObject(() => ({ runId: RunId }));

/** Why a run was cancelled when nobody gives another reason. */
export const stoppedByPerson = 'stopped by the person';

/** A task inside another one, as it stands in the table of such tasks. */
export const RunItem = TaskState.omit({ awaited: true, woken: true, list: true });
export type RunItem = z.infer<typeof RunItem>;

/** Permissions given with the call that starts a run: everything the plan needs, or a list. */
export const Allowance = z.union([
  z.literal('plan'),
  z.array(strictObject(() => ({ capability: Capability, target: z.string().min(1) }))),
]);
export type Allowance = z.infer<typeof Allowance>;

export const runs = {
  start: oc
    .route({ method: 'POST', path: '/runs', summary: 'Run a plan' })
    .input(
      strictObject(() => ({
        plan: Plan,
        source: PlanSource.default('person'),
        conversationId: ConversationId.optional(),
        baseFolder: z.string().optional(),
        unattended: z.boolean().default(false),
        /** `wait`: what an unattended run lacks is asked for in the inbox, and the run goes on with the answer. */
        whenMissing: WhenMissing.default('fail'),
        allow: Allowance.optional(),
        /** For this run alone; else what its conversation or the default says. */
        elevated: ElevatedMode.optional(),
      })),
    )
    .output(strictObject(() => ({ runId: RunId }))),
  list: oc
    .route({ method: 'GET', path: '/runs', summary: 'List runs, newest first' })
    .input(
      strictObject(() => ({
        status: RunStatus.optional(),
        conversationId: ConversationId.optional(),
        /** Only forks of this run. */
        origin: RunId.optional(),
        /** Words that all have to occur in the title, as parts of words too. */
        words: z.string().max(200).optional(),
        /** Those that only looked for a schedule whether there is something new are left out. */
        polls: z.enum(['with', 'without']).default('without'),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      })),
    )
    .output(z.array(RunSummary)),
  get: oc.route({ method: 'GET', path: '/runs/{runId}', summary: 'Read a run' }).input(One).output(Run),
  /** The tasks inside a task, in order: items, iterations, or the tasks of a group by their ids. */
  items: oc
    .route({ method: 'GET', path: '/runs/{runId}/items', summary: 'List what is inside a task of a run' })
    .input(
      One.extend({
        inside: TaskPath,
        status: TaskStatus.optional(),
        /** The path of the last one seen. */
        after: TaskPath.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(strictObject(() => ({ items: z.array(RunItem), hasMore: z.boolean() }))),
  cancel: oc
    .route({ method: 'POST', path: '/runs/{runId}/cancel', summary: 'Stop a run and everything it started' })
    .input(One.extend({ reason: z.string().default(stoppedByPerson) }))
    .output(strictObject(() => ({}))),
  resolve: oc
    .route({ method: 'POST', path: '/runs/{runId}/resolve', summary: 'Decide what happens to an uncertain task' })
    .input(One.extend({ taskId: TaskPath, decision: z.enum(['retry', 'skip', 'abort']) }))
    .output(strictObject(() => ({}))),
  answer: oc
    .route({ method: 'POST', path: '/runs/{runId}/answer', summary: 'Answer the question a task stopped with' })
    .input(One.extend({ taskId: TaskPath, answer: z.string().min(1).max(10_000) }))
    .output(strictObject(() => ({}))),
  /**
   * A new run of the same plan that begins with a task: what does not come after the task is kept as it was, the rest is done anew.
   * `set` changes fields of the task's input. Of a run that waits the task must have ended; that run waits on. Errors: `invalid-input` with
   * `details.issues`, by field; `conflict` while the run is at work; then there is no new run.
   */
  fork: oc
    .route({ method: 'POST', path: '/runs/{runId}/fork', summary: 'Run again from a task on, with a changed input' })
    .input(
      One.extend({
        from: TaskPath,
        set: z.array(FieldChange).max(100).default([]),
        unattended: z.boolean().default(false),
        whenMissing: WhenMissing.default('fail'),
        allow: Allowance.optional(),
      }),
    )
    .output(Forked),
  /** Nothing happens but the comparison: no worker is called. */
  replay: oc
    .route({
      method: 'POST',
      path: '/runs/{runId}/replay',
      summary: 'Execute a run once more from its log, and compare',
    })
    .input(One)
    .output(ReplayReport),
  /** The same, telling how far it is; the last piece has the report. Whoever stops reading ends it. */
  followReplay: oc
    .route({ method: 'GET', path: '/runs/{runId}/replay', summary: 'Execute a run once more, telling how far it is' })
    .input(One)
    .output(eventIterator(ReplayProgress)),
  changes: oc
    .route({ method: 'GET', path: '/runs/{runId}/changes', summary: 'What a run did to files, with diffs' })
    .input(One)
    .output(z.array(FileChange)),
  /** Shows a file that the run made or changed in the system's own window for files. Errors: `not-found`, `unsupported` where there is no such window. */
  showFile: oc
    .route({ method: 'POST', path: '/runs/{runId}/changes/show', summary: 'Show a file of a run in its folder' })
    .input(One.extend({ path: z.string().min(1).max(4096) }))
    .output(strictObject(() => ({}))),
  previewUndo: oc
    .route({ method: 'GET', path: '/runs/{runId}/undo', summary: 'What undoing a run would do; changes nothing' })
    .input(One)
    .output(UndoPreview),
  undo: oc
    .route({ method: 'POST', path: '/runs/{runId}/undo', summary: 'Put every file back as it was before the run' })
    .input(One)
    .output(UndoReport),
  pin: oc
    .route({ method: 'PUT', path: '/runs/{runId}/pin', summary: 'Keep a run, whatever the policy about old runs says' })
    .input(One.extend({ isPinned: z.boolean() }))
    .output(strictObject(() => ({}))),
  /** What the run still needs and nobody has granted. */
  missing: oc
    .route({ method: 'GET', path: '/runs/{runId}/missing', summary: 'Permissions a run lacks' })
    .input(One)
    .output(z.array(PermissionNeed)),
};
