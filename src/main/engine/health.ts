import { dirname } from 'node:path';
import { release } from 'node:os';
import { redactingOf } from './bundles.ts';
import { createRedactor } from '../features/bundles/redact.ts';
import { failureStore } from '../features/health/failure-store.ts';
import { createHealth, type HealthService, type Probe } from '../features/health/service.ts';
import { vaultHealth } from '../features/secrets/open-secrets.ts';
import type { SecretService } from '../features/secrets/service.ts';
import type { SettingsService } from '../features/settings/service.ts';
import { logFiles } from '../base/logger.ts';
import { chaosProbes, type Faults } from './faults.ts';
import type { Ground } from './ground.ts';
import { policyHealth, type PolicyInForce } from './policy-parts.ts';
import type { Workers } from '../workers/workers.ts';

/** The page offers to look for newer Herons where this is. */
function releaseProbes({ releasePlace }: Ground['host']): Probe[] {
  if (releasePlace === undefined) return [];
  return [
    { name: 'updates', check: () => ({ state: 'ok', message: `Asked for at ${releasePlace}, once switched on` }) },
  ];
}

/** How the engine is, part by part. */
export function openHealth(
  ground: Ground,
  { workers, secrets, faults }: { workers: Workers; secrets: SecretService; faults: Faults },
  { service, inForce }: { service: SettingsService; inForce: () => PolicyInForce },
): HealthService {
  const { host, paths, database, clock, refusedKeys } = ground;
  return createHealth({
    version: host.version,
    program: host.program,
    dataFolder: host.dataFolder,
    logFiles: () => logFiles(paths.log),
    logFolder: dirname(paths.log),
    openFolder: host.openFolder,
    report: {
      crashFolder: paths.crashes,
      redactor: () => createRedactor(redactingOf(ground)),
      facts: () => ({
        machine: { platform: process.platform, architecture: process.arch, release: release() },
        settings: service.get(),
        workers: workers.registry.list().map(({ id, origin, state, manifest, error }) => ({
          ...{ id, origin, state, version: manifest?.version, error },
        })),
      }),
    },
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
      ...(host.program === 'electron' ? refusedKeys.probes() : []),
      ...releaseProbes(host),
      ...chaosProbes(faults),
    ],
  });
}
