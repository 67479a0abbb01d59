import type { Client, Transport } from '@modelcontextprotocol/client';
import type { Failure } from '../../../contract/errors.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { McpAbout, McpState } from '../../../contract/mcp.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { RawAnswer } from './answer.ts';
import { toHeronError } from './protocol-error.ts';
import type { ServerLog } from './server-log.ts';
import { plainWords, type ToolDefinition } from './tool-definition.ts';

export type ConnectionParts = {
  name: string;
  version: string;
  /** Made for each attempt. Errors: those of who makes it. */
  openTransport: () => Promise<Transport>;
  /** A program that ends at the first word it does not know is spoken with in the older way then. */
  isProgram: boolean;
  log: ServerLog;
  onTools: (tools: ToolDefinition[], about: McpAbout) => Promise<void>;
  onState: (state: McpState, error: Failure | undefined) => void;
  /** For a connection to be there. */
  patienceMs: number;
};

export type Connection = {
  state: () => Exclude<McpState, 'off'>;
  failure: () => Failure | undefined;
  /** Resolves when the server has listed its tools; there already, it does nothing. Errors: as of what failed. */
  open: () => Promise<void>;
  call: (tool: string, input: JsonObject, signal: AbortSignal) => Promise<RawAnswer>;
  /** Safe to call twice; the next call opens it anew. */
  close: () => Promise<void>;
};

/** The longest there is; who calls has a limit of their own. */
const noLimitMs = 86_400_000;

type Standing = ReturnType<typeof createStanding>;

/** How it stands with a connection, and why. */
function createStanding({ name, log, onState }: ConnectionParts) {
  let state: Exclude<McpState, 'off'> = 'idle';
  let failure: Failure | undefined;
  let reason: HeronError | undefined;
  return {
    state: () => state,
    failure: () => failure,
    note: (error: HeronError | undefined) => void (reason = error),
    /** That a connection is gone says less than why it was given up. */
    explain(error: unknown): HeronError {
      const wrong = toHeronError(error, name);
      return wrong.code === 'worker-crashed' ? (reason ?? wrong) : wrong;
    },
    enter(next: typeof state, error?: HeronError): void {
      const now = error && toFailure(error);
      if (next === state && !now && !failure) return;
      state = next;
      failure = now;
      if (now) log.add('heron', now.message);
      onState(next, now);
    },
  };
}

/** One server, connected with when it is needed; what it does wrong is an error of who needed it. */
export function createConnection(parts: ConnectionParts): Connection {
  const standing: Standing = createStanding(parts);
  const { enter, explain, state } = standing;
  let client: Client | undefined;
  let opening: Promise<Client> | undefined;

  async function connect(): Promise<Client> {
    standing.note(undefined);
    enter('starting');
    try {
      const opened = await handshake(parts, {
        noteError: standing.note,
        onGone(from) {
          if (from !== client) return;
          client = undefined;
          enter('failed', explain(gone(parts.name)));
        },
      });
      client = opened;
      await list(parts, opened);
      enter('ready');
      return opened;
    } catch (error) {
      const wrong = explain(error);
      const broken = client;
      client = undefined;
      await broken?.close().catch(() => undefined);
      enter('failed', wrong);
      throw wrong;
    }
  }

  function ready(): Promise<Client> {
    if (client && state() === 'ready') return Promise.resolve(client);
    opening ??= connect().finally(() => (opening = undefined));
    return opening;
  }

  return {
    ...{ state, failure: standing.failure },
    open: async () => void (await ready()),
    async call(tool, input, signal) {
      const opened = await ready();
      signal.throwIfAborted();
      try {
        return await opened.callTool({ name: tool, arguments: input }, { signal, timeout: noLimitMs });
      } catch (error) {
        throw explain(error);
      }
    },
    async close() {
      await opening?.catch(() => undefined);
      const open = client;
      client = undefined;
      enter('idle');
      await open?.close();
    },
  };
}

type Told = { noteError: (error: HeronError) => void; onGone: (client: Client) => void };

function gone(name: string): HeronError {
  return new HeronError('worker-crashed', `The MCP server ${name} ended the connection`, { server: name });
}

async function handshake(parts: ConnectionParts, told: Told): Promise<Client> {
  try {
    return await connectOnce(parts, 'auto', told);
  } catch (error) {
    if (!parts.isProgram || error instanceof HeronError) throw error;
    parts.log.add('heron', 'It does not know the newer protocol; trying the older one');
    return connectOnce(parts, 'legacy', told);
  }
}

async function connectOnce(parts: ConnectionParts, mode: 'auto' | 'legacy', told: Told): Promise<Client> {
  const { Client: McpClient } = await import('@modelcontextprotocol/client');
  const { name, version, patienceMs } = parts;
  const transport = await parts.openTransport();
  const client: Client = new McpClient(
    { name: 'heron', version },
    {
      versionNegotiation: { mode, probe: { timeoutMs: Math.min(5000, patienceMs) } },
      listChanged: {
        tools: {
          autoRefresh: false,
          onChanged: () => {
            list(parts, client).catch((error: unknown) => {
              parts.log.add('heron', `Its new tools could not be read: ${toHeronError(error, name).message}`);
            });
          },
        },
      },
    },
  );
  client.onerror = (error) => {
    if (error instanceof HeronError) told.noteError(error);
    parts.log.add('heron', plainWords(error.message, 500));
  };
  try {
    await client.connect(transport, { timeout: patienceMs });
  } catch (error) {
    await transport.close().catch(() => undefined);
    throw error;
  }
  client.onclose = () => told.onGone(client);
  return client;
}

/** Resolves when they are the worker's actions. */
async function list(parts: ConnectionParts, client: Client): Promise<void> {
  const hasTools = client.getServerCapabilities()?.tools !== undefined;
  const tools = hasTools
    ? (await client.listTools(undefined, { timeout: parts.patienceMs, cacheMode: 'refresh' })).tools
    : [];
  const about = client.getServerVersion();
  await parts.onTools(
    tools.map(({ name, title, description, inputSchema, annotations }) => ({
      ...{ name, inputSchema },
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description: description.slice(0, 8000) }),
      ...(annotations === undefined ? {} : { annotations }),
    })),
    {
      name: plainWords(about?.name ?? parts.name, 100),
      version: plainWords(about?.version ?? '', 40),
      protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    },
  );
}
