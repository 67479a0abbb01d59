import type { PermissionService } from './features/permissions/service.ts';
import { createMcp, type McpService } from './features/mcp/service.ts';
import { mcpStore } from './features/mcp/store.ts';
import type { SecretService } from './features/secrets/service.ts';
import type { Ground } from './ground.ts';
import type { BackgroundProcesses } from './workers/processes/background-processes.ts';
import type { FindServer } from './workers/mcp/outside-server.ts';
import { createServers, type Servers } from './workers/mcp/servers.ts';
import type { WorkerRegistry } from './workers/registry/registry.ts';

type McpGround = {
  registry: () => WorkerRegistry;
  permissions: PermissionService;
  secrets: SecretService;
  background: BackgroundProcesses;
};

/** MCP servers as workers; the broker, which comes first, finds them by `find`. */
export function openMcp(ground: Ground, parts: McpGround): { mcp: McpService; find: FindServer } {
  const { host, database, events, clock, logger, scrubber } = ground;
  const { registry, permissions, secrets, background } = parts;
  let servers: Servers | undefined;
  const mcp = createMcp(
    {
      ...{ events, clock, permissions },
      store: mcpStore(database),
      logger: logger.from('mcp'),
      isTaken: (workerId) => registry().list().some(({ id }) => id === workerId),
    },
    (news) =>
      (servers = createServers({
        ...{ version: host.version, environment: host.environment, homeFolder: host.homeFolder, clock },
        scrub: scrubber.text,
        secrets: secrets.use,
        guard: background.guard,
        putOutside: (place, candidate) => registry().putOutside(place, candidate),
        ...news,
      })),
  );
  return { mcp, find: (workerId) => servers?.find(workerId) };
}
