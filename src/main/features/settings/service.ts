import { defaultCircuit } from '../../../contract/circuits.ts';
import { noContainers } from '../../../contract/containers.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import { defaultPolicy } from '../../../contract/policy.ts';
import { defaultConcurrency, settingGroups, Settings, SettingsPatch } from '../../../contract/settings.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
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
};

export type SettingsService = {
  /** Errors: `storage`, naming the setting whose stored value makes no sense. */
  get(): Settings;
  /** One setting by itself, also when others are damaged. Errors: `storage`. */
  one<Name extends keyof Settings>(name: Name): Settings[Name];
  /** Errors: `invalid-input` with the path of the field; then nothing is changed. */
  update(patch: SettingsPatch): Promise<Settings>;
};

type Key = keyof Settings;
const keys = Object.keys(Settings.shape) as Key[];

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
    updates: 'off',
    concurrency: { ...defaultConcurrency, cpu: Math.min(Math.max(processors, 4), 64) },
    circuit: defaultCircuit,
    workerPauseMs: 30_000,
    workerIdleMs: 1_800_000,
    workerProcesses: 20,
    workerRecycleCalls: 10_000,
    workerRecycleMemoryPercent: 80,
    containers: noContainers,
    background: { perRun: 8, inAll: 32, memoryMb: 4096, logMb: 16, minutes: 30 },
    enabledHooks: [],
    workerRules: { allow: [], deny: [], keys: [] },
    policy: defaultPolicy,
    attendedAnswerMs: 300_000,
    unattendedAnswerMs: 0,
    blobsPerRunMb: 4096,
    blobsKeptDays: 30,
  };
}

export function createSettings({ log, store, processors, issuesOf, onChange }: SettingsParts): SettingsService {
  const defaults = defaultSettings(processors);
  let lastUpdate: Promise<unknown> = Promise.resolve();

  function read(key: Key): unknown {
    const stored = store.read(key);
    if (stored === undefined) return defaults[key];
    return parseStored(key, stored, key === 'concurrency' ? defaults.concurrency : undefined);
  }

  async function change(patch: SettingsPatch): Promise<Settings> {
    const merged: Partial<Record<Key, unknown>> = {};
    // What is replaced as a whole is not read, so a damaged setting can be put right by setting it.
    for (const key of keys) merged[key] = patch[key];
    for (const key of settingGroups)
      merged[key] = Settings.shape[key].safeParse(patch[key]).data ?? merge(key, patch[key]);
    for (const key of keys) merged[key] ??= read(key);
    const settings = Settings.parse(merged);
    await log.append([{ type: 'settings.changed', payload: { settings } }], () => {
      for (const key of keys) if (patch[key] !== undefined) store.write(key, settings[key]);
    });
    onChange(settings);
    return settings;
  }

  function merge(key: (typeof settingGroups)[number], fields: object | undefined): unknown {
    return fields && { ...(read(key) as object), ...withoutAbsent(fields) };
  }

  return {
    get: () => Settings.parse(Object.fromEntries(keys.map((key) => [key, read(key)]))),
    one: <Name extends Key>(name: Name) => read(name) as Settings[Name],
    async update(patch) {
      const checked = checkPatch(patch);
      refuseIssues(issuesOf?.(checked) ?? []);
      const update = lastUpdate.then(() => change(checked));
      lastUpdate = update.catch(() => undefined);
      return update;
    },
  };
}

/** `later`: classes of work that came after it was stored are at their defaults. */
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
