import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentName } from './agent-name.ts';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { ActionRef, ConversationId, WorkerId } from './ids.ts';
import { JsonObject } from './json.ts';
import { Risk, TrustFlags } from './manifest.ts';
import { type Capability, PermissionNeed } from './permission-need.ts';
import { strictObject } from './strict-object.ts';

/** Which actions there are at all. Lists narrow a profile, they never add to it. */
export const ProfileName = z.enum(['minimal', 'coding', 'messaging', 'full']);
export type ProfileName = z.infer<typeof ProfileName>;

export type Profile = {
  /** An action passes when all it may need is among these. */
  capabilities: readonly Capability[] | 'all';
  /** May actions of installed workers be used? */
  hasInstalled: boolean;
  /** What a person is told of it. */
  says: string;
};

export const profiles: Record<ProfileName, Profile> = {
  minimal: {
    capabilities: [],
    hasInstalled: false,
    says: 'Only actions that touch nothing: the clock, text that stands in the message. No files, no network, no programs.',
  },
  coding: {
    capabilities: ['files.read', 'files.write', 'net', 'shell', 'code'],
    hasInstalled: false,
    says: 'Files, the network, programs and written code, with the workers that come with Heron. Installed workers are left out.',
  },
  messaging: {
    capabilities: ['net', 'secrets'],
    hasInstalled: false,
    says: 'The network and the secrets kept for it, with the workers that come with Heron. No files and no programs.',
  },
  full: { capabilities: 'all', hasInstalled: true, says: 'Every action of every worker, also of installed ones.' },
};

export type Group = {
  says: string;
  capabilities?: readonly Capability[];
  workClass?: string;
  risk?: Risk;
  isBundled?: boolean;
};

/** Names for many actions at once. `fs`, `web` and `runtime` are what other programs call three of them. */
export const groups: Record<string, Group> = {
  files: { says: 'reads or changes files', capabilities: ['files.read', 'files.write'], workClass: 'files' },
  fs: { says: 'reads or changes files', capabilities: ['files.read', 'files.write'], workClass: 'files' },
  net: { says: 'uses the network', capabilities: ['net'], workClass: 'network' },
  web: { says: 'uses the network', capabilities: ['net'], workClass: 'network' },
  shell: { says: 'runs programs', capabilities: ['shell'], workClass: 'shell' },
  runtime: { says: 'runs programs or written code', capabilities: ['shell', 'code', 'socket'], workClass: 'shell' },
  code: { says: 'runs written code', capabilities: ['code'] },
  sockets: { says: 'commands a service of this machine', capabilities: ['socket'] },
  secrets: { says: 'uses a secret', capabilities: ['secrets'] },
  mcp: { says: 'uses an MCP server', capabilities: ['mcp'] },
  eyes: { says: 'sees the screen or the camera', capabilities: ['screen', 'camera'] },
  cpu: { says: 'computes', workClass: 'cpu' },
  read: { says: 'changes nothing', risk: 'read' },
  reversible: { says: 'can be undone', risk: 'reversible' },
  external: { says: 'reaches others', risk: 'external' },
  irreversible: { says: 'is final', risk: 'irreversible' },
  bundled: { says: 'comes with Heron', isBundled: true },
  installed: { says: 'was installed', isBundled: false },
};

/** `group:files`, a worker (`archive`), an action (`archive.create`), or `*` for all. */
export const ToolPattern = z.string().superRefine((text, context) => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', message, input: text });
  if (text === '*') return;
  if (text.startsWith('group:')) {
    if (Object.hasOwn(groups, text.slice('group:'.length))) return;
    return refuse(`there is no ${text}; the groups are ${Object.keys(groups).join(', ')}`);
  }
  if (WorkerId.safeParse(text).success || ActionRef.safeParse(text).success) return;
  refuse(
    `expected group:files, a worker like archive, an action like archive.create, or *; not ${JSON.stringify(text)}`,
  );
});
export type ToolPattern = z.infer<typeof ToolPattern>;

const ToolPatterns = z.array(ToolPattern).max(200);

/** off: what has no grant is denied without a question. ask: it is asked for. full: it is not asked for, unless a rule stands against it. */
export const elevatedModes = ['off', 'ask', 'full'] as const;
export const ElevatedMode = z.enum(elevatedModes);
export type ElevatedMode = z.infer<typeof ElevatedMode>;

/** Who spoke. The window and the command line are the owner; a channel names its own senders. */
export const Sender = z.string().regex(/^[a-z0-9][a-zA-Z0-9:@._+-]{0,199}$/, 'expected a sender like owner');
export type Sender = z.infer<typeof Sender>;

export const owner: Sender = 'owner';

/**
 * Whose flags: `worker:archive`, `host:example.com`, `program:git` or its path, `socket:/run/docker.sock`, `folder:/media` or
 * `folder:~/Downloads`.
 */
export const ServiceName = z
  .string()
  .regex(
    /^(worker:[a-z][a-z0-9-]{0,63}|host:[a-z0-9.:[\]-]+|program:[^\s]+|socket:\/.+|folder:(~|\/|[A-Za-z]:[\\/]).*)$/,
    'expected worker:<id>, host:<name>, program:<name or path>, socket:<path> or folder:<absolute path>',
  );
export type ServiceName = z.infer<typeof ServiceName>;

/** What narrows the default in one conversation, or the policy for one agent. */
export const ConversationPolicy = strictObject(() => ({
  profile: ProfileName.optional(),
  allow: ToolPatterns.optional(),
  deny: ToolPatterns.optional(),
}));
export type ConversationPolicy = z.infer<typeof ConversationPolicy>;

/** What narrows the policy for the calls of one agent. */
export const AgentPolicy = strictObject(() => ({
  /** The named agent whose it is; absent: the plan says it. */
  agent: AgentName.optional(),
  ...ConversationPolicy.shape,
}));
export type AgentPolicy = z.infer<typeof AgentPolicy>;

export const PolicySettings = strictObject(() => ({
  profile: ProfileName,
  /** Empty: all that the profile lets through. */
  allow: ToolPatterns,
  deny: ToolPatterns,
  elevated: ElevatedMode,
  /** Whose `full` counts. */
  elevatedSenders: z.array(Sender).max(100),
  /** How often in an hour actions that reach others or are final may go out to a host or start a program. */
  effectsPerHour: z.int().min(1).max(100_000),
  /** How often in an hour anything may be requested of another machine. */
  outsidePerHour: z.int().min(1).max(100_000),
  trust: z.record(ServiceName, TrustFlags),
  conversations: z.record(ConversationId, ConversationPolicy),
}));
export type PolicySettings = z.infer<typeof PolicySettings>;

export const defaultPolicy: PolicySettings = {
  profile: 'full',
  allow: [],
  deny: [],
  elevated: 'ask',
  elevatedSenders: [owner],
  effectsPerHour: 60,
  outsidePerHour: 500,
  trust: {},
  conversations: {},
};

/** What holds while the stored policy cannot be read: whatever it said, this is not wider. */
export const strictestPolicy: PolicySettings = { ...defaultPolicy, profile: 'minimal', elevated: 'off' };

export const PolicyDecision = z.enum(['allowed', 'asked', 'denied']);
export type PolicyDecision = z.infer<typeof PolicyDecision>;

/** The layers in their order. A later one can only narrow. */
export const PolicyLayer = z.enum([
  'undeclared',
  'rules',
  'deny lists',
  'profile',
  'elevated mode',
  'taint',
  'grants',
  'risk',
  'rate limits',
  'attendance',
]);
export type PolicyLayer = z.infer<typeof PolicyLayer>;

export const PolicyReason = strictObject(() => ({
  layer: PolicyLayer,
  /** `passes`: it has nothing to say about this. */
  says: z.union([PolicyDecision, z.literal('passes')]),
  rule: z.string(),
  text: z.string(),
}));
export type PolicyReason = z.infer<typeof PolicyReason>;

export const Verdict = strictObject(() => ({
  decision: PolicyDecision,
  /** The rule that decided, for example `deny list`, `grant grt_…`, `taint`. */
  rule: z.string(),
  because: z.array(PolicyReason),
}));
export type Verdict = z.infer<typeof Verdict>;

export const Simulation = strictObject(() => ({
  /** The narrowest of all below. */
  decision: PolicyDecision,
  rule: z.string(),
  action: ActionRef,
  risk: Risk,
  /** May the action be called at all? */
  call: Verdict,
  /** What it would need with this input. */
  needs: z.array(Verdict.extend({ need: PermissionNeed })),
}));
export type Simulation = z.infer<typeof Simulation>;

/** What narrows which actions there are; absent: as it is. */
export const PolicyDraft = ConversationPolicy;
export type PolicyDraft = z.infer<typeof PolicyDraft>;

/** Whose draft it is: one of the default takes its place, one of a conversation or an agent narrows it. */
export const PolicyDraftOf = z.enum(['default', 'conversation', 'agent']);
export type PolicyDraftOf = z.infer<typeof PolicyDraftOf>;

export const PolicyPreview = strictObject(() => ({
  /** How many there are in all. */
  actions: z.int(),
  leftOut: z.array(z.strictObject({ action: ActionRef, rule: z.string(), text: z.string() })),
}));
export type PolicyPreview = z.infer<typeof PolicyPreview>;

export const RateUse = strictObject(() => ({
  limit: z.enum(['effects', 'outside']),
  used: z.int(),
  allowed: z.int(),
  /** When the next one is free again, if the limit is reached. */
  freeAt: z.int().optional(),
}));
export type RateUse = z.infer<typeof RateUse>;

export const PolicyState = strictObject(() => ({
  policy: PolicySettings,
  /** The stored policy cannot be read; the strictest is in force. */
  damage: Failure.optional(),
  /** What is in force in the conversation asked for, or by default. */
  elevated: ElevatedMode,
  /** What the conversation's runs have read; new runs in it begin with that. */
  taint: z.array(z.string()),
  use: z.array(RateUse),
}));
export type PolicyState = z.infer<typeof PolicyState>;

/** A run has read what a stranger may have written. It stays so for the run's life. */
export const runTainted = defineEvent('run.tainted', () =>
  z.strictObject({
    sources: z.array(z.string()).min(1),
    /** How it reached the run. */
    through: z.enum(['network', 'file', 'program', 'worker', 'blob', 'conversation', 'memory', 'webhook', 'eyes']),
    /** The file it was read from. */
    path: z.string().optional(),
  }),
);
const namedSources = 3;

/** The first of them by name. */
export function sourceList(sources: readonly string[]): string {
  const named = sources.slice(0, namedSources).join(', ');
  const rest = sources.length - namedSources;
  return rest > 0 ? `${named} and ${rest} more` : named;
}

const sensitiveFile = 'the sensitive file ';

/** A stranger has written none of it, but it must not get to one either. */
export function sensitiveSource(path: string): string {
  return sensitiveFile + path;
}

/** What a person is told who is asked in spite of a grant. */
export function taintSentence(sources: readonly string[]): string {
  const isPrivate = sources.every((source) => source.startsWith(sensitiveFile));
  const why = isPrivate ? 'is not for others to see' : 'may have been written to make Heron do this';
  return `This run has read ${sourceList(sources)}. What stands there ${why}.`;
}

/** For one run or one conversation, as the event's scope says. */
export const elevationChanged = defineEvent('elevation.changed', () =>
  z.strictObject({ mode: ElevatedMode, sender: Sender }),
);

export const policy = {
  get: oc
    .route({ method: 'GET', path: '/policy', summary: 'The policy in force, and how much of the limits is used' })
    .input(strictObject(() => ({ conversationId: ConversationId.optional() })))
    .output(PolicyState),
  /** Runs nothing and leaves no trace. */
  simulate: oc
    .route({
      method: 'POST',
      path: '/policy/simulate',
      summary: 'What would be allowed, asked or denied, and by which rule',
    })
    .input(
      strictObject(() => ({
        worker: WorkerId,
        action: z.string().min(1),
        input: JsonObject.default({}),
        conversationId: ConversationId.optional(),
        /** As a call of this named agent. */
        agent: AgentName.optional(),
        /** As if this were set: in the conversation, or, where none is named, as the default. */
        draft: PolicyDraft.optional(),
        taint: z.array(z.string().min(1)).default([]),
        elevated: ElevatedMode.optional(),
        unattended: z.boolean().default(false),
        baseFolder: z.string().optional(),
      })),
    )
    .output(Simulation),
  /** Sets nothing and runs nothing. */
  preview: oc
    .route({ method: 'POST', path: '/policy/preview', summary: 'Which actions a profile and lists would leave out' })
    .input(strictObject(() => ({ draft: PolicyDraft.default({}), of: PolicyDraftOf.default('default') })))
    .output(PolicyPreview),
  /** Back to what Heron began with; it also mends a stored policy that cannot be read. */
  reset: oc
    .route({ method: 'POST', path: '/policy/reset', summary: 'Set the policy to its defaults' })
    .input(strictObject(() => ({})))
    .output(PolicySettings),
  elevate: oc
    .route({ method: 'POST', path: '/policy/elevate', summary: 'Set the elevated mode of a conversation' })
    .input(strictObject(() => ({ conversationId: ConversationId, mode: ElevatedMode })))
    .output(strictObject(() => ({ elevated: ElevatedMode }))),
};
