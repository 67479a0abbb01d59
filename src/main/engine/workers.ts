import type { Settings, WorkerRules } from '../../contract/settings.ts';
import { toFailure } from '../base/errors.ts';
import { openInstaller, openStaging } from './installs.ts';
import type { AuditLog } from '../features/permissions/audit-log.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import { createWorkerSettings, type WorkerSettingsService } from '../features/workers/settings-service.ts';
import { workerSettingsStore } from '../features/workers/settings-store.ts';
import type { Ground } from './ground.ts';
import { createHooks, type Hooks } from '../workers/hooks/hooks.ts';
import type { GuardedPrograms } from '../workers/broker/programs/call-programs.ts';
import { approvalStore } from '../workers/installing/approval-store.ts';
import type { Installer } from '../workers/installing/installer.ts';
import { createJudge } from '../workers/installing/judge.ts';
import type { CallWorker } from '../workers/worker-call.ts';
import type { Workers, WorkersParts } from '../workers/workers.ts';

export type WorkerParts = {
  workers: Workers;
  workerSettings: WorkerSettingsService;
  installer: Installer;
  hooks: Hooks;
  /** Every way to run an action leads here. */
  callWorker: CallWorker;
};

export type GivenToWorkers = Pick<WorkersParts, 'judge' | 'settingsOf' | 'settings'>;

type WorkerGround = {
  open: (given: GivenToWorkers) => Promise<Workers>;
  settings: {
    current: () => Settings;
    enabledHooks: () => string[];
    rules: () => WorkerRules;
    onRules: (listener: () => void) => void;
    onContainers: (listener: () => void) => void;
  };
  permissions: PermissionService;
  audit: AuditLog;
  programs: GuardedPrograms;
};

/** The workers, and what decides which of them may run, with which settings, and who watches them. */
export async function openWorkerParts(ground: Ground, parts: WorkerGround): Promise<WorkerParts> {
  const { settings, permissions, audit } = parts;
  const { rules } = settings;
  const { database, events, logger } = ground;
  const place = await openStaging(ground);
  const approvals = approvalStore(database);
  const workerSettings = createWorkerSettings({
    ...{ events, logger },
    store: workerSettingsStore(database),
    manifestOf: (workerId) => manifestOf(workers, workerId),
  });
  const workers = await parts.open({
    judge: createJudge({ approvals, rules }),
    settingsOf: workerSettings.of,
    settings: settings.current,
  });
  settings.onRules(() => {
    workers.registry.judgeAgain().catch((error: unknown) => {
      logger.error('The rules about workers are followed when they are loaded next', toFailure(error));
    });
  });
  settings.onContainers(workers.containers.reroute);
  const installing = { approvals, place, rules, permissions, workerSettings, audit, programs: parts.programs };
  const installer = openInstaller(ground, { workers, ...installing });
  const hooks = openHooks(ground, { ...parts, workers, workerSettings });
  return { workers, workerSettings, installer, hooks, callWorker: hooks.around(workers.callWorker) };
}

type HookGround = WorkerGround & Pick<WorkerParts, 'workers' | 'workerSettings'>;

function openHooks({ events, logger, host }: Ground, parts: HookGround): Hooks {
  const { workers, audit, workerSettings, settings } = parts;
  return createHooks({
    ...{ events, logger },
    version: host.version,
    watchers: workers.registry.watchers,
    riskOf: (workerId, action) => manifestOf(workers, workerId)?.actions[action]?.risk,
    isEnabled: (workerId) => settings.enabledHooks().includes(workerId),
    settingsOf: workerSettings.of,
    noteVeto: ({ hookOf, ...refused }) => void audit.add({ ...refused, decision: 'denied', rule: `hook ${hookOf}` }),
  });
}

/** Also of one that cannot be called: what can be set of it can be set. */
function manifestOf({ registry }: Workers, workerId: string) {
  return registry.list().find(({ id, manifest }) => id === workerId && manifest)?.manifest;
}
