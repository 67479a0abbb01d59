import { join } from 'node:path';
import type { ContainerRouting } from '../../contract/containers.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineHost } from '../host.ts';
import { pidFolder } from './hosts/containers/container-sandbox.ts';
import { endOldContainers } from './hosts/containers/end-old-containers.ts';
import {
  type ContainerPrograms,
  containerPrograms,
  findContainer,
  type FoundContainer,
} from './hosts/containers/find-container.ts';
import { probeSandbox, type Sandbox } from './hosts/machine/sandbox.ts';
import { createContainerSearch } from './container-search.ts';
import { createRooms, type Rooms } from './rooms.ts';

export type OpenRoomsParts = {
  host: EngineHost;
  logger: Logger;
  bubblewrap: string | undefined;
  /** By default what is found by trying. */
  usualRoom?: Sandbox | Promise<Sandbox> | undefined;
  /** What to run containers with; by default what the machine has. */
  containers?: ContainerPrograms;
  routing: () => ContainerRouting;
  /** Of this engine's processes. */
  mark: string;
};

/** The files with the process ids of this engine's containers lie here. */
export function containerPids({ host, mark }: Pick<OpenRoomsParts, 'host' | 'mark'>): string {
  return pidFolder({ folder: containerFolder(host), mark });
}

export type OpenedRooms = Rooms & {
  /** Where there is a runtime, ends what earlier engines left in it meanwhile, a container that was still being made for example. */
  endOldContainers: () => Promise<void>;
};

/** Looks at what this machine gives every worker; containers are looked for when one is needed. */
export async function openRooms(parts: OpenRoomsParts): Promise<OpenedRooms> {
  const { host, logger, bubblewrap, routing } = parts;
  const usual = await (parts.usualRoom ?? probeSandbox({ nodeBinary: host.nodeBinary, bubblewrap }));
  const { state, message } = usual.health();
  if (state !== 'ok') logger.warn(message);
  const search = createContainerSearch({ logger, findContainer: () => searchContainer(parts) });
  return {
    ...createRooms({ usual, routing, search }),
    async endOldContainers() {
      const found = search.found();
      if (found) await endOld(parts, found);
    },
  };
}

/** Whoever has found a runtime sees what earlier engines left in it. */
async function searchContainer(parts: OpenRoomsParts): Promise<FoundContainer | { missing: string }> {
  const { host, mark, containers = containerPrograms() } = parts;
  const place = { folder: containerFolder(host), mark };
  const found = await findContainer({ ...place, programs: containers, nodeBinary: host.nodeBinary });
  if ('missing' in found) return found;
  await endOld(parts, found);
  return found;
}

async function endOld({ host, logger, mark }: OpenRoomsParts, { runtime }: FoundContainer): Promise<void> {
  const ended = await endOldContainers({ folder: containerFolder(host), mark, runtime });
  if (ended.length > 0) logger.warn(`Removed containers that an earlier Heron left behind: ${ended.join(', ')}`);
}

function containerFolder({ dataFolder }: EngineHost): string {
  return join(dataFolder, 'containers');
}
