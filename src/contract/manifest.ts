import { z } from 'zod';
import { WorkerId } from './ids.ts';
import { JsonObject, ObjectSchema } from './json.ts';
import { Capability, PathKind } from './permission-need.ts';
import { pollReading } from './time/schedule-time.ts';
import { strictObject } from './strict-object.ts';

const Name = z.string().regex(/^[a-z][a-zA-Z0-9]{0,63}$/, 'expected a camelCase name');

/** The lowest level of isolation a worker accepts. See docs/decisions/0004-tiers.md. */
export const Tier = z.enum(['isolate', 'node']);
export type Tier = z.infer<typeof Tier>;

/** What an action does to the world, from nothing to what nobody can take back. */
export const Risk = z.enum(['read', 'reversible', 'external', 'irreversible']);
export type Risk = z.infer<typeof Risk>;

/** Tasks of one class share a limit on how many run at a time. */
export const WorkClass = z.enum(['browser', 'cpu', 'files', 'model', 'network', 'shell']);
export type WorkClass = z.infer<typeof WorkClass>;

/**
 * A sentence that means this action. `(a|b)` alternatives, `[x]` optional words, `{slot}` an input field,
 * `{its slot}` a field filled with the result of the step before ("tell me its sha256"), `{slot…}` the rest of the clause as
 * a list of texts, split as a command line is ("run git status").
 */
export const Phrase = z.union([
  z.string().min(1),
  strictObject(() => ({ text: z.string().min(1), input: JsonObject })),
]);
export type Phrase = z.infer<typeof Phrase>;

/** What one call takes at most, as far as the author knows: what planners choose by and budgets reckon with. */
export const Cost = strictObject(() => ({
  /** Tokens of a model, in and out. */
  tokens: z.int().min(0).default(0),
  /** US dollars. */
  money: z.number().min(0).default(0),
  time: z.enum(['instant', 'seconds', 'minutes', 'hours']),
}));
export type Cost = z.infer<typeof Cost>;

export const ActionManifest = strictObject(() => ({
  title: z.string().min(1),
  description: z.string().min(1),
  /**
   * JSON Schema of the input; `"format": "path"` marks a file or folder, made absolute before anything runs. `contentMediaType` says
   * what a text is written in (`text/javascript`, `text/typescript`, `text/x-python`, `application/json`), or with `text/x-code` that the field
   * `language` does.
   */
  input: ObjectSchema,
  output: ObjectSchema,
  risk: Risk,
  /**
   * Of one that starts a program or commands a service: all that stays of it are files that go through the broker, so undoing a run
   * takes them back. Absent: what the program does goes past the journal, and stays.
   */
  undo: z.literal('files').optional(),
  class: WorkClass,
  /** May the action be repeated when it was interrupted? If not, an interrupted attempt stops and asks. */
  repeatable: z.boolean(),
  /** What the action will touch; `{{ }}` expressions over its input. Shown and asked for before it runs. */
  needs: z
    .array(
      z.strictObject({
        capability: Capability,
        target: z.string().min(1),
        detail: z.string().optional(),
        /** Of a path that may not be there yet; what is there speaks for itself. Absent: it can be either. */
        kind: PathKind.optional(),
        /**
         * Of a program: what it will be started with, and where. The command is shown, and looked through for wrappers. Of
         * code: `detail` is the code itself, `input` what it reads.
         */
        args: z.string().optional(),
        input: z.string().optional(),
        folder: z.string().optional(),
      }),
    )
    .default([]),
  /** Fields filled in when absent; `{{ }}` expressions over the rest of the input. */
  defaults: z.record(z.string(), z.string()).default({}),
  phrases: z.array(Phrase).default([]),
  /** In a sentence it is done after everything that was said before it, also without “then”. */
  comesLast: z.boolean().optional(),
  /** The output field that "it" means in the next clause. */
  result: z.string().optional(),
  /** The sentence that reports success; `{{ }}` expressions over `input` and `output`. */
  says: z.string().min(1),
  timeoutMs: z.int().positive().max(86_400_000).optional(),
  cost: Cost.optional(),
  /** Sends partial results while it works (`context.progress({ output })`); they reach every surface in order. */
  streaming: z.boolean().default(false),
  /** The output depends on nothing but the input: it may be kept and given again for so long. */
  pure: z.strictObject({ ttlMs: z.int().positive().max(86_400_000) }).optional(),
}));
export type ActionManifest = z.infer<typeof ActionManifest>;

/** What was sent out into the world, cannot be repaired or goes past the journal of files, is out of reach of undo. */
export function isLasting({ risk, isPastUndo }: { risk: Risk; isPastUndo?: boolean | undefined }): boolean {
  return risk === 'external' || risk === 'irreversible' || isPastUndo === true;
}

const pastTheJournal: readonly Capability[] = ['shell', 'socket', 'mcp'];

/** It changes what can be changed back, and does so by a program or a service of which the journal sees nothing. */
export function goesPastUndo({ risk, undo, needs }: Pick<ActionManifest, 'risk' | 'undo' | 'needs'>): boolean {
  if (risk !== 'reversible' || undo === 'files') return false;
  return needs.some(({ capability }) => pastTheJournal.includes(capability));
}

export const Limits = strictObject(() => ({
  memoryMb: z.int().min(16).max(8192),
  /** Processor time of one host process between two idle moments. */
  cpuMs: z.int().positive().max(86_400_000),
  /** Time limit of one action when the action sets none. */
  wallMs: z.int().positive().max(86_400_000),
  /** Files, answers and programs that one call holds open at a time. */
  openFiles: z.int().min(1).max(1024).default(64),
  /** Of one blob that the worker makes. */
  blobMb: z.int().min(1).max(1_048_576).default(1024),
  /** Requests to the broker; what comes faster waits. */
  messagesPerSecond: z.int().min(1).max(100_000).default(10_000),
  /** Programs it may leave running at a time when its calls are over; without it none. */
  backgroundProcesses: z.int().min(0).max(64).optional(),
  /** Browser sessions that it may have open at a time in a conversation; without it none. */
  browserSessions: z.int().min(0).max(8).optional(),
}));
export type Limits = z.infer<typeof Limits>;

/** Moments of the engine that a worker may watch, and of which it may veto the `before` ones and `agent_stop`. */
export const HookEvent = z.enum([
  'before_tool_call',
  'after_tool_call',
  'before_compaction',
  'after_compaction',
  'agent_stop',
  'engine_start',
  'engine_stop',
]);
export type HookEvent = z.infer<typeof HookEvent>;

/** A secret the worker works with by name; its value is put into requests to these very hosts, outside the sandbox. */
export const SecretNeed = strictObject(() => ({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and -'),
  /** Shown to the person who is asked to fill it in. */
  reason: z.string().min(1),
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'expected a host name, without a pattern')).min(1),
  /** Programs that may be handed it, to send it to these hosts. */
  programs: z
    .array(z.enum(['git', 'restic']))
    .min(1)
    .optional(),
}));
export type SecretNeed = z.infer<typeof SecretNeed>;

/** What a person who is asked for a secret reads of where it goes. */
export function secretUse({ hosts, programs }: SecretNeed): string {
  return `to send it to ${hosts.join(', ') || 'the hosts that you keep it for'}${programs ? `, also through ${programs.join(', ')}` : ''}`;
}

/**
 * Something that can start a workflow: an action of the worker that only reads is called again and again, and what it gives
 * that it did not give before is what happened.
 */
export const TriggerManifest = strictObject(() => ({
  title: z.string().min(1),
  description: z.string().min(1),
  /** What happened, to be said after “when”: `a web page changes`. */
  means: z.string().min(1).max(100),
  action: Name,
  /** Put into each call, beside what the person fills in. */
  input: JsonObject.default({}),
  ...pollReading(),
  everySeconds: z.int().min(10).max(86_400).default(300),
  /** JSON Schema of one thing that is found. */
  payload: ObjectSchema,
}));
export type TriggerManifest = z.infer<typeof TriggerManifest>;

/**
 * What the engine may believe of a worker's services. A worker that says nothing, and every installed one until a
 * person says otherwise, counts as the worst of each.
 */
export const TrustFlags = strictObject(() => ({
  /** What it reads cannot carry instructions of strangers. */
  trustedSource: z.boolean(),
  /** What it reads is private. */
  sensitive: z.boolean(),
  /** What is handed to it stays with the person. */
  trustedSink: z.boolean(),
}));
export type TrustFlags = z.infer<typeof TrustFlags>;

/** The grammar of https://semver.org: no number begins with a zero, and what a build is called stands after a plus. */
const number = '(?:0|[1-9]\\d*)';
const beforeRelease = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const build = '[0-9A-Za-z-]+';
const semanticVersion = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-${beforeRelease}(?:\\.${beforeRelease})*)?(?:\\+${build}(?:\\.${build})*)?$`,
);

/** manifest.json: all that must be known of a worker before its code is loaded. */
export const Manifest = strictObject(() => ({
  $schema: z.string().optional(),
  id: WorkerId,
  version: z.string().max(256).regex(semanticVersion, 'expected a version like 1.2.3'),
  engines: z.strictObject({ heron: z.string().min(1) }),
  name: z.string().min(1).max(60),
  description: z.string().min(1),
  tier: Tier,
  entry: z.string().default('index.ts'),
  permissions: z.array(z.strictObject({ capability: Capability, reason: z.string().min(1) })).default([]),
  limits: Limits,
  actions: z.record(Name, ActionManifest),
  /** JSON Schema of what a person can set; a form is made of it, and the values come as `context.settings`. */
  settings: ObjectSchema.optional(),
  secrets: z.array(SecretNeed).default([]),
  /** It may use secrets that the person named after it, like `api-shop` for the worker `api`, for the hosts each is kept for. */
  ownSecrets: z.strictObject({ reason: z.string().min(1) }).optional(),
  hooks: z.array(HookEvent).default([]),
  triggers: z.record(Name, TriggerManifest).default({}),
  trust: TrustFlags.optional(),
  /** Short hints shown now and then to people who use the worker. */
  tips: z.array(z.string().min(1).max(200)).default([]),
}));
export type Manifest = z.infer<typeof Manifest>;

/**
 * What a manifest says of a secret by this name; `keptFor` are the hosts that the person keeps it for. undefined: the worker
 * has no business with it.
 */
export function secretNeedOf(
  { id, secrets, ownSecrets }: Pick<Manifest, 'id' | 'secrets' | 'ownSecrets'>,
  name: string,
  keptFor: readonly string[] = [],
): SecretNeed | undefined {
  const named = secrets.find((need) => need.name === name);
  if (named || !ownSecrets || !name.startsWith(`${id}-`) || name === `${id}-`) return named;
  return { name, reason: ownSecrets.reason, hosts: [...keptFor] };
}
