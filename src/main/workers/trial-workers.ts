import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultCircuit } from '../../contract/circuits.ts';
import { noContainers } from '../../contract/containers.ts';
import type { AnyEvent } from '../../contract/events.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Limits, Tier } from '../../contract/manifest.ts';
import type { CallUsage } from '../../contract/usage.ts';
import { openDatabase } from '../base/database.ts';
import { createEventLog } from '../base/event-log.ts';
import { createIds } from '../base/ids.ts';
import { createLogger } from '../base/logger.ts';
import type { OpenSession } from './broker/session.ts';
import type { ContainerPrograms } from './hosts/containers/find-container.ts';
import { builtPrograms } from './hosts/machine/programs.ts';
import type { Sandbox } from './hosts/machine/sandbox.ts';
import type { Chaos } from './chaos.ts';
import type { WorkerProgress } from './worker-call.ts';
import type { Judge } from './registry/verdict.ts';
import type { WorkerSettings } from './worker-settings.ts';
import { createWorkers, type Workers } from './workers.ts';

export type TrialWorker = {
  tier: Tier;
  /** Besides `actions`: `init: (life) => …`, and so on. */
  lifeCycle?: string;
  /** The body of `actions` in its index.ts: each takes `{ value }` and gives `{ value }`. */
  actions: Record<string, string>;
  /** Other files, by path in its folder, and what stands before the actions. */
  files?: Record<string, string>;
  head?: string;
  /** Hooks by event, each the source of a function. */
  hooks?: Record<string, string>;
  limits?: Partial<Limits>;
  version?: string;
  /** Of its actions, by name. */
  pure?: Record<string, { ttlMs: number }>;
  /** Of all its actions. */
  needs?: { capability: string; target: string }[];
};

export type TrialOptions = {
  bundled?: Record<string, TrialWorker>;
  installed?: Record<string, TrialWorker>;
  openSession?: OpenSession;
  /** What every worker finds in its context. */
  settings?: JsonObject;
  processes?: Partial<WorkerSettings>;
  /** A data folder that is there already; it is not removed. */
  dataFolder?: string;
  mayReadBlob?: (runId: string, blobId: string) => boolean;
  chaos?: Chaos;
  /** Whether an installed worker may run; by default all may. */
  judge?: Judge;
  /** Does without bubblewrap even if the machine has it. */
  isBare?: boolean;
  /** What holds those that go into no container; by default the best the machine gives. */
  usualRoom?: Sandbox;
  /** Hosts and workers as they are shipped: built from the sources of this folder, with no types to be left out as they load. */
  builtFrom?: string;
  /** Every worker in a container. */
  isContained?: boolean;
  /** Between two looks for what is left over. */
  choresEveryMs?: number;
  /** What there is to run containers with; by default what the machine has. */
  containers?: ContainerPrograms;
};

export type TrialCall = {
  timeoutMs?: number;
  signal?: AbortSignal;
  onProgress?: (progress: WorkerProgress) => void;
  isMeasured?: boolean;
  onUsed?: (used: CallUsage) => void;
};

/** Real workers in real processes, in a folder of their own; for tests. */
export type Trial = {
  folder: string;
  workers: Workers;
  events: AnyEvent[];
  /** Resolves with the output's `value`. */
  call: (workerId: string, action: string, value?: Json, options?: TrialCall) => Promise<Json>;
  install: (root: 'bundled' | 'installed', id: string, worker: TrialWorker) => void;
  /** Puts any text at a path below the folder. */
  write: (path: string, text: string) => void;
  pathOf: (root: 'bundled' | 'installed', id: string) => string;
  close: () => Promise<void>;
};

/** Processes stay as they are for as long as any test takes. */
const trialSettings: WorkerSettings = {
  circuit: defaultCircuit,
  workerPauseMs: 3_600_000,
  workerIdleMs: 3_600_000,
  workerProcesses: 100,
  workerRecycleCalls: 0,
  workerRecycleMemoryPercent: 100,
  containers: noContainers,
};

/** Answers nothing: for workers that ask for nothing. */
export const silentSession: OpenSession = () => ({
  request: (method) => Promise.reject(new Error(`Nobody expected ${method}`)),
  awaitsHost: () => false,
  close: async () => undefined,
});

export async function startTrial(options: TrialOptions = {}): Promise<Trial> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-trial-')));
  const pathOf: Trial['pathOf'] = (root, id) => join(folder, root === 'bundled' ? 'app' : 'data', 'workers', id);
  const write: Trial['write'] = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const isBuilt = options.builtFrom !== undefined;
  const install: Trial['install'] = (root, id, worker) => writeWorker(pathOf(root, id), id, worker, isBuilt);
  mkdirSync(join(folder, 'app', 'workers'), { recursive: true });
  for (const [id, worker] of Object.entries(options.bundled ?? {})) install('bundled', id, worker);
  for (const [id, worker] of Object.entries(options.installed ?? {})) install('installed', id, worker);

  const clock = Date.now;
  const database = openDatabase({ file: options.dataFolder ? join(options.dataFolder, 'trial.db') : ':memory:' });
  const log = createEventLog({ database, makeId: createIds(), clock });
  const events: AnyEvent[] = [];
  log.listen((event) => events.push(event));
  const workers = await createWorkers({
    host: {
      program: 'headless',
      version: '0.1.0',
      dataFolder: options.dataFolder ?? join(folder, 'data'),
      appFolder: join(folder, 'app'),
      nodeBinary: process.execPath,
      homeFolder: folder,
      environment: {},
    },
    events: log,
    logger: createLogger(join(folder, 'trial.log'), 'debug'),
    clock,
    openSession: options.openSession ?? silentSession,
    settingsOf: () => options.settings ?? {},
    settings: () => ({
      ...trialSettings,
      ...(options.isContained ? { containers: { workers: [], fromRisk: 'read' } } : {}),
      ...options.processes,
    }),
    database,
    chaos: options.chaos,
    ...(options.judge ? { judge: options.judge } : {}),
    mayReadBlob: options.mayReadBlob ?? (() => false),
    usualRoom: options.usualRoom,
    programs: options.builtFrom === undefined ? undefined : builtPrograms(options.builtFrom),
    choresEveryMs: options.choresEveryMs,
    ...(options.isBare ? { bubblewrap: undefined } : {}),
    ...(options.containers ? { containers: options.containers } : {}),
  });

  return {
    ...{ folder, workers, events, install, write, pathOf },
    call: (workerId, action, value = null, call = {}) => callFor(workers, { workerId, action, value, call }),
    async close() {
      await workers.close();
      await log.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function callFor(
  workers: Workers,
  parts: { workerId: string; action: string; value: Json; call: TrialCall },
): Promise<Json> {
  const { workerId, action, value, call } = parts;
  const output = await workers.callWorker({
    ...{ workerId, action, input: { value } },
    scope: { runId: 'run_trial', taskId: 'task', attempt: 1, idempotencyKey: 'run_trial.task', unattended: true },
    timeoutMs: call.timeoutMs ?? 20_000,
    signal: call.signal ?? new AbortController().signal,
    ...{ isMeasured: call.isMeasured, onUsed: call.onUsed },
    onProgress: call.onProgress ?? (() => undefined),
  });
  return (output as JsonObject)['value'] ?? null;
}

function writeWorker(folder: string, id: string, worker: TrialWorker, isBuilt: boolean): void {
  const manifest = trialManifest(id, worker);
  const files = {
    ...worker.files,
    'manifest.json': JSON.stringify(isBuilt ? { ...manifest, entry: 'index.js' } : manifest),
    [isBuilt ? 'index.js' : 'index.ts']: isBuilt ? stripTypeScriptTypes(sourceOf(worker)) : sourceOf(worker),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A manifest that is complete, for tests to take and spoil. */
export function trialManifest(id: string, worker: Omit<TrialWorker, 'files' | 'head'>): JsonObject {
  const schema = (): JsonObject => ({ type: 'object', properties: { value: {} }, additionalProperties: false });
  const words = { title: 'Try', description: 'Tries.', says: 'Done' };
  const action = { ...words, risk: 'read', class: 'cpu', repeatable: true };
  return {
    id,
    version: worker.version ?? '1.0.0',
    engines: { heron: '>=0.1.0' },
    name: 'Trial',
    description: 'A worker for tests.',
    tier: worker.tier,
    hooks: Object.keys(worker.hooks ?? {}),
    limits: { memoryMb: 64, cpuMs: 60_000, wallMs: 60_000, ...worker.limits },
    actions: Object.fromEntries(
      Object.keys(worker.actions).map((name) => {
        const pure = worker.pure?.[name];
        const more = { ...(pure ? { pure } : {}), ...(worker.needs ? { needs: worker.needs } : {}) };
        return [name, { ...action, ...more, input: schema(), output: schema() }];
      }),
    ),
  };
}

function sourceOf(worker: TrialWorker): string {
  const listed = (functions: Record<string, string>): string =>
    Object.entries(functions)
      .map(([name, body]) => `${name}: ${body}`)
      .join(',\n');
  return `
    import { defineWorker, fail, WorkerFailure, type ActionTypes } from 'heron/worker-kit';
    ${worker.head ?? ''}
    export default defineWorker<ActionTypes>({
      ${worker.lifeCycle ?? ''}
      actions: { ${listed(worker.actions)} },
      hooks: { ${listed(worker.hooks ?? {})} },
    });
  `;
}
