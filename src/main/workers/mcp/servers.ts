import { createHash } from 'node:crypto';
import type { Transport } from '@modelcontextprotocol/client';
import type { Failure } from '../../../contract/errors.ts';
import type { McpAbout, McpConnection, McpState } from '../../../contract/mcp.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import { cleanEnvironment } from '../broker/programs/clean-environment.ts';
import type { UseSecret } from '../broker/secrets/use-secret.ts';
import type { GuardedPrograms } from '../broker/programs/call-programs.ts';
import type { Candidate } from '../registry/candidate.ts';
import { loadActions } from '../registry/loaded-action.ts';
import { readAnswer } from './answer.ts';
import { type Connection, createConnection } from './connection.ts';
import { givenValues } from './given-values.ts';
import { httpTransport } from './http-transport.ts';
import { promptKey, readingKey, type ServerCall } from './extra-actions.ts';
import type { Listing } from './listing.ts';
import type { FindServer, OutsideCall } from './outside-server.ts';
import type { Asked, Questions } from './questions.ts';
import { createProgressReports, type ProgressReports, type ServerProgress } from './progress-reports.ts';
import { outsideSupervisor } from './outside-supervisor.ts';
import { createServerLog, type ServerLog } from './server-log.ts';
import { type ListedServer, serverManifest, type ServerWorker, targetOf, workerIdOf } from './server-manifest.ts';
import type { SignInServer, SignIns } from './sign-in/sign-ins.ts';
import { stdioTransport } from './stdio-transport.ts';

export type ServersParts = {
  version: string;
  environment: NodeJS.ProcessEnv;
  homeFolder: string;
  clock: Clock;
  scrub: (text: string) => string;
  secrets: UseSecret;
  signIns: SignIns;
  questions: Questions;
  programs: GuardedPrograms;
  putOutside: (place: string, candidate: Candidate | undefined) => Promise<void>;
  onListing: (name: string, listing: Listing, about: McpAbout) => Promise<void>;
  onState: (name: string, state: McpState, error: Failure | undefined) => void;
  patienceMs?: number;
};

/** The MCP servers that are switched on, each a worker of the registry. */
export type Servers = {
  find: FindServer;
  /** Makes its worker that of these tools; a new connection is made only for a new server. */
  put: (server: ListedServer) => Promise<void>;
  /** What became of what it offers. */
  worker: (server: ListedServer) => ServerWorker;
  /** Connects anew. Errors: as of what failed. */
  reopen: (name: string) => Promise<void>;
  state: (name: string) => { state: McpState; failure: Failure | undefined };
  /** Errors: as of the secret of its client. */
  signInServer: (server: Pick<ListedServer, 'name' | 'connection'>) => Promise<SignInServer>;
  log: (name: string) => ServerLog;
  /** Its worker and its connection go; what it printed stays until `forget`. */
  drop: (name: string) => Promise<void>;
  forget: (name: string) => void;
  close: () => Promise<void>;
};

type Live = { connection: Connection; calls: Map<string, ServerCall> };

const patienceMs = 60_000;

export function createServers(parts: ServersParts): Servers {
  const live = new Map<string, Live>();
  const logs = new Map<string, ServerLog>();
  const reports = createProgressReports(parts.clock);

  function log(name: string): ServerLog {
    const known = logs.get(name) ?? createServerLog(parts);
    logs.set(name, known);
    return known;
  }

  function connectionOf({ name, connection }: ListedServer): Connection {
    return createConnection({
      ...{ name, version: parts.version, log: log(name), isProgram: connection.transport === 'stdio' },
      openTransport: () => openTransport(parts, { name, connection }, log(name)),
      onListing: (listing, about) => parts.onListing(name, listing, about),
      onState: (state, error) => parts.onState(name, state, error),
      patienceMs: parts.patienceMs ?? patienceMs,
    });
  }

  return {
    find(workerId) {
      const [name, one] = [...live].find(([each]) => workerIdOf(each) === workerId) ?? [];
      return name === undefined || !one ? undefined : callable(name, one, { reports, questions: parts.questions });
    },
    async put(server) {
      const { name } = server;
      const one = live.get(name) ?? { connection: connectionOf(server), calls: new Map() };
      live.set(name, one);
      const { manifest, calls } = serverManifest(server);
      one.calls = calls;
      await parts.putOutside(placeOf(name), candidateOf(server, manifest, { connection: one.connection, reports }));
    },
    worker: serverManifest,
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
    signInServer: (server) => signInServer(parts, server),
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

type CallableParts = { reports: ProgressReports; questions: Questions };

function callable(
  name: string,
  { connection, calls }: Live,
  { reports, questions }: CallableParts,
): ReturnType<FindServer> {
  const callOf = (action: string): ServerCall => {
    const call = calls.get(action);
    if (!call) throw new HeronError('not-found', `The MCP server ${name} has no action ${action}`);
    return call;
  };
  return {
    targetOf: (action) => targetOf(name, keyOf(callOf(action))),
    async callAction({ action, input, signal, report, scope }: OutsideCall) {
      const call = callOf(action);
      const onProgress = (progress: ServerProgress): void => reports.tell(report, progress);
      const onQuestion = async (asked: Asked) => {
        const goOn = reports.hold(report);
        return questions.ask(name, { ...scope, signal }, asked).finally(goOn);
      };
      const raw = await connection.ask({ call, input }, { signal, onProgress, onQuestion });
      return readAnswer(call.kind === 'tool' ? call.name : action, raw);
    },
  };
}

/** As its permission and its policy call it. */
function keyOf(call: ServerCall): string {
  if (call.kind === 'tool') return call.name;
  return call.kind === 'prompt' ? promptKey(call.name) : readingKey;
}

function candidateOf(
  { name, connection: way }: ListedServer,
  manifest: Candidate['manifest'] & {},
  { connection, reports }: { connection: Connection; reports: ProgressReports },
): Candidate {
  const { state, failure } = connection;
  const supervisor = outsideSupervisor({ workerId: manifest.id, state, failure, reports });
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

type Named = Pick<ListedServer, 'name' | 'connection'>;

async function openTransport(parts: ServersParts, server: Named, log: ServerLog): Promise<Transport> {
  const { secrets, signIns } = parts;
  const { connection, name } = server;
  if (connection.transport === 'http') {
    const url = new URL(connection.url);
    const headers = await givenValues(connection.headers, { secrets, host: url });
    if (!signsIn(connection)) return httpTransport({ url, headers });
    const authProvider = signIns.authProvider(await signInServer(parts, server));
    const noteRefusal = (answer: Response): Promise<void> => signIns.noteRefusal(name, answer);
    return httpTransport({ url, headers, signIn: { authProvider, noteRefusal } });
  }
  const { command, args, environment, folder } = connection;
  return stdioTransport({
    ...{ command, args, log, programs: parts.programs, folder: folder ?? parts.homeFolder },
    environment: { ...cleanEnvironment(parts.environment), ...(await givenValues(environment, { secrets })) },
  });
}

/** Whose headers say who asks needs no sign-in. */
export function signsIn(connection: McpConnection): connection is McpConnection & { transport: 'http' } {
  if (connection.transport !== 'http') return false;
  return !Object.keys(connection.headers).some((header) => header.toLowerCase() === 'authorization');
}

async function signInServer({ secrets }: ServersParts, { name, connection }: Named): Promise<SignInServer> {
  if (!signsIn(connection)) {
    throw new HeronError(
      'unsupported',
      `Nobody signs in at the MCP server ${name}: it is a program, or has a header for it`,
    );
  }
  const { url, client } = connection;
  const given = client && { id: client.id, ...(client.secret ? { secret: client.secret } : {}) };
  const { id, secret } = given ? await givenValues(given, { secrets, host: new URL(url) }) : {};
  const own =
    id === undefined ? undefined : { client_id: id, ...(secret === undefined ? {} : { client_secret: secret }) };
  return { name, url, client: own, ...(client?.alone ? { alone: client.alone } : {}) };
}
