import { hostname, userInfo } from 'node:os';
import type { RedactParts } from '../features/bundles/redact.ts';
import { createBundles, type BundleService } from '../features/bundles/service.ts';
import { createShelf, type Shelf } from '../features/bundles/shelf.ts';
import { bundleStore } from '../features/bundles/store.ts';
import type { RunService } from '../features/runs/service.ts';
import type { Settings } from '../../contract/settings.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';
import { manifestOf } from './policy-parts.ts';
import type { Ground } from './ground.ts';
import { type RunReading, takingIn } from './opened-runs.ts';

export function openShelf({ database, paths }: Ground): Shelf {
  return createShelf({ store: bundleStore(database), folder: paths.bundles });
}

/** What is taken out of what is given away. */
export function redactingOf({ host, scrubber }: Ground): RedactParts {
  return {
    scrub: scrubber.text,
    environment: host.environment,
    homeFolder: host.homeFolder,
    userName: userInfo().username,
    hostName: hostname(),
  };
}

type Parts = {
  shelf: Shelf;
  reading: RunReading;
  runs: Pick<RunService, 'get' | 'changes'>;
  registry: () => WorkerRegistry;
  settings: () => Settings;
};

export function openBundles(ground: Ground, { shelf, reading, runs, registry, settings }: Parts): BundleService {
  const { host } = ground;
  return createBundles({
    ...ground,
    shelf,
    events: reading.events,
    items: reading.tables.items,
    heron: host.version,
    readRun: runs.get,
    actionsOf: reading.kept.of,
    versionOf: (id) => manifestOf(registry(), id)?.version,
    showsThinking: () => settings().agents.showThinking,
    changes: runs.changes,
    redacting: redactingOf(ground),
    taking: takingIn,
  });
}
