import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Json, ObjectSchema } from './json.ts';
import { Plan, PlanIssue } from './plan.ts';
import { TemplateText } from './plan-modifiers.ts';
import { Task } from './plan-task.ts';
import { strictObject } from './strict-object.ts';
import { WebhookSignature } from './webhook-options.ts';
import { WebhookMethod } from './webhooks.ts';

export const TemplateName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words with - between them')
  .max(64);

/** What a template says of the webhooks that start it. */
export const TemplateWebhook = strictObject(() => ({
  /** Without it `POST`. */
  methods: z.array(WebhookMethod).min(1).optional(),
  /** Without it whoever knows the address may call. */
  signature: WebhookSignature.optional(),
  /**
   * `accepted`, as without it: 202 and the id of the run, at once. Else the answer waits for the run's end; both fields see
   * `tasks` and `input`. Without a body it is what the template gives. After `withinMs`, 30 seconds if nothing else is said, it is 202.
   */
  respond: z
    .union([
      z.literal('accepted'),
      z.strictObject({
        status: z.union([z.int().min(200).max(599), TemplateText]).optional(),
        body: Json.optional(),
        withinMs: z.int().positive().max(600_000).optional(),
      }),
    ])
    .optional(),
}));
export type TemplateWebhook = z.infer<typeof TemplateWebhook>;

/** A plan with parameters, kept in a file that is named for it. */
export const PlanTemplate = strictObject(() => ({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: TemplateName,
  title: z.string().min(1).max(300),
  description: z.string().min(1).max(2000),
  /** JSON Schema of what the tasks see as `input`; `"format": "path"` marks a file or folder. */
  parameters: ObjectSchema.default({ type: 'object', properties: {}, additionalProperties: false }),
  tasks: z.array(Task).min(1).max(10_000),
  /** What a task that uses it gives, if not the outputs of its tasks by their ids. */
  output: Json.optional(),
  /** How it answers a webhook that starts it. */
  webhook: TemplateWebhook.optional(),
}));
export type PlanTemplate = z.infer<typeof PlanTemplate>;

export const TemplateSummary = strictObject(() => ({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  origin: z.enum(['bundled', 'own']),
  file: z.string(),
  /** What keeps it from being used. Paths are in the file. */
  issues: z.array(PlanIssue),
}));
export type TemplateSummary = z.infer<typeof TemplateSummary>;

/** A literal of a plan that is given from outside in the template; `at` is its place, `tasks.0.input.source`. */
export const TemplateInput = strictObject(() => ({
  at: z.string().min(1).max(1000),
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, 'expected a name of letters, digits and _'),
  description: z.string().min(1).max(500).optional(),
}));
export type TemplateInput = z.infer<typeof TemplateInput>;

export const SaveTemplate = strictObject(() => ({
  plan: Plan,
  name: TemplateName,
  /** Without it, the plan's own. */
  title: z.string().min(1).max(300).optional(),
  description: z.string().min(1).max(2000),
  inputs: z.array(TemplateInput).max(100).default([]),
  /** In the place of the person's own template of that name. */
  overwrite: z.boolean().default(false),
}));
export type SaveTemplate = z.infer<typeof SaveTemplate>;

export const templates = {
  /** Read from their files at each call: what was changed there counts at once. */
  list: oc
    .route({ method: 'GET', path: '/templates', summary: 'List plans with parameters' })
    .output(z.array(TemplateSummary)),
  get: oc
    .route({ method: 'GET', path: '/templates/{name}', summary: 'Read a plan with parameters' })
    .input(strictObject(() => ({ name: z.string().min(1).max(200) })))
    .output(strictObject(() => ({ summary: TemplateSummary, template: PlanTemplate.optional() }))),
  /**
   * Writes a plan into the person's own folder of templates. Errors: `already-exists` without `overwrite`, `invalid-plan` with what
   * keeps it from being used; then nothing was written.
   */
  save: oc
    .route({ method: 'POST', path: '/templates', summary: 'Keep a plan as a template' })
    .input(SaveTemplate)
    .output(strictObject(() => ({ summary: TemplateSummary, leftOut: z.array(z.string()) }))),
};
