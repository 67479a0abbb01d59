import type { Manifest } from '../../../contract/manifest.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { onAbort } from '../../base/on-abort.ts';
import type { HostCircuits } from '../circuits/host-circuits.ts';
import type { BackgroundProcesses } from '../processes/background-processes.ts';
import type { QueryRunner } from '../queries/query-runner.ts';
import type { KnownHosts } from '../remotes/known-hosts.ts';
import type { CodeRunner } from '../written-code/code-runner.ts';
import type { FindServer } from '../mcp/outside-server.ts';
import type { CallScope } from '../worker-call.ts';
import type { Admit, Authorize, ForgetOwnOutput, NoteAnswer, NoteOwnOutput, Refuse } from './access.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { BrokerCall } from './broker-call.ts';
import { createCallAccess } from './call-access.ts';
import { createFolderWalks } from './folder-walk.ts';
import { createHandles } from './handles.ts';
import { createCallHosts } from './network/call-hosts.ts';
import type { FileJournal } from './journal/file-journal.ts';
import { methods } from './methods.ts';
import { homeFolderOf } from './need-refusal.ts';
import { type LookUp, systemLookUp } from './network/resolve-host.ts';
import { createLinkedSecrets } from './paths/linked-secrets.ts';
import { createPathRules } from './paths/path-rules.ts';
import { createSocketRules } from './paths/socket-rules.ts';
import { createCallPrograms } from './programs/call-programs.ts';
import { createCallSecrets } from './secrets/call-secrets.ts';
import type { KnownSecrets, UseSecret } from './secrets/use-secret.ts';
import type { BrokerReply, BrokerSession, OpenSession } from './session.ts';
import { noModels, type OpenModels } from './models-for-programs.ts';
import { noSpeech, type SpeechForWorkers } from './speech-for-workers.ts';

export type BrokerParts = {
  admit: Admit;
  authorize: Authorize;
  refuse: Refuse;
  noteOwnOutput: NoteOwnOutput;
  forgetOwnOutput: ForgetOwnOutput;
  noteAnswer: NoteAnswer;
  journal: FileJournal;
  blobs: BlobStore;
  /** Heron's data folder, and whatever else no worker may ever touch. */
  protectedFolders: string[];
  /** Heron's own environment; programs get a small part of it. */
  environment: NodeJS.ProcessEnv;
  /** Runs what somebody has just written, closed off. */
  code: CodeRunner;
  /** Without it nothing is written down or read out. */
  speech?: SpeechForWorkers;
  /** Without it programs ask no models. */
  openModels?: OpenModels;
  /** Asks databases. */
  queries: QueryRunner;
  knownHosts: KnownHosts;
  background: BackgroundProcesses;
  /** What the marks of this engine's programs begin with. */
  programMark: string;
  /** The browsers of conversations; without it there are none. */
  browsers?: BrokerCall['browsers'];
  logger: Logger;
  secrets: UseSecret;
  /** What time signatures bear; the system's, if nothing else is given. */
  clock?: Clock;
  /** Requests to hosts that fail too often are held back. */
  hosts: HostCircuits;
  scrubber: KnownSecrets;
  /** Who stands behind the workers that are MCP servers; without it there are none. */
  mcp?: FindServer;
  /** Finds a host's addresses; the system does, if nothing else is given. */
  lookUp?: LookUp;
};

/** The only way from worker code to the world. */
export function createBroker(parts: BrokerParts): OpenSession {
  const { environment, protectedFolders } = parts;
  const places = { protectedFolders, homeFolder: homeFolderOf(environment) };
  const pathRules = createPathRules(places);
  const socketRules = createSocketRules({ pathRules, environment });
  const rules = { pathRules, socketRules, linkedSecrets: createLinkedSecrets(places) };
  return (call) => openSession(parts, rules, call);
}

/** Bytes of a call's requests that have not been answered, a body nobody has allowed yet for example. */
const mostHeldBytes = 64 * 1024 * 1024;

type Rules = Pick<BrokerCall, 'pathRules' | 'socketRules' | 'linkedSecrets'>;

type SessionStart = { manifest: Manifest; action: string; scope: CallScope; signal: AbortSignal };

function openSession(parts: BrokerParts, rules: Rules, start: SessionStart): BrokerSession {
  parts.admit(start);
  return new LateSession(parts, rules, start);
}

/** What a call needs to reach the world is made when it first asks: most calls never do. */
class LateSession implements BrokerSession {
  readonly #parts: BrokerParts;
  readonly #rules: Rules;
  readonly #start: SessionStart;
  #opened: BrokerSession | undefined;
  #isClosed = false;

  constructor(parts: BrokerParts, rules: Rules, start: SessionStart) {
    this.#parts = parts;
    this.#rules = rules;
    this.#start = start;
  }

  request(name: string, parameters: unknown, bytes: Uint8Array | undefined): Promise<BrokerReply> {
    if (this.#isClosed && !this.#opened) return Promise.reject(new HeronError('cancelled', 'The call is over'));
    this.#opened ??= openCall(this.#parts, this.#rules, this.#start);
    return this.#opened.request(name, parameters, bytes);
  }

  awaitsHost(): boolean {
    return this.#opened?.awaitsHost() ?? false;
  }

  close(): Promise<void> | undefined {
    this.#isClosed = true;
    return this.#opened?.close();
  }
}

function openCall(parts: BrokerParts, rules: Rules, start: SessionStart): BrokerSession {
  const closing = new AbortController();
  const signal = AbortSignal.any([start.signal, closing.signal]);
  const call = createCall(parts, rules, { ...start, signal });
  const underWay = new Set<Promise<unknown>>();
  let heldBytes = 0;
  let closed: Promise<void> | undefined;

  async function end(): Promise<void> {
    forget();
    closing.abort(new HeronError('cancelled', 'The call is over'));
    await call.handles.closeAll();
    await Promise.allSettled(underWay);
    await call.journal.sync(call.scope.runId);
    await call.programs.end();
  }
  const close = (): Promise<void> => (closed ??= end());
  const endNow = (): void => {
    close().catch((error: unknown) => call.logger.error('A call could not be ended', { error: String(error) }));
  };
  const forget = onAbort(start.signal, endNow);
  if (start.signal.aborted) endNow();

  return {
    async request(name, parameters, bytes) {
      const size = bytes?.byteLength ?? 0;
      heldBytes += size;
      const answer = answerOne(call, name, parameters, heldBytes > mostHeldBytes ? 'too many' : bytes);
      underWay.add(answer);
      try {
        return await answer;
      } catch (error) {
        throw toHeronError(error, call, name);
      } finally {
        underWay.delete(answer);
        heldBytes -= size;
      }
    },
    awaitsHost: () => call.hosts.awaited() > 0,
    close,
  };
}

async function answerOne(
  call: BrokerCall,
  name: string,
  parameters: unknown,
  bytes: Uint8Array | 'too many' | undefined,
): Promise<BrokerReply> {
  if (bytes === 'too many') throw tooManyBytes();
  call.signal.throwIfAborted();
  const method = methods.get(name);
  if (!method) throw new HeronError('invalid-input', `The broker has no method ${JSON.stringify(name)}`);
  return method.answer(call, parameters, bytes);
}

function createCall(parts: BrokerParts, rules: Rules, start: SessionStart): BrokerCall {
  const { manifest, action, scope, signal } = start;
  const { authorize, refuse, journal, blobs, noteOwnOutput, forgetOwnOutput, environment, scrubber, code, background } =
    parts;
  const logger = parts.logger.from(`worker ${manifest.id}`);
  const access = createCallAccess({ authorize, refuse, scrubber, manifest, action, scope, signal });
  return {
    scope,
    signal,
    access,
    hosts: createCallHosts(parts.hosts),
    secrets: createCallSecrets({ manifest, access, scrubber, secrets: parts.secrets, clock: parts.clock }),
    scrubber,
    handles: createHandles(manifest.limits.openFiles),
    walks: createFolderWalks({ pathRules: rules.pathRules, logger }),
    journal,
    blobs,
    mostBlobBytes: manifest.limits.blobMb * 1024 * 1024,
    noteOwnOutput,
    forgetOwnOutput,
    noteAnswer: (from) => parts.noteAnswer({ manifest, scope }, from),
    ...rules,
    lookUp: parts.lookUp ?? systemLookUp,
    environment,
    programs: createCallPrograms({ guard: background.guard, mark: parts.programMark }),
    code,
    queries: parts.queries,
    knownHosts: parts.knownHosts,
    background,
    speech: parts.speech ?? noSpeech,
    openModels: parts.openModels ?? noModels,
    mcp: parts.mcp ?? (() => undefined),
    browsers: parts.browsers ?? noBrowsers,
    worker: {
      ...{ id: manifest.id, mostProcesses: manifest.limits.backgroundProcesses ?? 0 },
      mostSessions: manifest.limits.browserSessions ?? 0,
    },
    logger,
  };
}

const noBrowsers: BrokerCall['browsers'] = {
  use: () => Promise.reject(new HeronError('unsupported', 'There are no browsers here')),
  end: async () => undefined,
};

/** A worker hears why its call ended, and of a mistake in the broker no more than that there was one. */
function toHeronError(error: unknown, call: BrokerCall, method: string): HeronError {
  if (error instanceof HeronError) return error;
  if (call.signal.aborted) return new HeronError('cancelled', 'The call was cancelled');
  call.logger.error('The broker failed', { method, error: error instanceof Error ? error.stack : String(error) });
  return new HeronError('internal', `The broker failed in ${method}`);
}

function tooManyBytes(): HeronError {
  const details = { limit: 'heldBytes', value: mostHeldBytes };
  return new HeronError('limit-exceeded', `A call may have ${mostHeldBytes} bytes of requests unanswered`, details);
}
