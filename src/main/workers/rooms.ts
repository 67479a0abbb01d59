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

  /** Why the room a worker is to be in cannot be had, as far as is known. */
  function missingFor(manifest: Manifest): string | undefined {
    return isHeld(manifest) ? search.missing() : usual.missing;
  }

  function refusal(manifest: Manifest): HeronError | undefined {
    const missing = missingFor(manifest);
    if (missing === undefined) return undefined;
    const why = isHeld(manifest) ? `the settings send it into a container, and ${missing}` : missing;
    const message = `The worker ${manifest.id} does not start: ${why}`;
    return new HeronError('worker-unavailable', message, { workerId: manifest.id });
  }

  async function prepare(manifest: Manifest): Promise<void> {
    if (isHeld(manifest)) await search.look();
    const error = refusal(manifest);
    if (error) throw error;
  }

  function isPrepared(manifest: Manifest): boolean {
    return isHeld(manifest) ? search.found() !== undefined : usual.missing === undefined;
  }

  return {
    kindOf: (manifest) => (isHeld(manifest) ? 'container' : 'usual'),
    sandbox: (kind) => (kind === 'usual' ? usual : prepared(search)),
    prepare: (manifest) => (isPrepared(manifest) ? undefined : prepare(manifest)),
    refusal,
    describe(manifest) {
      const missing = missingFor(manifest);
      const room = isHeld(manifest) ? 'container' : 'own process';
      if (missing !== undefined) return `${room}: it does not start, ${missing}`;
      const sandbox = isHeld(manifest) ? search.found()?.sandbox : usual;
      return sandbox?.describe(manifest.tier) ?? room;
    },
    async support(manifests) {
      await search.look();
      const found = search.found();
      const routed = manifests.filter(isHeld).map(({ id }) => id);
      return found ? { runtime: nameOfRuntime(found.runtime), routed } : { missing: search.missing(), routed };
    },
    health(manifests) {
      const component = usual.health();
      const refused = manifests.filter((manifest) => refusal(manifest));
      if (usual.missing !== undefined && refused.length === manifests.length) return component;
      const message = [
        listed(refused.filter(isHeld), 'Sent into a container by the settings, so not started', search.missing()),
        listed(
          refused.filter((manifest) => !isHeld(manifest)),
          'Not started',
          usual.missing,
        ),
      ].filter(Boolean);
      return message.length === 0 ? component : { ...component, state: 'degraded', message: message.join('. ') };
    },
  };
}

function listed(refused: readonly Manifest[], what: string, missing: string | undefined): string {
  return refused.length === 0 ? '' : `${what}: ${refused.map(({ id }) => id).join(', ')}; ${missing}`;
}

function prepared(search: ContainerSearch): Sandbox {
  const found = search.found();
  if (!found) throw new Error('A container was asked for before there was one');
  return found.sandbox;
}
