import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentSettings } from './agents.ts';
import { mostAttachments } from './blobs.ts';
import { CallSettings } from './calls.ts';
import { CircuitSettings } from './circuits.ts';
import { ContainerRouting } from './containers.ts';
import { defineEvent } from './event.ts';
import { EyesSettings } from './eyes.ts';
import { GestureSettings } from './gestures.ts';
import { LogFormat } from './health.ts';
import { RetentionSettings } from './history.ts';
import { shortcutPattern } from './hot-keys.ts';
import { WorkerId, WorkflowId } from './ids.ts';
import { Json } from './json.ts';
import { LaneSettings } from './lanes.ts';
import { MannerSettings } from './manners.ts';
import { MemorySettings } from './memory.ts';
import { PacingSettings } from './pacing.ts';
import { PatienceSettings } from './patience.ts';
import { PolicySettings } from './policy.ts';
import { PackId } from './prompts.ts';
import { RoutingSettings } from './routing.ts';
import { Shortcuts } from './shortcuts.ts';
import { FailoverSettings, ShareSettings, SpendingSettings } from './spending.ts';
import { baseHash, StateHash } from './state-hash.ts';
import { strictObject } from './strict-object.ts';
import { VoiceSettings } from './voice.ts';

/** Which workers may be there at all. A pattern is compared with ids and sources; `*` stands for any text. */
export const WorkerRules = strictObject(() => ({
  /** When there are some, only these may be installed. */
  allow: z.array(z.string().min(1).max(1000)).max(1000),
  /** These may not run, whatever else is said. */
  deny: z.array(z.string().min(1).max(1000)).max(1000),
  /** Ed25519 public keys (PEM) of authors you know. */
  keys: z.array(z.strictObject({ name: z.string().min(1).max(100), publicKey: z.string().max(2000) })).max(100),
}));
export type WorkerRules = z.infer<typeof WorkerRules>;
const OtlpEndpoint = z.union([
  z.literal(''),
  z.url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' }).max(1000),
]);

const places = z.int().min(1).max(64);
/** By class of work. */
const Concurrency = strictObject(() => ({
  browser: places,
  cpu: places,
  files: places,
  /** Also the requests of the planner. */
  model: places,
  network: places,
  shell: places,
}));

export const defaultConcurrency: z.infer<typeof Concurrency> = {
  browser: 2,
  cpu: 4,
  files: 4,
  model: 4,
  network: 8,
  shell: 2,
};

/** Keys as Electron names them, `Control+Shift+Space`; empty: none. */
export const Shortcut = z
  .string()
  .regex(new RegExp(`^(?:${shortcutPattern})?$`), 'expected keys like Control+Shift+Space, or nothing');

/** What the app's own window and its icon do; the headless edition has neither. */
export const WindowSettings = strictObject(() => ({
  startAtLogin: z.boolean(),
  /** Closing the last window leaves Heron running, with its icon beside the clock. */
  closeToTray: z.boolean(),
  /** Opens the small window to ask something, from whatever program is in front. */
  quickAskShortcut: Shortcut,
}));

/** `system`, or a language as BCP 47 names it, like `de` or `pt-BR`. */
export const LanguageChoice = z
  .string()
  .max(35)
  .regex(/^(?:system|[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)$/, 'expected system, or a language like de or pt-BR');

export const Settings = strictObject(() => ({
  /** What the window is written in. */
  language: LanguageChoice,
  theme: z.enum(['system', 'light', 'dark']),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  /** How `heron logs` writes lines. */
  logFormat: LogFormat,
  /** Where traces are sent as OTLP over HTTP, as they happen; empty: nowhere. */
  otlpEndpoint: OtlpEndpoint,
  /** How long history is kept, and how much of it. */
  retention: RetentionSettings,
  /** What `full` waits for that `normal` does not: the disk's word that each commit is safe against a power cut. */
  durability: z.enum(['full', 'normal']),
  /** No further step begins; what has begun goes on to its end. */
  paused: z.boolean(),
  window: WindowSettings,
  /** Formulas in answers are drawn; otherwise they stay as they were written. */
  maths: z.boolean(),
  /** A hint now and then, after what was said. */
  tips: z.boolean(),
  /** How Heron speaks, and which plans it shows before they run. */
  manner: MannerSettings,
  /** What models are told besides, where a conversation has no pack of its own. */
  promptPack: PackId,
  /** Keys in the window that somebody changed. */
  shortcuts: Shortcuts,
  /** `ask`: whether there is a newer Heron is asked now and then, at the place the release names. Nothing is asked unless this is set. */
  updates: z.enum(['off', 'ask']),
  /** How many tasks of a class run at a time. */
  concurrency: Concurrency,
  /** The workflow that runs when another one fails with nobody there, if that one names none; empty: none. */
  errorWorkflow: z.union([WorkflowId, z.literal('')]),
  /** How messages wait while Heron works. */
  lanes: LaneSettings,
  /** How agents work and give work to others, and which there are by name. */
  agents: AgentSettings,
  /** What is noted before older messages go. */
  memory: MemorySettings,
  /** When workers and network hosts that fail are left alone for a while. */
  circuit: CircuitSettings,
  /** One file that is attached to a message. */
  attachmentMb: z.int().min(1).max(10_240),
  attachmentsPerMessage: z.int().min(1).max(mostAttachments),
  /** All blobs that one run makes together. */
  blobsPerRunMb: z.int().min(1).max(1_048_576),
  /** Blobs are removed so many days after they were made. */
  blobsKeptDays: z.int().min(1).max(3650),
  /** Milliseconds after its last call at which a worker's process is frozen: it keeps its memory and uses no processor time. */
  workerPauseMs: z.int().min(0).max(86_400_000),
  /** Milliseconds after its last call at which a worker's process, frozen or not, is ended. */
  workerIdleMs: z.int().min(0).max(86_400_000),
  /** Processes of workers at a time; the one that has been idle for longest makes room. */
  workerProcesses: z.int().min(1).max(256),
  /** Calls after which a worker's process is replaced by a fresh one; 0 is never. */
  workerRecycleCalls: z.int().min(0).max(1_000_000),
  /** As `workerRecycleCalls`, in percent of the memory it may use; 100 is never. */
  workerRecycleMemoryPercent: z.int().min(10).max(100),
  /** Which workers run in a container; without one they do not run. */
  containers: ContainerRouting,
  /** Programs that go on after the step that started them. */
  background: z.strictObject({
    /** At a time, of one run. */
    perRun: z.int().min(0).max(64),
    /** At a time, of all runs. */
    inAll: z.int().min(0).max(256),
    /** Of one, with all that it started. */
    memoryMb: z.int().min(16).max(1_048_576),
    /** Of one, how many there may be with all that it started. */
    programs: z.int().min(1).max(65_536),
    /** What is kept of the output of one; the oldest goes first. */
    logMb: z.int().min(1).max(1024),
    /** Ended after this time, if the step that starts it names none. */
    minutes: z.int().min(1).max(10_080),
  }),
  /** Ids of the workers whose hooks are asked. */
  enabledHooks: z.array(WorkerId).max(100),
  workerRules: WorkerRules,
  /** What may be done at all, what is asked for, and whom to believe. */
  policy: PolicySettings,
  /** Milliseconds until a question of a run with somebody there counts as denied; 0: it waits until it is answered. */
  attendedAnswerMs: z.int().min(0).max(2_592_000_000),
  /** The same for questions of unattended runs, which wait in the inbox. */
  unattendedAnswerMs: z.int().min(0).max(2_592_000_000),
  voice: VoiceSettings,
  /** Whether, and when, Heron rings to talk to the person. */
  calls: CallSettings,
  /** What of the screen may be seen, and how. */
  eyes: EyesSettings,
  /** Which hands do something before the camera. */
  gestures: GestureSettings,
  /** What models may use. */
  spending: SpendingSettings,
  /** What work in the background may use of what models may. */
  pacing: PacingSettings,
  /** How long models are waited for. */
  patience: PatienceSettings,
  /** Which sentences go to which models. */
  routing: RoutingSettings,
  /** Who is asked when a model cannot answer. */
  failover: FailoverSettings,
  /** What agents, channels and folders may use of it, and which accounts folders have. */
  shares: ShareSettings,
}));
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = strictObject(() => ({
  ...Settings.partial().shape,
  concurrency: Settings.shape.concurrency.partial().optional(),
  background: Settings.shape.background.partial().optional(),
  policy: PolicySettings.partial().optional(),
  circuit: CircuitSettings.partial().optional(),
  failover: FailoverSettings.partial().optional(),
  shares: ShareSettings.partial().optional(),
  spending: SpendingSettings.partial().optional(),
  lanes: LaneSettings.partial().optional(),
  agents: AgentSettings.partial().optional(),
  memory: MemorySettings.partial().optional(),
  retention: RetentionSettings.partial().optional(),
  pacing: PacingSettings.partial().optional(),
  patience: PatienceSettings.partial().optional(),
  routing: RoutingSettings.partial().optional(),
  voice: VoiceSettings.partial().optional(),
  calls: CallSettings.partial().optional(),
  eyes: EyesSettings.partial().optional(),
  gestures: GestureSettings.partial().optional(),
  window: WindowSettings.partial().optional(),
  manner: MannerSettings.partial().optional(),
}));
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** Settings whose fields can be set one by one. */
export const settingGroups = [
  'agents',
  'background',
  'calls',
  'circuit',
  'concurrency',
  'eyes',
  'failover',
  'gestures',
  'lanes',
  'manner',
  'memory',
  'pacing',
  'patience',
  'policy',
  'retention',
  'routing',
  'shares',
  'spending',
  'voice',
  'window',
] as const;

export function patchSettings(settings: Settings, patch: SettingsPatch): Settings {
  const groups = settingGroups.map((group) => [group, { ...settings[group], ...given(patch[group] ?? {}) }] as const);
  return { ...settings, ...given(patch), ...Object.fromEntries(groups) } as Settings;
}

function given<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<Value>;
}

/** The log keeps what an older Heron wrote, when there were other settings. */
const EarlierSettings = z.record(z.string(), Json);

/** Something in the settings file that cannot be followed. Lines and columns are counted from 1. */
export const SettingsFileIssue = strictObject(() => ({
  line: z.int().min(1),
  column: z.int().min(1),
  /** Like `concurrency.cpu`; empty for what is no JSON. */
  field: z.string(),
  message: z.string(),
}));
export type SettingsFileIssue = z.infer<typeof SettingsFileIssue>;

export const SettingsReading = strictObject(() => ({
  settings: Settings,
  hash: StateHash,
  file: z.strictObject({
    path: z.string(),
    /** While there are any, the file is not followed and not written to. */
    issues: z.array(SettingsFileIssue),
  }),
  /** The settings that undoing would put back; empty when there is nothing to undo. */
  undoes: z.array(z.string()),
}));
export type SettingsReading = z.infer<typeof SettingsReading>;

export const settingsChanged = defineEvent('settings.changed', () =>
  z.strictObject({
    settings: z.union([Settings, EarlierSettings]),
    hash: StateHash.optional(),
    /** Absent: somebody set them one by one. */
    by: z.enum(['file', 'undo']).optional(),
  }),
);

/** The settings file was read after somebody wrote to it; without issues it is followed. */
export const settingsFileRead = defineEvent('settings.fileRead', () =>
  z.strictObject({ path: z.string(), issues: z.array(SettingsFileIssue) }),
);

export const settings = {
  get: oc
    .route({ method: 'GET', path: '/settings', summary: 'Read the settings' })
    .input(strictObject(() => ({})))
    .output(Settings),
  read: oc
    .route({ method: 'GET', path: '/settings/reading', summary: 'Read the settings with their hash and their file' })
    .input(strictObject(() => ({})))
    .output(SettingsReading),
  update: oc
    .route({ method: 'PATCH', path: '/settings', summary: 'Change settings; an unknown field is refused' })
    .input(SettingsPatch.extend({ baseHash }))
    .output(Settings),
  replace: oc
    .route({ method: 'PUT', path: '/settings', summary: 'Set all settings at once' })
    .input(strictObject(() => ({ settings: Settings, baseHash: StateHash })))
    .output(SettingsReading),
  undo: oc
    .route({ method: 'POST', path: '/settings/undo', summary: 'Put back what the last change changed' })
    .input(strictObject(() => ({ baseHash })))
    .output(SettingsReading),
};
