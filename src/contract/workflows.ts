import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { RunId, TaskId, WorkflowId } from './ids.ts';
import { Json } from './json.ts';
import { Plan, PlanCheck } from './plan.ts';
import { Task } from './plan-task.ts';
import { Allowance, RunStatus, TaskStatus, WhenMissing } from './runs.ts';
import { WorkflowPart } from './workflow-run.ts';
import { strictObject } from './strict-object.ts';

/** A plan that is being built: it may have no tasks yet, and need not be one that can run. */
export const WorkflowDocument = Plan.extend({ tasks: z.array(Task).max(10_000) });
export type WorkflowDocument = z.infer<typeof WorkflowDocument>;

export const WorkflowSummary = strictObject(() => ({
  id: WorkflowId,
  title: z.string(),
  description: z.string().optional(),
  /** Of the draft, those inside others not counted. */
  tasks: z.int(),
  /** How often the draft was changed; what is saved says which one it was made from. */
  revision: z.int().positive(),
  /** The latest published version. */
  published: z.int().positive().optional(),
  /** The draft differs from it. */
  isChanged: z.boolean(),
  createdAt: z.int(),
  changedAt: z.int(),
  lastRun: z.strictObject({ runId: RunId, at: z.int(), status: RunStatus }).optional(),
  /** Nothing starts it by itself, whatever is published. */
  isOff: z.boolean(),
}));
export type WorkflowSummary = z.infer<typeof WorkflowSummary>;

export const Workflow = WorkflowSummary.extend({ document: WorkflowDocument });
export type Workflow = z.infer<typeof Workflow>;

/** A document that was kept: by publishing, or because another one was put in its place. */
export const WorkflowVersion = strictObject(() => ({
  number: z.int().positive(),
  at: z.int(),
  title: z.string(),
  tasks: z.int(),
  isPublished: z.boolean(),
}));
export type WorkflowVersion = z.infer<typeof WorkflowVersion>;

/** A workflow that comes with Heron, to begin with. */
export const WorkflowExample = strictObject(() => ({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  document: WorkflowDocument,
}));
export type WorkflowExample = z.infer<typeof WorkflowExample>;

/** What a task did when it was last done. */
export const LastOutput = strictObject(() => ({
  runId: RunId,
  at: z.int(),
  status: TaskStatus,
  /** Absent where it is too large to be shown here. */
  output: Json.optional(),
}));
export type LastOutput = z.infer<typeof LastOutput>;

/** What a text with expressions gives; or what is wrong with it, and at which character, counted from 0. */
export const TextPreview = z.union([
  strictObject(() => ({ value: Json })),
  strictObject(() => ({ problem: z.string(), at: z.int().min(0).optional() })),
]);
export type TextPreview = z.infer<typeof TextPreview>;

const Change = strictObject(() => ({ workflowId: WorkflowId, title: z.string(), revision: z.int().positive() }));

export const workflowCreated = defineEvent('workflow.created', () => Change);
export const workflowSaved = defineEvent('workflow.saved', () => Change);
export const workflowPublished = defineEvent('workflow.published', () =>
  Change.extend({ version: z.int().positive() }),
);
/** An older version is the draft again. */
export const workflowRestored = defineEvent('workflow.restored', () => Change.extend({ version: z.int().positive() }));
export const workflowRemoved = defineEvent('workflow.removed', () => Change);
/** It was removed, and is there again. */
export const workflowRecovered = defineEvent('workflow.recovered', () => Change);

/** Nothing starts it by itself any more; or again. */
export const workflowSwitched = defineEvent('workflow.switched', () => Change.extend({ isOff: z.boolean() }));

const One = strictObject(() => ({ workflowId: WorkflowId }));
const Based = One.extend({
  /** The revision that the change was made from. If the draft is another one by now: `conflict`, with the draft in `details`. */
  baseRevision: z.int().positive(),
});

/** The draft, or the version that was published last. */
export const WorkflowState = z.enum(['draft', 'published']);
export type WorkflowState = z.infer<typeof WorkflowState>;

export const workflows = {
  list: oc
    .route({ method: 'GET', path: '/workflows', summary: 'List workflows, the latest changed first' })
    .output(z.array(WorkflowSummary)),
  /** Errors: `not-found`. */
  get: oc
    .route({ method: 'GET', path: '/workflows/{workflowId}', summary: 'Read a workflow' })
    .input(One)
    .output(Workflow),
  create: oc
    .route({ method: 'POST', path: '/workflows', summary: 'Make a workflow of a plan' })
    .input(strictObject(() => ({ document: WorkflowDocument })))
    .output(Workflow),
  /** Errors: `conflict` with `details.workflow`, what is there now; then nothing was saved. */
  save: oc
    .route({ method: 'PUT', path: '/workflows/{workflowId}', summary: 'Save the draft of a workflow' })
    .input(Based.extend({ document: WorkflowDocument }))
    .output(Workflow),
  rename: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/rename', summary: 'Give a workflow another title' })
    .input(One.extend({ title: z.string().min(1).max(300) }))
    .output(Workflow),
  duplicate: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/duplicate', summary: 'Make another workflow like one' })
    .input(One)
    .output(Workflow),
  remove: oc
    .route({ method: 'DELETE', path: '/workflows/{workflowId}', summary: 'Remove a workflow; its runs stay' })
    .input(One)
    .output(strictObject(() => ({}))),
  recover: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/recover', summary: 'Bring a removed workflow back' })
    .input(One)
    .output(Workflow),
  /** Errors: `invalid-plan` with what keeps it from running; `conflict` as of `save`. */
  publish: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/publish', summary: 'Publish the draft of a workflow' })
    .input(Based)
    .output(Workflow),
  /** Its triggers, and schedules that were made of it, start nothing while it is off. */
  switch: oc
    .route({
      method: 'POST',
      path: '/workflows/{workflowId}/switch',
      summary: 'Let nothing start a workflow by itself, or again',
    })
    .input(One.extend({ isOff: z.boolean() }))
    .output(Workflow),
  versions: oc
    .route({ method: 'GET', path: '/workflows/{workflowId}/versions', summary: 'List versions, the newest first' })
    .input(One)
    .output(z.array(WorkflowVersion)),
  version: oc
    .route({ method: 'GET', path: '/workflows/{workflowId}/versions/{number}', summary: 'Read a version' })
    .input(One.extend({ number: z.coerce.number().int().positive() }))
    .output(strictObject(() => ({ version: WorkflowVersion, document: WorkflowDocument }))),
  /** A draft that is in no version becomes one first. */
  restore: oc
    .route({
      method: 'POST',
      path: '/workflows/{workflowId}/restore',
      summary: 'Make an older version the draft again',
    })
    .input(One.extend({ number: z.int().positive() }))
    .output(Workflow),
  /**
   * Errors: `invalid-plan` with every issue; `conflict` where a task would need what another has not given yet; `not-found` for a
   * scenario or a task that is not there.
   */
  run: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/run', summary: 'Run a workflow, or a part of it' })
    .input(
      One.extend({
        state: WorkflowState.default('draft'),
        part: WorkflowPart.optional(),
        /** The name of one of its scenarios: what is pinned in it is not done. */
        scenario: z.string().optional(),
        /** Instead of fields of the plan's own `input`. */
        input: z.record(z.string(), Json).optional(),
        unattended: z.boolean().default(false),
        whenMissing: WhenMissing.default('fail'),
        allow: Allowance.optional(),
      }),
    )
    .output(strictObject(() => ({ runId: RunId }))),
  /** By task, whichever run it was last done in. */
  outputs: oc
    .route({ method: 'GET', path: '/workflows/{workflowId}/outputs', summary: 'What the tasks gave last time' })
    .input(One)
    .output(z.record(TaskId, LastOutput)),
  /** The plan's check, and what only a person who builds wants to know. */
  check: oc
    .route({ method: 'POST', path: '/workflows/check', summary: 'Check a plan that is being built' })
    .input(strictObject(() => ({ document: WorkflowDocument })))
    .output(PlanCheck),
  /** Of a text of an input, with what the tasks gave last time. `isExpression`: there are no braces around it. */
  preview: oc
    .route({ method: 'POST', path: '/workflows/{workflowId}/preview', summary: 'What a text with expressions gives' })
    .input(
      One.extend({
        text: z.string().max(10_000),
        isExpression: z.boolean().default(false),
        /** What it sees besides: `item`, `input` … */
        names: z.record(z.string(), Json).default({}),
      }),
    )
    .output(TextPreview),
  export: oc
    .route({ method: 'GET', path: '/workflows/{workflowId}/file', summary: 'A workflow as a file' })
    .input(One.extend({ state: WorkflowState.default('draft') }))
    .output(strictObject(() => ({ name: z.string(), text: z.string() }))),
  /** A plan file is one as well. Errors: `invalid-input` with each issue; then nothing was made. */
  import: oc
    .route({ method: 'POST', path: '/workflows/import', summary: 'Make a workflow of a file' })
    .input(strictObject(() => ({ text: z.string().max(5_000_000) })))
    .output(Workflow),
  examples: oc
    .route({ method: 'GET', path: '/workflows/examples', summary: 'Workflows to begin with' })
    .output(z.array(WorkflowExample)),
};
