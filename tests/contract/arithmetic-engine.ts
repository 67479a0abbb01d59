import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, implement } from '@orpc/server';
import { contract } from '../../src/contract/index.ts';
import { Manifest } from '../../src/contract/manifest.ts';
import { systemClock } from '../../src/main/base/clock.ts';
import { type Database, openDatabase } from '../../src/main/base/database.ts';
import { createEventLog, type EventLog } from '../../src/main/base/event-log.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { createLogger } from '../../src/main/base/logger.ts';
import { eventHandlers } from '../../src/main/features/events/handlers.ts';
import { createAuditLog } from '../../src/main/features/permissions/audit-log.ts';
import { permissionHandlers } from '../../src/main/features/permissions/handlers.ts';
import { openTestPolicy } from '../../src/main/features/permissions/policy/fixtures/open-policy.ts';
import { createPermissions } from '../../src/main/features/permissions/service.ts';
import { permissionStore } from '../../src/main/features/permissions/store.ts';
import { fileNamesOnDisk } from '../../src/main/features/plans/file-names.ts';
import { planHandlers } from '../../src/main/features/plans/handlers.ts';
import { createOpenedPlans } from '../../src/main/features/plans/opened-plans.ts';
import { noModel } from '../../src/main/models/fixtures/no-model.ts';
import { createPlanService } from '../../src/main/features/plans/service.ts';
import { runHandlers } from '../../src/main/features/runs/handlers.ts';
import { replayingParts } from '../../src/main/features/runs/fixtures/replaying-parts.ts';
import { createRuns, type RunParts } from '../../src/main/features/runs/service.ts';
import { runTables } from '../../src/main/orchestrator/run-tables.ts';
import { timelineHandlers } from '../../src/main/features/timeline/handlers.ts';
import { timelineRows } from '../../src/main/features/timeline/rows.ts';
import { createTimeline } from '../../src/main/features/timeline/service.ts';
import { runStore } from '../../src/main/features/runs/store.ts';
import { callInterceptor } from '../../src/main/gateway/call-interceptors.ts';
import type { EngineClient, EngineRouter } from '../../src/main/gateway/engine-router.ts';
import type { EngineAccess, OpenEngine } from '../../src/main/headless/engine-access.ts';
import type { ActionEntry, Catalogue } from '../../src/main/orchestrator/catalogue.ts';
import { createClassLimits } from '../../src/main/orchestrator/class-limits.ts';
import { arithmeticCatalogue, doArithmetic } from '../../src/main/orchestrator/fixtures/arithmetic.ts';

export type ArithmeticEngine = {
  /** A folder of its own, removed at the end. */
  folder: string;
  database: Database;
  router: EngineRouter;
  log: EventLog;
  client: EngineClient;
  openEngine: OpenEngine;
  /** Cuts off what runs, as when the engine's process ends. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
};

/** The real plans, runs and permissions over two workers that calculate in this process. */
export function createArithmeticEngine(
  parts: Partial<Pick<RunParts, 'callWorker' | 'previewUndo' | 'undo'>> = {},
): ArithmeticEngine {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-arithmetic-')));
  const database = openDatabase({ file: join(folder, 'heron.db'), durability: 'normal' });
  const makeId = createIds();
  const log = createEventLog({ database, makeId, clock: systemClock });
  const logger = createLogger(join(folder, 'heron.log'), 'debug');
  const base = { events: log, log, logger, makeId, clock: systemClock, homeFolder: folder };
  const catalogue = withPhrases(arithmeticCatalogue());
  const permissions = createPermissions({
    ...base,
    store: permissionStore(database),
    audit: createAuditLog({ database, clock: systemClock, logger, headFile: join(folder, 'audit-head.json') }),
    manifestOf: (id) => manifests.find((manifest) => manifest.id === id),
    canonicalTarget: ({ target }) => target,
    kindOfPath: () => undefined,
    refusalOf: () => undefined,
    policy: openTestPolicy({ database, events: log }),
    madeByRun: () => [],
    answerTimes: () => ({ attendedMs: 300_000, unattendedMs: 0 }),
  });
  const runs = createRuns({
    ...base,
    catalogue,
    store: runStore(database),
    replaying: replayingParts(database),
    tables: runTables(database),
    random: Math.random,
    limits: createClassLimits({ cpu: 4, files: 4, network: 4, shell: 4 }),
    callWorker: doArithmetic,
    ensure: permissions.ensure,
    lacking: permissions.lacking,
    allow: permissions.allow,
    elevate: async () => {},
    endPermissions: permissions.endRun,
    forgetPermissions: permissions.forgetRun,
    changes: async () => [],
    passOnBlobs: async () => {},
    endProcesses: async () => undefined,
    processesOf: () => [],
    inheritTaint: async () => {},
    previewUndo: async () => ({ restorable: [], conflicts: [] }),
    undo: async () => ({ restored: [join(folder, 'a')], conflicts: [] }),
    ...parts,
  });
  const plans = createPlanService({ ...base, catalogue, files: fileNamesOnDisk, ...noModel });
  const { plans: _plans, runs: _runs, permissions: _permissions, events: _events, timeline: _timeline } = contract;
  const served = { plans: _plans, runs: _runs, permissions: _permissions, events: _events, timeline: _timeline };
  const api = implement(served);
  const { items, phases } = runTables(database);
  const rows = timelineRows(database);
  const timeline = createTimeline({
    events: log,
    clock: systemClock,
    rows,
    phases,
    used: items.used,
    scrub: (value) => value,
  });
  const router = api.router({
    plans: planHandlers(plans, createOpenedPlans({ plans, makeId })),
    runs: runHandlers(runs),
    timeline: timelineHandlers(timeline),
    permissions: permissionHandlers(permissions, async () => []),
    events: eventHandlers(log),
  });
  const client = createRouterClient(router, { interceptors: [callInterceptor(logger)] }) as unknown as EngineClient;
  const access: EngineAccess = { client: () => Promise.resolve(client), close: () => Promise.resolve() };
  return {
    folder,
    database,
    router,
    log,
    client,
    openEngine: async ({ resumesRuns }) => {
      if (resumesRuns) runs.resume();
      return access;
    },
    interrupt: () => runs.close(),
    async close() {
      await runs.close();
      await permissions.close();
      await log.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function withPhrases(catalogue: Catalogue): Catalogue {
  const phrases: Record<string, string[]> = { 'sum.add': ['add {a} and {b}'], 'disk.save': ['save {value} to {path}'] };
  const complete = (entry: ActionEntry): ActionEntry => ({
    ...entry,
    action: { ...entry.action, phrases: phrases[entry.ref] ?? [] },
  });
  const entries = catalogue.actions().map(complete);
  return { actions: () => entries, action: (ref) => entries.find((entry) => entry.ref === ref) };
}

const manifests = ['sum', 'disk'].map((id) =>
  Manifest.parse({
    id,
    version: '1.0.0',
    engines: { heron: '*' },
    name: id === 'sum' ? 'Sums' : 'Disk',
    description: 'Calculates.',
    tier: 'node',
    permissions: id === 'sum' ? [] : [{ capability: 'files.write', reason: 'It writes the number down.' }],
    limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
    actions: Object.fromEntries(
      arithmeticCatalogue()
        .actions()
        .filter(({ workerId }) => workerId === id)
        .map(({ ref, action }) => [ref.slice(id.length + 1), action]),
    ),
  }),
);
