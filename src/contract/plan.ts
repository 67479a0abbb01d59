import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Canvas } from './canvas.ts';
import { defineEvent } from './event.ts';
import { Failure } from './errors.ts';
import { ActionRef, OpenedPlanId, WorkflowId } from './ids.ts';
import { JsonObject } from './json.ts';
import { Risk } from './manifest.ts';
import { PermissionNeed } from './permission-need.ts';
import { Budget, Task } from './plan-task.ts';
import { Scenario } from './scenarios.ts';
import { ScheduleTime } from './time/schedule-time.ts';
import { strictObject } from './strict-object.ts';
import { Thinking } from './thinking.ts';
import { TaskPath } from './task-path.ts';
import { Estimate } from './usage.ts';
import { WorkflowTrigger } from './workflow-triggers.ts';

export const Plan = strictObject(() => ({
  version: z.literal(1),
  title: z.string().min(1).max(300),
  /** What its tasks see as `input`. */
  input: JsonObject.optional(),
  tasks: z.array(Task).min(1).max(10_000),
  /** Of the whole run. */
  budget: Budget.optional(),
  /** `undo`: when the run fails, it is undone at once, as `heron undo` does. */
  onFailure: z.literal('undo').optional(),
  /** The workflow that runs when this one fails with nobody there; `none`: not even the usual one of the settings. */
  errorWorkflow: z.union([WorkflowId, z.literal('none')]).optional(),
  /** What starts it by itself, once it is published as a workflow. */
  triggers: z.array(WorkflowTrigger).max(100).optional(),
  /** What it is tried with. Nothing of it is carried out, but where a run names one. */
  scenarios: z.array(Scenario).max(100).optional(),
  /** How it is drawn in the workflow builder. */
  canvas: Canvas.optional(),
}));
export type Plan = z.infer<typeof Plan>;

/** What is wrong with a plan and where: `path` is like `tasks.1.input.source`. */
export const PlanIssue = strictObject(() => ({
  path: z.string(),
  message: z.string(),
  /** A field of the plan's input that is named there, and neither stands in the input nor is given by a trigger. */
  undeclared: z.string().optional(),
}));
export type PlanIssue = z.infer<typeof PlanIssue>;

/** What a person is shown of a task before it runs. */
export const TaskPreview = strictObject(() => ({
  /** Inside of others, its place in the plan: `resize/copy`. */
  taskId: TaskPath,
  title: z.string(),
  action: ActionRef,
  risk: Risk,
  /** Its effect goes past the journal of files: undoing the run leaves it. */
  isPastUndo: z.literal(true).optional(),
  /** Targets that depend on earlier results are not known yet and are asked for when they are. */
  needs: z.array(PermissionNeed),
}));
export type TaskPreview = z.infer<typeof TaskPreview>;

export const PlanCheck = strictObject(() => ({
  issues: z.array(PlanIssue),
  /** What keeps no plan from running, and is worth knowing before: a budget below what its calls are declared to cost. */
  warnings: z.array(PlanIssue),
  preview: z.array(TaskPreview),
  estimate: Estimate.optional(),
}));
export type PlanCheck = z.infer<typeof PlanCheck>;

/** `agent`: it was spawned by another run. */
export const PlanSource = z.enum(['rules', 'model', 'person', 'agent']);
export type PlanSource = z.infer<typeof PlanSource>;

/** The planner's answer: a plan, or help for a sentence nobody understands. */
export const Proposal = z.discriminatedUnion('kind', [
  strictObject(() => ({
    kind: z.literal('plan'),
    plan: Plan,
    by: PlanSource,
    preview: z.array(TaskPreview),
    estimate: Estimate.optional(),
    thinking: Thinking.optional(),
  })),
  strictObject(() => ({
    kind: z.literal('help'),
    message: z.string(),
    nearPhrases: z.array(z.string()),
    thinking: Thinking.optional(),
  })),
]);
export type Proposal = z.infer<typeof Proposal>;

/** A plan file that somebody opened to look at it. Nothing of it has run. */
export const OpenedPlan = strictObject(() => ({
  id: OpenedPlanId,
  /** Of the file, without its folder. */
  name: z.string(),
  /** What is in the file; `issues` say whether it is a plan. */
  plan: z.unknown(),
  /** What relative paths are relative to. */
  baseFolder: z.string().optional(),
  ...PlanCheck.shape,
}));
export type OpenedPlan = z.infer<typeof OpenedPlan>;

export const planProposed = defineEvent('plan.proposed', () =>
  z.strictObject({
    text: z.string(),
    plan: Plan,
    by: PlanSource,
    /** It is shown, and runs only when the person says so. */
    isHeld: z.literal(true).optional(),
    /** The person changed what was shown before. */
    isRevised: z.literal(true).optional(),
    /** It is to start by itself then; `text` is what the sentence says to do. */
    schedule: z.strictObject({ time: ScheduleTime, text: z.string() }).optional(),
    /** What the model thought that made it; of one that is held its message has that. */
    thinking: Thinking.optional(),
  }),
);
/** The model gave no usable plan, so the rules were asked. */
export const plannerFellBack = defineEvent('planner.fellBack', () =>
  z.strictObject({ text: z.string(), error: Failure }),
);

export const plans = {
  /** Turns a sentence into a plan without running it. `baseFolder` is what relative paths are relative to. */
  make: oc
    .route({ method: 'POST', path: '/plans/make', summary: 'Turn a sentence into a plan' })
    .input(strictObject(() => ({ text: z.string().min(1).max(10_000), baseFolder: z.string().optional() })))
    .output(Proposal),
  validate: oc
    .route({ method: 'POST', path: '/plans/validate', summary: 'Check a plan without running it' })
    .input(strictObject(() => ({ plan: z.unknown(), baseFolder: z.string().optional() })))
    .output(PlanCheck),
  /** Lays a plan out to be looked at in the window; it does not run. The last twenty are remembered until Heron ends. */
  open: oc
    .route({ method: 'POST', path: '/plans/opened', summary: 'Lay a plan out to be looked at' })
    .input(
      strictObject(() => ({
        name: z.string().min(1).max(255),
        plan: z.unknown(),
        baseFolder: z.string().max(4096).optional(),
      })),
    )
    .output(strictObject(() => ({ id: OpenedPlanId }))),
  /** Checked anew at each call. Errors: `not-found`. */
  opened: oc
    .route({ method: 'GET', path: '/plans/opened/{id}', summary: 'Read a plan that was laid out' })
    .input(strictObject(() => ({ id: OpenedPlanId })))
    .output(OpenedPlan),
};
