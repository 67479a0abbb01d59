import type { JsonObject } from '../contract/json.ts';
import type { Manifest } from '../contract/manifest.ts';
import { findBubblewrap } from './workers/hosts/machine/sandbox.ts';
import { type Browsers, createBrowsers } from './workers/browsers/browsers.ts';
import type { WorkerRegistry } from './workers/registry/registry.ts';
import type { Ground } from './ground.ts';

type BrowserGround = {
  registry: () => Pick<WorkerRegistry, 'manifests'>;
  given: () => { workerSettings: { of: (manifest: Manifest) => JsonObject } };
};

/** The browsers that workers drive, with what the person has set of the worker of that name. */
export function openBrowsers({ host, paths, logger }: Ground, { registry, given }: BrowserGround): Browsers {
  const { nodeBinary, appFolder, environment } = host;
  return createBrowsers({
    ...{ nodeBinary, appFolder, environment, logger, bubblewrap: findBubblewrap(), folder: paths.browsers },
    settings() {
      const manifest = registry()
        .manifests()
        .find(({ id }) => id === 'browser');
      return manifest ? given().workerSettings.of(manifest) : {};
    },
  });
}
