import { isDeepStrictEqual } from 'node:util';
import { actionCatalogue } from './action-catalogue.ts';
import type { Manifest } from '../contract/manifest.ts';
import type { Settings } from '../contract/settings.ts';
import { toFailure } from './base/errors.ts';
import type { Logger } from './base/logger.ts';
import type { DataPaths } from './base/paths.ts';
import { type ConversationService, createConversations } from './features/conversations/service.ts';
import { conversationStore } from './features/conversations/store.ts';
import { createHealth, type HealthService } from './features/health/service.ts';
import { keyFile } from './features/models/key-file.ts';
import { createModels, type ModelService } from './features/models/service.ts';
import { modelStore } from './features/models/store.ts';
import { type AuditLog, createAuditLog } from './features/permissions/audit-log.ts';
import { createPermissions, type PermissionService } from './features/permissions/service.ts';
import { permissionStore } from './features/permissions/store.ts';
import { createPlanService, type PlanService } from './features/plans/service.ts';
import { createRuns, type RunService } from './features/runs/service.ts';
import { runStore } from './features/runs/store.ts';
import { createSettings, defaultSettings, type SettingsService } from './features/settings/service.ts';
import { settingsStore } from './features/settings/store.ts';
import { type GivenToWorkers, openWorkerParts, type WorkerParts } from './engine-workers.ts';
import type { Ground } from './ground.ts';
import { createClassLimits } from './orchestrator/class-limits.ts';
import type { Catalogue } from './orchestrator/catalogue.ts';
import { createBroker } from './workers/broker/broker.ts';
import { canonicalTarget } from './workers/broker/canonical-target.ts';
import { createRefusalOf } from './workers/broker/need-refusal.ts';
import { createFileJournal, type FileJournal } from './workers/broker/journal/file-journal.ts';
import { findPrograms } from './workers/hosts/machine/programs.ts';
import { findBubblewrap } from './workers/hosts/machine/sandbox.ts';
import type { CallWorker } from './workers/worker-call.ts';
import { createCodeRunner } from './workers/written-code/code-runner.ts';
import { createWorkers, type Workers } from './workers/workers.ts';

export type EngineParts = Ground &
  WorkerParts & {
    settings: SettingsService;
    models: ModelService;
    audit: AuditLog;
    permissions: PermissionService;
    journal: FileJournal;
    plans: PlanService;
    runs: RunService;
    conversations: ConversationService;
    health: HealthService;
  };

/** Puts the parts together. Who needs another part is handed a function of it, so that no feature knows another. */
export async function createEngineParts(ground: Ground): Promise<EngineParts> {
  const { host, paths, database, events, logger, clock } = ground;
  const settings = openSettings(ground);
  const { limits } = settings;
  const journal = createFileJournal({ database, clock, logger, undoFolder: paths.undo });
  const audit = createAuditLog({ database, clock, logger });
  // The permissions ask the registry for manifests, the registry's hosts ask the permissions: one of them comes later.
  let workers: Workers | undefined = undefined;
  const registry = (): Workers['registry'] => loaded(workers).registry;
  const catalogue = actionCatalogue(registry);
  const permissions = createPermissions({
    ...ground,
    store: permissionStore(database),
    audit,
    manifestOf: (workerId) => manifestOf(registry(), workerId),
    canonicalTarget: (need) => canonicalTarget(need, host.environment),
    refusalOf: createRefusalOf({ protectedFolders: protectedFolders(paths), environment: host.environment }),
    madeByRun: journal.madeByRun,
  });
  const open = (given: GivenToWorkers): Promise<Workers> => openWorkers(ground, permissions, journal, given);
  const opened = await openWorkerParts(ground, { open, settings, permissions, audit });
  workers = opened.workers;
  const { callWorker } = opened;
  const runs = openRuns(ground, { catalogue, limits, permissions, journal, callWorker });
  const models = createModels({
    log: events,
    store: modelStore(database),
    keys: keyFile(paths.secrets),
    environment: host.environment,
  });
  const plans = createPlanService({
    catalogue,
    log: events,
    logger,
    homeFolder: host.homeFolder,
    model: models.access,
  });
  const conversations = createConversations({
    ...ground,
    log: events,
    store: conversationStore(database),
    makePlan: plans.make,
    startRun: runs.start,
  });
  const health = openHealth(ground, workers, settings.service);
  return {
    ...ground,
    settings: settings.service,
    models,
    audit,
    permissions,
    journal,
    ...opened,
    plans,
    runs,
    conversations,
    health,
  };
}

/** The hosts and the only door out of them. */
function openWorkers(
  ground: Ground,
  { authorize, refuse, noteOwnOutput, forgetOwnOutput }: PermissionService,
  journal: FileJournal,
  given: GivenToWorkers,
): Promise<Workers> {
  const { host, paths, logger } = ground;
  const { environment } = host;
  const openSession = createBroker({
    code: createCodeRunner({
      nodeBinary: host.nodeBinary,
      programs: findPrograms(host.appFolder),
      bubblewrap: findBubblewrap(),
      folder: paths.code,
      ...{ environment, logger },
    }),
    authorize,
    refuse,
    noteOwnOutput,
    forgetOwnOutput,
    journal,
    protectedFolders: protectedFolders(paths),
    environment,
    logger,
  });
  return createWorkers({ ...ground, ...given, openSession });
}

function manifestOf(registry: Workers['registry'], workerId: string): Manifest | undefined {
  return registry.manifests().find(({ id }) => id === workerId);
}

function protectedFolders({ root }: DataPaths): string[] {
  return [root];
}

function loaded(workers: Workers | undefined): Workers {
  if (!workers) throw new Error('The workers were asked for before they were loaded');
  return workers;
}

/** Settings that the engine itself obeys take effect at once. */
function openSettings({ events, database, logger, processors }: Ground) {
  let heedRules = (): void => undefined;
  const obey = (settings: Settings): void => {
    const hasNewRules = !isDeepStrictEqual(settings.workerRules, current.workerRules);
    current = settings;
    database.pragma(`synchronous = ${settings.durability.toUpperCase()}`);
    logger.setLevel(settings.logLevel);
    limits.resize(settings.concurrency);
    if (hasNewRules) heedRules();
  };
  const service = createSettings({ log: events, store: settingsStore(database), processors, onChange: obey });
  let current = startingSettings(service, processors, logger);
  const limits = createClassLimits(current.concurrency);
  obey(current);
  return {
    service,
    limits,
    idleMs: () => current.workerIdleMs,
    enabledHooks: () => current.enabledHooks,
    rules: () => current.workerRules,
    /** Called when the rules about workers have changed. */
    onRules: (listener: () => void) => void (heedRules = listener),
  };
}

/** A damaged setting is reported where it is read; it must not keep the window shut in which it can be mended. */
function startingSettings(service: SettingsService, processors: number, logger: Logger): Settings {
  try {
    return service.get();
  } catch (error) {
    logger.error('The settings are damaged; Heron runs with the defaults until they are set again', toFailure(error));
    return defaultSettings(processors);
  }
}

type RunGround = {
  catalogue: Catalogue;
  limits: ReturnType<typeof createClassLimits>;
  permissions: PermissionService;
  journal: FileJournal;
  callWorker: CallWorker;
};

function openRuns(ground: Ground, { catalogue, limits, permissions, journal, callWorker }: RunGround): RunService {
  const { events } = ground;
  return createRuns({
    ...ground,
    store: runStore(ground.database),
    catalogue,
    limits,
    homeFolder: ground.host.homeFolder,
    ensure: permissions.ensure,
    lacking: permissions.lacking,
    allow: permissions.allow,
    endPermissions: permissions.endRun,
    changes: journal.changes,
    undo: journal.undo,
    callWorker: ({ entry, input, taskId, attempt, idempotencyKey, answer, timeoutMs, signal }, scope) => {
      const { ref, workerId } = entry;
      return callWorker({
        workerId,
        action: ref.slice(workerId.length + 1),
        input,
        scope: { ...scope, taskId, attempt, idempotencyKey, answer },
        timeoutMs,
        signal,
        onProgress: (progress) =>
          events.emit({ type: 'task.progressed', scope: { runId: scope.runId, taskId }, payload: progress }),
      });
    },
  });
}

function openHealth(
  { host, paths, database, clock }: Ground,
  workers: Workers,
  settings: SettingsService,
): HealthService {
  return createHealth({
    version: host.version,
    program: host.program,
    dataFolder: host.dataFolder,
    logFile: paths.log,
    clock,
    memoryBytes: () => process.memoryUsage.rss(),
    probes: [
      {
        name: 'database',
        check: () => {
          database.prepare('SELECT 1').get();
          return { state: 'ok', message: `SQLite, ${paths.database}` };
        },
      },
      {
        name: 'settings',
        check: () => {
          settings.get();
          return { state: 'ok', message: 'All settings can be read' };
        },
      },
      { name: 'sandbox', check: () => workers.health() },
    ],
  });
}
