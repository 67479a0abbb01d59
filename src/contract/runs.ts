import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { ConversationId, RunId, TaskId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { Risk } from './manifest.ts';
import { Capability, PermissionNeed } from './permission-need.ts';
import { Plan, PlanSource } from './plan.ts';
import { ElevatedMode } from './policy.ts';

export const RunStatus = z.enum(['waiting', 'running', 'completed', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof RunStatus>;

export const TaskStatus = z.enum([
  'waiting',
  'running',
  'completed',
  'failed',
  'cancelled',
  'skipped',
  'blocked',
  'uncertain',
]);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** What becomes of an unattended run that lacks a permission: it fails, or its question waits for somebody. */
export const WhenMissing = z.enum(['fail', 'wait']);
export type WhenMissing = z.infer<typeof WhenMissing>;

export const RunSummary = z.strictObject({
  id: RunId,
  title: z.string(),
  status: RunStatus,
  source: PlanSource,
  conversationId: ConversationId.optional(),
  createdAt: z.int(),
  endedAt: z.int().optional(),
  tasks: z.strictObject({ total: z.int(), completed: z.int(), failed: z.int() }),
  undone: z.boolean(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** What a worker must know before it can go on. With choices, the answer is one of them. */
export const TaskQuestion = z.strictObject({
  text: z.string().min(1).max(2000),
  choices: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
});
export type TaskQuestion = z.infer<typeof TaskQuestion>;

export const TaskState = z.strictObject({
  id: TaskId,
  status: TaskStatus,
  attempt: z.int(),
  input: JsonObject.optional(),
  output: Json.optional(),
  error: Failure.optional(),
  says: z.string().optional(),
  /** While it is blocked. */
  question: TaskQuestion.optional(),
  /** The last the person answered; the next attempt works with it. */
  answer: z.string().optional(),
  startedAt: z.int().optional(),
  endedAt: z.int().optional(),
});
export type TaskState = z.infer<typeof TaskState>;

/** A run: the fold of its durable events (see run-state.ts). */
export const Run = z.strictObject({
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
});
export type Run = z.infer<typeof Run>;

/** What a run did to one file. `before` and `after` say whether content exists; text diffs are unified diffs. */
export const FileChange = z.strictObject({
  path: z.string(),
  kind: z.enum(['created', 'replaced', 'moved', 'deleted', 'folder-created']),
  movedTo: z.string().optional(),
  taskId: TaskId,
  bytesBefore: z.int().optional(),
  bytesAfter: z.int().optional(),
  diff: z.string().optional(),
  undone: z.boolean(),
});
export type FileChange = z.infer<typeof FileChange>;

export const UndoReport = z.strictObject({
  restored: z.array(z.string()),
  /** Left as they are, because something changed them after the run. */
  conflicts: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});
export type UndoReport = z.infer<typeof UndoReport>;

/** A path that undoing would put back, and what happened to it. */
export const UndonePath = FileChange.pick({ path: true, kind: true, movedTo: true });
export type UndonePath = z.infer<typeof UndonePath>;

/** A task whose effect nothing can take back. */
export const LastingTask = z.strictObject({ taskId: TaskId, title: z.string(), risk: Risk });
export type LastingTask = z.infer<typeof LastingTask>;

/** What undoing a run would do, as things stand now. */
export const UndoPreview = z.strictObject({
  restorable: z.array(UndonePath),
  /** Would be left as they are. */
  conflicts: UndoReport.shape.conflicts,
  /** What the run did that cannot be undone. */
  lasting: z.array(LastingTask),
});
export type UndoPreview = z.infer<typeof UndoPreview>;

export const runCreated = defineEvent(
  'run.created',
  z.strictObject({ plan: Plan, source: PlanSource, unattended: z.boolean(), whenMissing: WhenMissing.optional() }),
);
export const runStarted = defineEvent('run.started', z.strictObject({}));
/** The engine came back and took the run up again; the tasks named are attempted once more. */
export const runResumed = defineEvent('run.resumed', z.strictObject({ repeated: z.array(TaskId) }));
export const runCompleted = defineEvent('run.completed', z.strictObject({}));
export const runFailed = defineEvent('run.failed', z.strictObject({ error: Failure }));
export const runCancelled = defineEvent('run.cancelled', z.strictObject({ reason: z.string() }));
export const runUndone = defineEvent('run.undone', z.strictObject({ report: UndoReport }));
export const taskStarted = defineEvent(
  'task.started',
  z.strictObject({
    attempt: z.int().positive(),
    input: JsonObject,
    idempotencyKey: z.string(),
    /** What was mended of the input before it ran, in words. */
    repairs: z.array(z.string()).optional(),
  }),
);
/** Ephemeral progress: "I go on". */
export const taskProgressed = defineEvent(
  'task.progressed',
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
export const StreamMessage = z.strictObject({
  type: z.enum(['partial', 'end']),
  taskId: TaskId,
  attempt: z.int().positive(),
  number: z.int().positive(),
  /** A piece of the result as the action defines it; null with the end. */
  data: Json,
});
export type StreamMessage = z.infer<typeof StreamMessage>;
/** Ephemeral: who comes late gets the final output only. */
export const taskStreamed = defineEvent('task.streamed', StreamMessage, { ephemeral: true });
export const taskCompleted = defineEvent(
  'task.completed',
  z.strictObject({ attempt: z.int().positive(), output: Json, says: z.string() }),
);
export const taskFailed = defineEvent('task.failed', z.strictObject({ attempt: z.int().positive(), error: Failure }));
/** It failed of something that passes, and is attempted again after the delay. */
export const taskRetried = defineEvent(
  'task.retried',
  z.strictObject({ attempt: z.int().positive(), error: Failure, delayMs: z.number() }),
);
export const taskSkipped = defineEvent('task.skipped', z.strictObject({ reason: z.string() }));
export const taskCancelled = defineEvent('task.cancelled', z.strictObject({ reason: z.string() }));
/** The worker stopped with a question: the ball is the person's. Waits for `runs.answer`, then another attempt is made. */
export const taskBlocked = defineEvent(
  'task.blocked',
  z.strictObject({ attempt: z.int().positive(), question: TaskQuestion }),
);
export const taskAnswered = defineEvent('task.answered', z.strictObject({ answer: z.string() }));
/** Interrupted in an action that is not repeatable; waits for `runs.resolve`. */
export const taskUncertain = defineEvent('task.uncertain', z.strictObject({ attempt: z.int().positive() }));
export const taskResolved = defineEvent(
  'task.resolved',
  z.strictObject({ decision: z.enum(['retry', 'skip', 'abort']) }),
);

const One = z.strictObject({ runId: RunId });

/** Why a run was cancelled when nobody gives another reason. */
export const stoppedByPerson = 'stopped by the person';

/** Permissions given with the call that starts a run: everything the plan needs, or a list. */
export const Allowance = z.union([
  z.literal('plan'),
  z.array(z.strictObject({ capability: Capability, target: z.string().min(1) })),
]);
export type Allowance = z.infer<typeof Allowance>;

export const runs = {
  start: oc
    .route({ method: 'POST', path: '/runs', summary: 'Run a plan' })
    .input(
      z.strictObject({
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
      }),
    )
    .output(z.strictObject({ runId: RunId })),
  list: oc
    .route({ method: 'GET', path: '/runs', summary: 'List runs, newest first' })
    .input(
      z.strictObject({
        status: RunStatus.optional(),
        conversationId: ConversationId.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(z.array(RunSummary)),
  get: oc.route({ method: 'GET', path: '/runs/{runId}', summary: 'Read a run' }).input(One).output(Run),
  cancel: oc
    .route({ method: 'POST', path: '/runs/{runId}/cancel', summary: 'Stop a run and everything it started' })
    .input(One.extend({ reason: z.string().default(stoppedByPerson) }))
    .output(z.strictObject({})),
  resolve: oc
    .route({ method: 'POST', path: '/runs/{runId}/resolve', summary: 'Decide what happens to an uncertain task' })
    .input(One.extend({ taskId: TaskId, decision: z.enum(['retry', 'skip', 'abort']) }))
    .output(z.strictObject({})),
  answer: oc
    .route({ method: 'POST', path: '/runs/{runId}/answer', summary: 'Answer the question a task stopped with' })
    .input(One.extend({ taskId: TaskId, answer: z.string().min(1).max(10_000) }))
    .output(z.strictObject({})),
  changes: oc
    .route({ method: 'GET', path: '/runs/{runId}/changes', summary: 'What a run did to files, with diffs' })
    .input(One)
    .output(z.array(FileChange)),
  previewUndo: oc
    .route({ method: 'GET', path: '/runs/{runId}/undo', summary: 'What undoing a run would do; changes nothing' })
    .input(One)
    .output(UndoPreview),
  undo: oc
    .route({ method: 'POST', path: '/runs/{runId}/undo', summary: 'Put every file back as it was before the run' })
    .input(One)
    .output(UndoReport),
  /** What the run still needs and nobody has granted. */
  missing: oc
    .route({ method: 'GET', path: '/runs/{runId}/missing', summary: 'Permissions a run lacks' })
    .input(One)
    .output(z.array(PermissionNeed)),
};
