import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { defaultCircuit } from '../../src/contract/circuits.ts';
import { contract } from '../../src/contract/index.ts';
import { usualAgents } from '../../src/contract/agents.ts';
import { usualMemory } from '../../src/contract/memory.ts';
import { usualLanes } from '../../src/contract/lanes.ts';
import { usualManners } from '../../src/contract/manners.ts';
import { defaultPolicy } from '../../src/contract/policy.ts';
import { defaultConcurrency, patchSettings, type Settings, type SettingsReading } from '../../src/contract/settings.ts';
import { usualPacing } from '../../src/contract/pacing.ts';
import { usualPatience } from '../../src/contract/patience.ts';
import { usualRouting } from '../../src/contract/routing.ts';
import { noShares, noSpendingLimits, usualFailover } from '../../src/contract/spending.ts';
import { usualCalls } from '../../src/contract/calls.ts';
import { defaultEyes } from '../../src/contract/eyes.ts';
import { defaultGestures } from '../../src/contract/gestures.ts';
import { defaultVoice } from '../../src/contract/voice.ts';
import { openDatabase } from '../../src/main/base/database.ts';
import { HeronError } from '../../src/main/base/errors.ts';
import { createEventLog, type EventDraft, type EventLog } from '../../src/main/base/event-log.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { createLogger, type Logger } from '../../src/main/base/logger.ts';
import type { EngineRouter } from '../../src/main/gateway/engine-router.ts';

const initialSettings: Settings = {
  theme: 'system',
  logLevel: 'info',
  logFormat: 'pretty',
  otlpEndpoint: '',
  retention: { runsDays: 365, runsMaxMb: 10_240, undoDays: 90, undoMaxMb: 10_240, auditDays: 0, logsMaxMb: 40 },
  durability: 'normal',
  paused: false,
  window: { startAtLogin: false, closeToTray: false, quickAskShortcut: '' },
  language: 'system',
  maths: true,
  tips: true,
  manner: usualManners,
  shortcuts: {},
  updates: 'off',
  errorWorkflow: '',
  concurrency: defaultConcurrency,
  lanes: usualLanes,
  agents: usualAgents,
  memory: usualMemory,
  circuit: defaultCircuit,
  attendedAnswerMs: 300_000,
  unattendedAnswerMs: 0,
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
  promptPack: 'plain',
  workerPauseMs: 10_000,
  workerIdleMs: 30_000,
  workerProcesses: 20,
  workerRecycleCalls: 10_000,
  workerRecycleMemoryPercent: 80,
  containers: { workers: [], fromRisk: 'off' },
  background: { perRun: 8, inAll: 32, memoryMb: 4096, programs: 1000, logMb: 16, minutes: 30 },
  enabledHooks: [],
  workerRules: { allow: [], deny: [], keys: [] },
  policy: defaultPolicy,
  attachmentMb: 100,
  attachmentsPerMessage: 10,
  blobsPerRunMb: 4096,
  blobsKeptDays: 30,
};

export type TestEngine = {
  /** A folder of its own, removed at the end. */
  folder: string;
  router: EngineRouter;
  log: EventLog;
  logger: Logger;
  /** Appends `count` durable events. */
  append(count: number): Promise<void>;
  /** Streams of events that somebody reads. */
  watchers(): number;
  close(): Promise<void>;
};

/** The part of an engine that transports are tested with: a real event log and database behind three of the contract's nouns. */
export function createTestEngine(): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), 'heron-test-'));
  const database = openDatabase({ file: join(folder, 'heron.db'), durability: 'normal' });
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const logger = createLogger(join(folder, 'heron.log'), 'debug');
  const { router, watchers } = handlers(log);
  return {
    folder,
    router,
    watchers,
    log,
    logger,
    append: async (count) => void (await log.append(Array.from({ length: count }, draft))),
    async close() {
      await log.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Who reads the hash of these names it to others, who ask no more of it. */
function reading(settings: Settings): SettingsReading {
  return { settings, hash: 'a'.repeat(22), file: { path: '/nowhere/settings.json', issues: [] }, undoes: [] };
}

function draft(): EventDraft {
  return { type: 'worker.stopped', payload: { reason: 'idle' }, scope: { workerId: 'text' } };
}

function handlers(log: EventLog): { router: EngineRouter; watchers: () => number } {
  const os = implement({ events: contract.events, settings: contract.settings, health: contract.health });
  let settings = initialSettings;
  let watchers = 0;

  async function set(next: Settings): Promise<Settings> {
    settings = next;
    await log.append([{ type: 'settings.changed', payload: { settings } }]);
    return settings;
  }

  async function* watch(filter: Parameters<EventLog['watch']>[0], signal?: AbortSignal) {
    watchers += 1;
    try {
      yield* log.watch(filter, signal);
    } finally {
      watchers -= 1;
    }
  }

  const router = os.router({
    events: {
      watch: os.events.watch.handler(({ input, signal }) => watch(input, signal)),
      watchGathered: os.events.watchGathered.handler(({ input, signal }) => log.watchGathered(input, signal)),
      list: os.events.list.handler(({ input }) => ({ events: log.list(input), lastSeq: log.lastSeq() })),
      readCursor: os.events.readCursor.handler(({ input }) => ({ seq: log.readCursor(input.consumer) })),
      moveCursor: os.events.moveCursor.handler(({ input }) => {
        if (input.seq > log.lastSeq()) {
          throw new HeronError('conflict', `There is no event ${input.seq} yet`, { lastSeq: log.lastSeq() });
        }
        log.moveCursor(input.consumer, input.seq);
        return { seq: input.seq };
      }),
    },
    settings: {
      get: os.settings.get.handler(() => settings),
      read: os.settings.read.handler(() => reading(settings)),
      update: os.settings.update.handler(({ input: { baseHash: _, ...patch } }) => set(patchSettings(settings, patch))),
      replace: os.settings.replace.handler(async ({ input }) => reading(await set(input.settings))),
      undo: os.settings.undo.handler(async () => reading(await set(initialSettings))),
    },
    health: {
      get: os.health.get.handler(() => ({
        version: '0.0.0',
        node: process.version,
        program: 'headless' as const,
        dataFolder: '/nowhere',
        startedAt: 0,
        memoryMb: 1,
        components: [],
      })),
      failures: os.health.failures.handler(() => ({ since: 0, tasks: {}, runs: {}, isCut: false })),
      logFolder: os.health.logFolder.handler(() => ({ path: '/nowhere/logs', canOpen: false })),
      openLogFolder: os.health.openLogFolder.handler(() => ({})),
      openDataFolder: os.health.openDataFolder.handler(() => ({})),
      crashes: os.health.crashes.handler(() => []),
      crash: os.health.crash.handler(() => ({ text: '' })),
      removeCrash: os.health.removeCrash.handler(() => ({})),
      report: os.health.report.handler(async function* () {
        yield { bytes: '' };
      }),
      // Every engine has bugs; this is where this one keeps its own.
      logs: os.health.logs.handler(() => {
        throw new TypeError('Cannot read properties of undefined');
      }),
    },
  });
  return { router, watchers: () => watchers };
}
