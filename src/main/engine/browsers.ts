import type { JsonObject } from '../../contract/json.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { findBubblewrap } from '../workers/hosts/machine/sandbox.ts';
import { type Browsers, createBrowsers } from '../workers/browsers/browsers.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';
import type { Ground } from './ground.ts';

/** Known when the workers are open. */
type OpenedWorkers = {
  workers: { registry: Pick<WorkerRegistry, 'manifests'> };
  workerSettings: { of: (manifest: Manifest) => JsonObject };
};

/** The browsers that workers drive, with what the person has set of the worker of that name. */
export function openBrowsers({ host, paths, logger }: Ground, opened: () => OpenedWorkers): Browsers {
  const { nodeBinary, appFolder, environment } = host;
  return createBrowsers({
    ...{ nodeBinary, appFolder, environment, logger, bubblewrap: findBubblewrap(), folder: paths.browsers },
    settings() {
      const { workers, workerSettings } = opened();
      const manifest = workers.registry.manifests().find(({ id }) => id === 'browser');
      return manifest ? workerSettings.of(manifest) : {};
    },
  });
}
