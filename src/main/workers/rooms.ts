import { type ContainerRouting, type ContainerSupport, isRouted } from '../../contract/containers.ts';
import type { Health } from '../../contract/health.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { nameOfRuntime } from './hosts/containers/container-sandbox.ts';
import type { FoundContainer } from './hosts/containers/find-container.ts';
import type { Sandbox } from './hosts/machine/sandbox.ts';

/** What stands around a worker's process: what this machine gives every worker, or a container. */
export type RoomKind = 'usual' | 'container';

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

export type RoomsParts = {
  usual: Sandbox;
  routing: () => ContainerRouting;
  findContainer: () => Promise<FoundContainer | { missing: string }>;
  logger: Logger;
};

/** Which worker is held in which room. A runtime for containers is looked for when the first worker needs it, and again until there is one. */
export function createRooms({ usual, routing, findContainer, logger }: RoomsParts): Rooms {
  let container: FoundContainer | undefined;
  let missing: string | undefined;
  let search: Promise<void> | undefined;

  const isHeld = (manifest: Manifest): boolean => isRouted(manifest, routing());

  function look(): Promise<void> {
    search ??= find().finally(() => (search = undefined));
    return search;
  }

  async function find(): Promise<void> {
    const before = missing;
    const found = await findContainer().catch((error: unknown) => ({ missing: toFailure(error).message }));
    if ('sandbox' in found) container = found;
    missing = 'missing' in found ? found.missing : undefined;
    if (container) logger.info(`Workers can run in containers: ${nameOfRuntime(container.runtime)}`);
    else if (missing !== before) logger.info(`Workers cannot run in containers: ${missing}`);
  }

  function refusal(manifest: Manifest): HeronError | undefined {
    if (missing === undefined || !isHeld(manifest)) return undefined;
    const message = `The worker ${manifest.id} does not start: the settings send it into a container, and ${missing}`;
    return new HeronError('worker-unavailable', message, { workerId: manifest.id });
  }

  async function prepare(manifest: Manifest): Promise<void> {
    await look();
    const error = refusal(manifest);
    if (error) throw error;
  }

  return {
    kindOf: (manifest) => (isHeld(manifest) ? 'container' : 'usual'),
    sandbox(kind) {
      if (kind === 'usual') return usual;
      if (!container) throw new Error('A container was asked for before there was one');
      return container.sandbox;
    },
    prepare: (manifest) => (!isHeld(manifest) || container ? undefined : prepare(manifest)),
    refusal,
    describe(manifest) {
      if (!isHeld(manifest)) return usual.describe(manifest.tier);
      if (missing !== undefined) return `container: it does not start, ${missing}`;
      return container?.sandbox.describe(manifest.tier) ?? 'container';
    },
    async support(manifests) {
      if (!container) await look();
      const found = container ? { runtime: nameOfRuntime(container.runtime) } : { missing };
      return { ...found, routed: manifests.filter(isHeld).map(({ id }) => id) };
    },
    health(manifests) {
      const component = usual.health();
      const refused = manifests.filter((manifest) => refusal(manifest));
      if (refused.length === 0 || component.state === 'failed') return component;
      const ids = refused.map(({ id }) => id).join(', ');
      const message = `Sent into a container by the settings, so not started: ${ids}; ${missing}`;
      return { ...component, state: 'degraded', message };
    },
  };
}
