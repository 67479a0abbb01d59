import { type ContainerRouting, type ContainerSupport, isRouted } from '../../contract/containers.ts';
import type { Health } from '../../contract/health.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { HeronError } from '../base/errors.ts';
import type { ContainerSearch } from './container-search.ts';
import { nameOfRuntime } from './hosts/containers/container-sandbox.ts';
import type { Sandbox } from './hosts/machine/sandbox.ts';

/** What stands around a worker's process: what this machine gives every worker, or a container. */
export type RoomKind = 'usual' | 'container';

/** Which worker is held in which room. */
export type Rooms = {
  kindOf: (manifest: Manifest) => RoomKind;
  /** Of a container only after `prepare`. */
  sandbox: (kind: RoomKind) => Sandbox;
  /** Undefined where there is nothing to wait for. Errors: `worker-unavailable`. */
  prepare: (manifest: Manifest) => Promise<void> | undefined;
  /** Why the worker cannot be held as it must be, as far as is known. */
  refusal: (manifest: Manifest) => HeronError | undefined;
  describe: (manifest: Manifest) => string;
  support: (manifests: readonly Manifest[]) => Promise<ContainerSupport>;
  health: (manifests: readonly Manifest[]) => Health['components'][number];
};

export type RoomsParts = { usual: Sandbox; routing: () => ContainerRouting; search: ContainerSearch };

export function createRooms({ usual, routing, search }: RoomsParts): Rooms {
  const isHeld = (manifest: Manifest): boolean => isRouted(manifest, routing());

  function refusal(manifest: Manifest): HeronError | undefined {
    const missing = search.missing();
    if (missing === undefined || !isHeld(manifest)) return undefined;
    const message = `The worker ${manifest.id} does not start: the settings send it into a container, and ${missing}`;
    return new HeronError('worker-unavailable', message, { workerId: manifest.id });
  }

  async function prepare(manifest: Manifest): Promise<void> {
    await search.look();
    const error = refusal(manifest);
    if (error) throw error;
  }

  return {
    kindOf: (manifest) => (isHeld(manifest) ? 'container' : 'usual'),
    sandbox: (kind) => (kind === 'usual' ? usual : prepared(search)),
    prepare: (manifest) => (!isHeld(manifest) || search.found() ? undefined : prepare(manifest)),
    refusal,
    describe(manifest) {
      if (!isHeld(manifest)) return usual.describe(manifest.tier);
      const missing = search.missing();
      if (missing !== undefined) return `container: it does not start, ${missing}`;
      return search.found()?.sandbox.describe(manifest.tier) ?? 'container';
    },
    async support(manifests) {
      await search.look();
      const found = search.found();
      const routed = manifests.filter(isHeld).map(({ id }) => id);
      return found ? { runtime: nameOfRuntime(found.runtime), routed } : { missing: search.missing(), routed };
    },
    health(manifests) {
      const component = usual.health();
      const ids = manifests.filter((manifest) => refusal(manifest)).map(({ id }) => id);
      if (ids.length === 0 || component.state === 'failed') return component;
      const message = `Sent into a container by the settings, so not started: ${ids.join(', ')}; ${search.missing()}`;
      return { ...component, state: 'degraded', message };
    },
  };
}

function prepared(search: ContainerSearch): Sandbox {
  const found = search.found();
  if (!found) throw new Error('A container was asked for before there was one');
  return found.sandbox;
}
