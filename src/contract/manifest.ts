import { z } from 'zod';
import { WorkerId } from './ids.ts';
import { JsonObject, ObjectSchema } from './json.ts';
import { Capability } from './permission-need.ts';

/** The lowest level of isolation a worker accepts. See docs/decisions/0004-tiers.md. */
export const Tier = z.enum(['isolate', 'node']);
export type Tier = z.infer<typeof Tier>;

/** What an action does to the world, from nothing to what nobody can take back. */
export const Risk = z.enum(['read', 'reversible', 'external', 'irreversible']);
export type Risk = z.infer<typeof Risk>;

/** Tasks of one class share a limit on how many run at a time. */
export const WorkClass = z.enum(['cpu', 'files', 'network', 'shell']);
export type WorkClass = z.infer<typeof WorkClass>;

/**
 * A sentence that means this action. `(a|b)` alternatives, `[x]` optional words, `{slot}` an input field,
 * `{its slot}` a field filled with the result of the step before ("tell me its sha256"), `{slot…}` the rest of the clause as
 * a list of texts, split as a command line is ("run git status").
 */
export const Phrase = z.union([z.string().min(1), z.strictObject({ text: z.string().min(1), input: JsonObject })]);
export type Phrase = z.infer<typeof Phrase>;

export const ActionManifest = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  /** JSON Schema of the input; `"format": "path"` marks a file or folder, made absolute before anything runs. */
  input: ObjectSchema,
  output: ObjectSchema,
  risk: Risk,
  class: WorkClass,
  /** May the action be repeated when it was interrupted? If not, an interrupted attempt stops and asks. */
  repeatable: z.boolean(),
  /** What the action will touch; `{{ }}` expressions over its input. Shown and asked for before it runs. */
  needs: z
    .array(z.strictObject({ capability: Capability, target: z.string().min(1), detail: z.string().optional() }))
    .default([]),
  /** Fields filled in when absent; `{{ }}` expressions over the rest of the input. */
  defaults: z.record(z.string(), z.string()).default({}),
  phrases: z.array(Phrase).default([]),
  /** The output field that "it" means in the next clause. */
  result: z.string().optional(),
  /** The sentence that reports success; `{{ }}` expressions over `input` and `output`. */
  says: z.string().min(1),
  timeoutMs: z.int().positive().max(86_400_000).optional(),
});
export type ActionManifest = z.infer<typeof ActionManifest>;

export const Limits = z.strictObject({
  memoryMb: z.int().min(16).max(8192),
  /** Processor time of one host process between two idle moments. */
  cpuMs: z.int().positive().max(86_400_000),
  /** Time limit of one action when the action sets none. */
  wallMs: z.int().positive().max(86_400_000),
});
export type Limits = z.infer<typeof Limits>;

/** manifest.json: all that must be known of a worker before its code is loaded. */
export const Manifest = z.strictObject({
  $schema: z.string().optional(),
  id: WorkerId,
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'expected a version like 1.2.3'),
  engines: z.strictObject({ heron: z.string().min(1) }),
  name: z.string().min(1).max(60),
  description: z.string().min(1),
  tier: Tier,
  entry: z.string().default('index.ts'),
  permissions: z.array(z.strictObject({ capability: Capability, reason: z.string().min(1) })).default([]),
  limits: Limits,
  actions: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]{0,63}$/, 'expected a camelCase action name'), ActionManifest),
});
export type Manifest = z.infer<typeof Manifest>;
