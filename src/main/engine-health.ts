import { failureStore } from './features/health/failure-store.ts';
import { createHealth, type HealthService, type Probe } from './features/health/service.ts';
import { vaultHealth } from './features/secrets/open-secrets.ts';
import type { SecretService } from './features/secrets/service.ts';
import type { SettingsService } from './features/settings/service.ts';
import { logFiles } from './base/logger.ts';
import { chaosProbes, type Faults } from './engine-faults.ts';
import type { Ground } from './ground.ts';
import { policyHealth, type PolicyInForce } from './policy-parts.ts';
import type { Workers } from './workers/workers.ts';

/** The page offers to look for newer Herons where this is. */
function releaseProbes({ releasePlace }: Ground['host']): Probe[] {
  if (releasePlace === undefined) return [];
  return [
    { name: 'updates', check: () => ({ state: 'ok', message: `Asked for at ${releasePlace}, once switched on` }) },
  ];
}

/** How the engine is, part by part. */
export function openHealth(
  { host, paths, database, clock }: Ground,
  { workers, secrets, faults }: { workers: Workers; secrets: SecretService; faults: Faults },
  { service, inForce }: { service: SettingsService; inForce: () => PolicyInForce },
): HealthService {
  return createHealth({
    version: host.version,
    program: host.program,
    dataFolder: host.dataFolder,
    logFiles: () => logFiles(paths.log),
    failures: failureStore(database),
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
          service.get();
          return { state: 'ok', message: 'All settings can be read' };
        },
      },
      { name: 'secrets', check: () => vaultHealth(secrets) },
      { name: 'policy', check: () => policyHealth(inForce()) },
      { name: 'sandbox', check: () => workers.health() },
      ...releaseProbes(host),
      ...chaosProbes(faults),
    ],
  });
}
