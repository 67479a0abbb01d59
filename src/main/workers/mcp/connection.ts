import type { Client, Transport } from '@modelcontextprotocol/client';
import type { Failure } from '../../../contract/errors.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { McpAbout, McpState } from '../../../contract/mcp.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { RawAnswer } from './answer.ts';
import { type AskOptions, askServer } from './ask-server.ts';
import type { ServerCall } from './extra-actions.ts';
import { answerServer, askForLog, followLog } from './follow-server.ts';
import { aboutOf, type Listing, readListing } from './listing.ts';
import { toHeronError } from './protocol-error.ts';
import type { ServerLog } from './server-log.ts';
import { plainWords } from './tool-definition.ts';

export type ConnectionParts = {
  name: string;
  version: string;
  /** Made for each attempt. Errors: those of who makes it. */
  openTransport: () => Promise<Transport>;
  /** A program that ends at the first word it does not know is spoken with in the older way then. */
  isProgram: boolean;
  log: ServerLog;
  onListing: (listing: Listing, about: McpAbout) => Promise<void>;
  onState: (state: McpState, error: Failure | undefined) => void;
  /** For a connection to be there. */
  patienceMs: number;
};

export type Connection = {
  state: () => Exclude<McpState, 'off'>;
  failure: () => Failure | undefined;
  /** Resolves when the server has listed what it offers; there already, it does nothing. Errors: as of what failed. */
  open: () => Promise<void>;
  ask: (what: { call: ServerCall; input: JsonObject }, options: AskOptions) => Promise<RawAnswer>;
  /** Safe to call twice; the next call opens it anew. */
  close: () => Promise<void>;
};

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
  const underWay = new Set<AskOptions>();

  async function connect(): Promise<Client> {
    standing.note(undefined);
    enter('starting');
    try {
      const opened = await handshake(parts, {
        noteError: standing.note,
        underWay,
        onGone(from) {
          if (from !== client) return;
          client = undefined;
          enter('failed', explain(gone(parts.name)));
        },
      });
      client = opened;
      await list(parts, opened);
      await askForLog(opened, parts.log, parts.patienceMs);
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
    async ask(what, options) {
      const opened = await ready();
      options.signal.throwIfAborted();
      underWay.add(options);
      return askServer(opened, () => list(parts, opened), what, options)
        .catch((error: unknown) => Promise.reject(explain(error)))
        .finally(() => underWay.delete(options));
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

type Told = {
  noteError: (error: HeronError) => void;
  onGone: (client: Client) => void;
  /** Calls that wait for the server. */
  underWay: ReadonlySet<AskOptions>;
};

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
  const { version, patienceMs } = parts;
  const transport = await parts.openTransport();
  const changed = { autoRefresh: false, onChanged: () => listAgain(parts, client) } as const;
  const client: Client = new McpClient(
    { name: 'heron', version },
    {
      versionNegotiation: { mode, probe: { timeoutMs: Math.min(5000, patienceMs) } },
      capabilities: { elicitation: { form: {} } },
      listChanged: { tools: changed, resources: changed, prompts: changed },
    },
  );
  followLog(client, parts.log);
  client.setRequestHandler('elicitation/create', ({ params }) => answerServer(params, told.underWay, parts.log));
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

function listAgain(parts: ConnectionParts, client: Client): void {
  list(parts, client).catch((error: unknown) => {
    parts.log.add('heron', `What it offers now could not be read: ${toHeronError(error, parts.name).message}`);
  });
}

/** Resolves when it is the worker's actions. */
async function list(parts: ConnectionParts, client: Client): Promise<Listing> {
  const listing = await readListing(client, parts.patienceMs);
  await parts.onListing(listing, aboutOf(client, parts.name));
  return listing;
}
