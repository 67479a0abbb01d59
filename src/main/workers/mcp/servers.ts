import { createHash } from 'node:crypto';
import type { Transport } from '@modelcontextprotocol/client';
import type { Failure } from '../../../contract/errors.ts';
import type { McpAbout, McpConnection, McpState } from '../../../contract/mcp.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import { cleanEnvironment } from '../broker/programs/clean-environment.ts';
import type { UseSecret } from '../broker/secrets/use-secret.ts';
import type { EndGuard } from '../hosts/machine/end-guard.ts';
import type { Candidate } from '../registry/candidate.ts';
import { loadActions } from '../registry/loaded-action.ts';
import { readAnswer } from './answer.ts';
import { type Connection, createConnection } from './connection.ts';
import { givenValues } from './given-values.ts';
import { httpTransport } from './http-transport.ts';
import type { FindServer } from './outside-server.ts';
import { outsideSupervisor } from './outside-supervisor.ts';
import { createServerLog, type ServerLog } from './server-log.ts';
import { type ListedServer, type ListedTool, serverManifest, targetOf, workerIdOf } from './server-manifest.ts';
import { stdioTransport } from './stdio-transport.ts';
import type { ToolDefinition } from './tool-definition.ts';

export type ServersParts = {
  version: string;
  environment: NodeJS.ProcessEnv;
  homeFolder: string;
  clock: Clock;
  scrub: (text: string) => string;
  secrets: UseSecret;
  guard: Pick<EndGuard, 'watchGroup' | 'forgetGroup'>;
  putOutside: (place: string, candidate: Candidate | undefined) => Promise<void>;
  onTools: (name: string, tools: ToolDefinition[], about: McpAbout) => Promise<void>;
  onState: (name: string, state: McpState, error: Failure | undefined) => void;
  patienceMs?: number;
};

/** The MCP servers that are switched on, each a worker of the registry. */
export type Servers = {
  find: FindServer;
  /** Makes its worker that of these tools; a new connection is made only for a new server. */
  put: (server: ListedServer) => Promise<void>;
  /** What became of the tools. */
  tools: (server: ListedServer) => ListedTool[];
  /** Connects anew. Errors: as of what failed. */
  reopen: (name: string) => Promise<void>;
  state: (name: string) => { state: McpState; failure: Failure | undefined };
  log: (name: string) => ServerLog;
  /** Its worker and its connection go; what it printed stays until `forget`. */
  drop: (name: string) => Promise<void>;
  forget: (name: string) => void;
  close: () => Promise<void>;
};

type Live = { connection: Connection; tools: ListedTool[] };

const patienceMs = 60_000;

export function createServers(parts: ServersParts): Servers {
  const live = new Map<string, Live>();
  const logs = new Map<string, ServerLog>();

  function log(name: string): ServerLog {
    const known = logs.get(name) ?? createServerLog(parts);
    logs.set(name, known);
    return known;
  }

  function connectionOf({ name, connection }: ListedServer): Connection {
    return createConnection({
      ...{ name, version: parts.version, log: log(name), isProgram: connection.transport === 'stdio' },
      openTransport: () => openTransport(parts, connection, log(name)),
      onTools: (tools, about) => parts.onTools(name, tools, about),
      onState: (state, error) => parts.onState(name, state, error),
      patienceMs: parts.patienceMs ?? patienceMs,
    });
  }

  return {
    find(workerId) {
      const [name, one] = [...live].find(([each]) => workerIdOf(each) === workerId) ?? [];
      return name === undefined || !one ? undefined : callable(name, one);
    },
    async put(server) {
      const { name } = server;
      const one = live.get(name) ?? { connection: connectionOf(server), tools: [] };
      live.set(name, one);
      const { manifest, tools } = serverManifest(server);
      one.tools = tools;
      await parts.putOutside(placeOf(name), candidateOf(server, manifest, one.connection));
    },
    tools: (server) => serverManifest(server).tools,
    async reopen(name) {
      const one = live.get(name);
      if (!one) throw new HeronError('not-found', `The MCP server ${name} is switched off`);
      await one.connection.close();
      await one.connection.open();
    },
    state(name) {
      const connection = live.get(name)?.connection;
      return { state: connection?.state() ?? 'off', failure: connection?.failure() };
    },
    log,
    async drop(name) {
      const one = live.get(name);
      live.delete(name);
      await parts.putOutside(placeOf(name), undefined);
      await one?.connection.close();
    },
    forget: (name) => void logs.delete(name),
    async close() {
      await Promise.all([...live.values()].map(({ connection }) => connection.close()));
    },
  };
}

/** In the place of a folder. */
function placeOf(name: string): string {
  return `mcp:${name}`;
}

function callable(name: string, { connection, tools }: Live): ReturnType<FindServer> {
  const nameOf = (action: string): string => {
    const tool = tools.find((each) => each.action === action)?.definition.name;
    if (tool === undefined) throw new HeronError('not-found', `The MCP server ${name} has no action ${action}`);
    return tool;
  };
  return {
    targetOf: (action) => targetOf(name, nameOf(action)),
    async callTool(action, input, signal) {
      const tool = nameOf(action);
      return readAnswer(tool, await connection.call(tool, input, signal));
    },
  };
}

function candidateOf(server: ListedServer, manifest: Candidate['manifest'] & {}, connection: Connection): Candidate {
  const { name, connection: way } = server;
  const { state, failure } = connection;
  const supervisor = outsideSupervisor({ workerId: manifest.id, state, failure });
  const isolation =
    way.transport === 'stdio' ? 'a program of its own, not held by Heron' : `another server, ${new URL(way.url).host}`;
  return {
    ...{ id: manifest.id, folder: placeOf(name), origin: 'installed', trust: 'approved', provenance: undefined },
    fingerprint: createHash('sha256').update(JSON.stringify(manifest)).digest('base64'),
    manifest,
    content: {
      code: { manifest, folder: placeOf(name), entry: manifest.entry },
      actions: loadActions(manifest, false).actions,
      outside: { supervisor, isolation },
    },
    error: undefined,
  };
}

async function openTransport(parts: ServersParts, connection: McpConnection, log: ServerLog): Promise<Transport> {
  const { secrets } = parts;
  if (connection.transport === 'http') {
    const url = new URL(connection.url);
    return httpTransport(url, await givenValues(connection.headers, { secrets, host: url }));
  }
  const { command, args, environment, folder } = connection;
  return stdioTransport({
    ...{ command, args, log, guard: parts.guard, folder: folder ?? parts.homeFolder },
    environment: { ...cleanEnvironment(parts.environment), ...(await givenValues(environment, { secrets })) },
  });
}
