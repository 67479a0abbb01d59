import { userInfo } from 'node:os';
import type { WorkerRules } from '../../contract/settings.ts';
import { toFailure } from '../base/errors.ts';
import type { Ground } from './ground.ts';
import type { AuditLog } from '../features/permissions/audit-log.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { WorkerSettingsService } from '../features/workers/settings-service.ts';
import type { GuardedPrograms } from '../workers/broker/programs/call-programs.ts';
import type { ApprovalStore } from '../workers/installing/approval-store.ts';
import { createInstaller, type Installer } from '../workers/installing/installer.ts';
import { type Staging, staging } from '../workers/installing/staging.ts';
import { tryCode } from '../workers/try-code.ts';
import type { Workers } from '../workers/workers.ts';

type InstallGround = {
  workers: Workers;
  approvals: ApprovalStore;
  place: Staging;
  rules: () => WorkerRules;
  permissions: PermissionService;
  workerSettings: WorkerSettingsService;
  audit: AuditLog;
  programs: GuardedPrograms;
};

/** Before any worker is looked for: what a crash left between two places is put back. */
export async function openStaging({ paths, logger }: Ground): Promise<Staging> {
  const place = staging({ root: paths.installing, workers: paths.workers });
  await place.recover().catch((error: unknown) => logger.error('What was being installed is left', toFailure(error)));
  return place;
}

export function openInstaller(ground: Ground, parts: InstallGround): Installer {
  const { host, events, makeId, clock } = ground;
  const { workers, approvals, rules, permissions, workerSettings, audit, programs } = parts;
  return createInstaller({
    ...{ events, makeId, clock, approvals, rules, programs },
    registry: workers.registry,
    staging: parts.place,
    tryCode: (code) =>
      tryCode(code, { nodeBinary: host.nodeBinary, appFolder: host.appFolder, sandboxFor: workers.sandboxFor }),
    async forget(workerId) {
      workerSettings.forget(workerId);
      await permissions.forgetWorker(workerId);
    },
    note: (line) => void audit.add({ ...line, decision: 'allowed', rule: 'the person' }),
    hostVersion: host.version,
    environment: host.environment,
    userName: nameOfUser(),
  });
}

/** A user without an entry in the system's list has no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'the owner';
  }
}
