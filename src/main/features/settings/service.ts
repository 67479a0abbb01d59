import { defaultCircuit } from '../../../contract/circuits.ts';
import { noContainers } from '../../../contract/containers.ts';
import type { EventOf } from '../../../contract/events.ts';
import { usualAgents } from '../../../contract/agents.ts';
import { usualLanes } from '../../../contract/lanes.ts';
import { usualMemory } from '../../../contract/memory.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import { usualCalls } from '../../../contract/calls.ts';
import { defaultEyes } from '../../../contract/eyes.ts';
import { defaultGestures } from '../../../contract/gestures.ts';
import { usualManners } from '../../../contract/manners.ts';
import { defaultPolicy } from '../../../contract/policy.ts';
import {
  defaultConcurrency,
  settingGroups,
  Settings,
  SettingsPatch,
  type SettingsReading,
} from '../../../contract/settings.ts';
import { usualPack } from '../../../contract/prompts.ts';
import { usualPacing } from '../../../contract/pacing.ts';
import { usualPatience } from '../../../contract/patience.ts';
import { usualRouting } from '../../../contract/routing.ts';
import { noShares, noSpendingLimits, usualFailover } from '../../../contract/spending.ts';
import { defaultVoice } from '../../../contract/voice.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import { refuseStale, stateHash } from '../../base/state-hash.ts';
import { differing, type SettingName, undoOf } from './last-changes.ts';
import type { SettingsStore } from './store.ts';

export type SettingsParts = {
  log: EventLog;
  store: SettingsStore;
  /** Processors of this machine: how many tasks that compute run at a time unless somebody says otherwise. */
  processors: number;
  /** What is wrong with a patch besides its form; paths begin with the setting. */
  issuesOf?: (patch: SettingsPatch) => PlanIssue[];
  /** Called after a change is safe on disk. */
  onChange: (settings: Settings) => void;
  file: () => SettingsReading['file'];
};

export type SettingsService = {
  /** Errors: `storage`, naming the setting whose stored value makes no sense. */
  get(): Settings;
  /** One setting by itself, also when others are damaged. Errors: `storage`. */
  one<Name extends keyof Settings>(name: Name): Settings[Name];
  /** With what is asked of them besides. */
  read(): SettingsReading;
  /** Errors: `invalid-input` with the path of the field, `conflict` when they are others than those of the hash; then nothing is changed. */
  update(patch: SettingsPatch, change?: { baseHash?: string | undefined; by?: 'file' }): Promise<Settings>;
  /** Errors: as `update`. */
  replace(settings: Settings, baseHash: string): Promise<SettingsReading>;
  /** Errors: as `update`, `not-found` when there is nothing to undo. */
  undo(baseHash?: string): Promise<SettingsReading>;
};

type Key = SettingName;
type Change = { baseHash?: string | undefined; by?: 'file' | 'undo' };
type Changes = EventOf<'settings.changed'>[];

export function defaultSettings(processors: number): Settings {
  return {
    theme: 'system',
    logLevel: 'info',
    logFormat: 'pretty',
    otlpEndpoint: '',
    retention: { runsDays: 365, runsMaxMb: 10_240, undoDays: 90, undoMaxMb: 10_240, auditDays: 0, logsMaxMb: 40 },
    durability: 'full',
    paused: false,
    window: { startAtLogin: false, closeToTray: false, quickAskShortcut: 'Control+Shift+Space' },
    language: 'system',
    maths: true,
    tips: true,
    manner: usualManners,
    shortcuts: {},
    updates: 'off',
    errorWorkflow: '',
    concurrency: { ...defaultConcurrency, cpu: Math.min(Math.max(processors, 4), 64) },
    lanes: usualLanes,
    agents: usualAgents,
    memory: usualMemory,
    circuit: defaultCircuit,
    workerPauseMs: 30_000,
    workerIdleMs: 1_800_000,
    workerProcesses: 20,
    workerRecycleCalls: 10_000,
    workerRecycleMemoryPercent: 80,
    containers: noContainers,
    background: { perRun: 8, inAll: 32, memoryMb: 4096, programs: 1000, logMb: 16, minutes: 30 },
    enabledHooks: [],
    workerRules: { allow: [], deny: [], keys: [] },
    policy: defaultPolicy,
    attendedAnswerMs: 300_000,
    unattendedAnswerMs: 0,
    attachmentMb: 100,
    attachmentsPerMessage: 10,
    blobsPerRunMb: 4096,
    blobsKeptDays: 30,
    voice: defaultVoice,
    eyes: defaultEyes,
    gestures: defaultGestures,
    calls: usualCalls,
    spending: noSpendingLimits,
    pacing: usualPacing,
    patience: usualPatience,
    routing: usualRouting,
    failover: usualFailover,
    shares: noShares,
    promptPack: usualPack,
  };
}

export function createSettings(parts: SettingsParts): SettingsService {
  const defaults = defaultSettings(parts.processors);
  const kept = keptSettings(parts, defaults);
  const { get } = kept;
  const inTurn = createInTurn();
  const change = (patch: () => SettingsPatch, how: Change): Promise<Settings> =>
    inTurn(() => kept.change(patch(), how));

  function checked(patch: SettingsPatch): SettingsPatch {
    const given = checkPatch(patch);
    refuseIssues(parts.issuesOf?.(given) ?? []);
    return given;
  }

  const lastChange = (): Partial<Settings> =>
    undoOf(parts.log.list({ types: ['settings.changed'] }) as Changes, defaults);

  function reading(): SettingsReading {
    const settings = get();
    return { settings, hash: stateHash(settings), file: parts.file(), undoes: Object.keys(lastChange()) };
  }

  return {
    get,
    one: <Name extends Key>(name: Name) => kept.read(name) as Settings[Name],
    read: reading,
    update: async (patch, how = {}) => {
      const given = checked(patch);
      return change(() => given, how);
    },
    async replace(settings, baseHash) {
      const given = checked(settings);
      await change(() => differing(get(), given as Settings), { baseHash });
      return reading();
    },
    async undo(baseHash) {
      await change(() => somethingOf(lastChange()), { baseHash, by: 'undo' });
      return reading();
    },
  };
}

function somethingOf(undone: Partial<Settings>): Partial<Settings> {
  if (Object.keys(undone).length > 0) return undone;
  throw new HeronError('not-found', 'There is no change of the settings to undo');
}

/** The settings in the database, changed along with the event that says so. */
function keptSettings({ log, store, onChange }: SettingsParts, defaults: Settings) {
  // All settings have a default; asking the schema for their names would make all there is of it.
  const keys = Object.keys(defaults) as Key[];

  function read(key: Key): unknown {
    const stored = store.read(key);
    if (stored === undefined) return structuredClone(defaults[key]);
    return parseStored(key, stored, isGroup(key) && key !== 'policy' ? defaults[key] : undefined);
  }

  // Each is checked when it is read.
  const get = (): Settings => Object.fromEntries(keys.map((key) => [key, read(key)])) as Settings;

  function merge(key: Group, fields: object | undefined): unknown {
    return fields && { ...(read(key) as object), ...withoutAbsent(fields) };
  }

  async function change(patch: SettingsPatch, { baseHash, by }: Change): Promise<Settings> {
    if (baseHash !== undefined) refuseStale('The settings were', get(), baseHash);
    const merged: Partial<Record<Key, unknown>> = {};
    // What is replaced as a whole is not read, so a damaged setting can be put right by setting it.
    for (const key of keys) merged[key] = patch[key];
    for (const key of settingGroups)
      merged[key] = Settings.shape[key].safeParse(patch[key]).data ?? merge(key, patch[key]);
    for (const key of keys) merged[key] ??= read(key);
    const settings = Settings.parse(merged);
    const payload = { settings, hash: stateHash(settings), ...(by ? { by } : {}) };
    await log.append([{ type: 'settings.changed', payload }], () => {
      for (const key of keys) if (patch[key] !== undefined) store.write(key, settings[key]);
    });
    onChange(settings);
    return settings;
  }

  return { read, get, change };
}

type Group = (typeof settingGroups)[number];

function isGroup(key: Key): key is Group {
  return (settingGroups as readonly string[]).includes(key);
}

/** `later`: fields of a group that came after it was stored are at their defaults. Not of the policy: what is gone from it may have forbidden something. */
function parseStored(key: Key, text: string, later?: object): unknown {
  const where = { key };
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null;
    const parsed = Settings.shape[key].safeParse(later && isObject ? { ...later, ...value } : value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const path = [key, ...(issue?.path ?? [])].join('.');
    throw new HeronError(
      'storage',
      `The stored setting ${path} makes no sense (${issue?.message}); set it anew`,
      where,
    );
  } catch (error) {
    if (error instanceof HeronError) throw error;
    throw new HeronError('storage', `The stored setting ${key} is damaged; set it anew`, where, { cause: error });
  }
}

function checkPatch(patch: SettingsPatch): SettingsPatch {
  const parsed = SettingsPatch.safeParse(patch);
  if (parsed.success) return parsed.data;
  refuseIssues(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  return patch;
}

function refuseIssues(issues: PlanIssue[]): void {
  if (issues.length === 0) return;
  const text = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new HeronError('invalid-input', text, { issues });
}

function withoutAbsent<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<Value>;
}
