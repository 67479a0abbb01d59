import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrokerMethod, BrokerMethods } from '../../../worker-kit/broker-methods.ts';
import { type CircuitSettings, defaultCircuit } from '../../../contract/circuits.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { Manifest, SecretNeed } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { AppendNews } from '../../base/append-news.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import { createIds } from '../../base/ids.ts';
import { createLogger, type Logger } from '../../base/logger.ts';
import { createScrubber, type Scrubber } from '../../base/scrubber.ts';
import { type BlobStore, createBlobStore } from './blobs/blob-store.ts';
import { createBroker } from './broker.ts';
import type { BrokerCall } from './broker-call.ts';
import { fakeAccess, type RecordedAccess } from './fake-access.ts';
import { createFileJournal, type FileJournal } from './journal/file-journal.ts';
import type { LookUp } from './network/resolve-host.ts';
import type { UseSecret } from './secrets/use-secret.ts';
import { createHostCircuits, type HostCircuits } from '../circuits/host-circuits.ts';
import { createKnownHosts } from '../remotes/known-hosts.ts';
import { fakeQueryRunner } from '../queries/fake-query-runner.ts';
import { fakeCodeRunner } from '../written-code/fake-code-runner.ts';
import { type BackgroundProcesses, createBackgroundProcesses } from '../processes/background-processes.ts';
import { createEventLog, type EventDraft, type EventLog } from '../../base/event-log.ts';
import type { SpeechForWorkers } from './speech-for-workers.ts';
import type { BrokerSession } from './session.ts';

export const fakeRunId = 'run_01JD0000000000000000000000';

export type FakeBrokerOptions = {
  /** Beside these, reading and writing below `folder` is allowed. */
  allow?: PermissionNeed[];
  lookUp?: LookUp;
  environment?: NodeJS.ProcessEnv;
  /** What the worker's manifest names. */
  secrets?: SecretNeed[];
  ownSecrets?: Manifest['ownSecrets'];
  /** What is in the vault. */
  kept?: Record<string, { value: string; hosts: string[] }>;
  clock?: Clock;
  circuit?: Partial<CircuitSettings>;
  isUnderWay?: (runId: string) => boolean;
  background?: Partial<Settings['background']>;
  /** What the worker's manifest says of it. */
  mostProcesses?: number;
  speech?: SpeechForWorkers;
  browsers?: BrokerCall['browsers'];
};

export type FakeBroker = {
  /** An empty, canonical folder in which everything is allowed. */
  folder: string;
  /** A folder beside it in which nothing is. */
  outside: string;
  /** Where Heron keeps its data. */
  dataFolder: string;
  journal: FileJournal;
  blobs: BlobStore;
  background: BackgroundProcesses;
  events: EventLog;
  database: Database;
  hosts: HostCircuits;
  /** What hosts' circuits told the log. */
  news: EventDraft[];
  record: RecordedAccess[];
  ownOutputs: string[];
  open(signal?: AbortSignal, runId?: string): FakeSession;
  /** Closes every session, and removes all folders. */
  end(): Promise<void>;
};

/** A session whose requests know the types of their replies. `raw` says anything, as hostile code would. */
export type FakeSession = {
  runId: string;
  ask<Name extends BrokerMethod>(
    name: Name,
    parameters: BrokerMethods[Name]['parameters'],
    bytes?: Uint8Array,
  ): Promise<BrokerMethods[Name]['value'] & { bytes?: Uint8Array }>;
  raw: BrokerSession['request'];
  awaitsHost: BrokerSession['awaitsHost'];
  close: BrokerSession['close'];
};

const manifest: Manifest = {
  id: 'tester',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Tester',
  description: 'A worker in a test',
  tier: 'isolate',
  entry: 'index.ts',
  permissions: [],
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 60_000, openFiles: 64, blobMb: 1, messagesPerSecond: 10_000 },
  actions: {},
  secrets: [],
  hooks: [],
  triggers: {},
  tips: [],
};

/** The real broker with a real journal on a real disk; only the permissions are a list. */
export function startFakeBroker(options: FakeBrokerOptions = {}): FakeBroker {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-broker-')));
  const [folder, outside, dataFolder] = ['allowed', 'outside', 'data'].map((name) => {
    mkdirSync(join(root, name));
    return join(root, name);
  }) as [string, string, string];
  const database = openDatabase({ file: ':memory:' });
  const logger = createLogger(join(root, 'log'), 'debug');
  const journal = createFileJournal({ database, clock: systemClock, logger, undoFolder: join(dataFolder, 'undo') });
  const blobs = openFakeBlobs(options, { database, logger, folder: join(dataFolder, 'blobs') });
  const events = createEventLog({ database, makeId: createIds(), clock: systemClock });
  const background = openFakeBackground(options, { database, events, logger, folder: join(dataFolder, 'processes') });
  const access = fakeAccess([...within(folder), ...(options.allow ?? [])]);
  const { hosts, news } = openFakeHosts(options);
  const ownOutputs: string[] = [];
  const openSession = createBroker({
    admit: () => {},
    noteAnswer: async () => {},
    authorize: access.authorize,
    refuse: access.refuse,
    noteOwnOutput: (_runId, path) => void ownOutputs.push(path),
    forgetOwnOutput: (_runId, path) => without(ownOutputs, path),
    journal,
    blobs,
    ...{ background, programMark: 'heron-tested' },
    protectedFolders: [dataFolder],
    environment: options.environment ?? process.env,
    ...fakeSecrets(options.kept ?? {}),
    logger,
    hosts,
    code: fakeCodeRunner(root),
    ...(options.speech ? { speech: options.speech } : {}),
    queries: fakeQueryRunner(root),
    knownHosts: createKnownHosts(join(dataFolder, 'known-hosts')),
    ...(options.browsers ? { browsers: options.browsers } : {}),
    ...(options.lookUp ? { lookUp: options.lookUp } : {}),
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const sessions: BrokerSession[] = [];

  function open(signal: AbortSignal = new AbortController().signal, runId = fakeRunId): FakeSession {
    const scope = { runId, taskId: 'task', attempt: 1, idempotencyKey: 'key', unattended: true };
    const limits = { ...manifest.limits, backgroundProcesses: options.mostProcesses ?? 8, browserSessions: 2 };
    const { secrets = [], ownSecrets } = options;
    const worker = { ...manifest, limits, secrets, ownSecrets };
    const session = openSession({ manifest: worker, action: 'test', scope, signal });
    sessions.push(session);
    return asFakeSession(session, runId);
  }

  return {
    ...{ folder, outside, dataFolder, journal, blobs, background, events, database, hosts, news, ownOutputs, open },
    record: access.record,
    end: async () => {
      await Promise.all(sessions.flatMap((session) => session.close() ?? []));
      await background.close();
      await events.close();
      database.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function asFakeSession(session: BrokerSession, runId: string): FakeSession {
  const request: BrokerSession['request'] = (...asked) => session.request(...asked);
  return {
    ...{ runId, raw: request, awaitsHost: () => session.awaitsHost(), close: () => session.close() },
    ask: async (name, parameters, bytes) => {
      const reply = await request(name, parameters, bytes);
      return { ...(reply.value as object), ...(reply.bytes ? { bytes: reply.bytes } : {}) } as never;
    },
  };
}

function within(folder: string): PermissionNeed[] {
  return (['files.read', 'files.write'] as const).map((capability) => ({ capability, target: folder }));
}

function without(outputs: string[], path: string): void {
  outputs.splice(0, outputs.length, ...outputs.filter((output) => output !== path));
}

export function fakeSecrets(kept: NonNullable<FakeBrokerOptions['kept']>): { secrets: UseSecret; scrubber: Scrubber } {
  const scrubber = createScrubber();
  for (const [name, { value }] of Object.entries(kept)) scrubber.learn(name, value);
  const missing = (name: string) => new HeronError('not-found', `The secret ${name} has not been entered`);
  return {
    secrets: {
      refusal: (name) => (kept[name] ? undefined : missing(name)),
      read: (name) => kept[name],
      note: async () => undefined,
    },
    scrubber,
  };
}

function openFakeHosts({ clock = systemClock, circuit }: FakeBrokerOptions): Pick<FakeBroker, 'hosts' | 'news'> {
  const news: EventDraft[] = [];
  const rules = { ...defaultCircuit, ...circuit };
  const append: AppendNews = (draft) => void news.push(draft);
  return { news, hosts: createHostCircuits({ clock, append, rules: () => rules, scrub: (error) => error }) };
}

function openFakeBlobs(
  { clock = systemClock, isUnderWay = () => false }: FakeBrokerOptions,
  parts: { database: Database; logger: Logger; folder: string },
): BlobStore {
  const settings = () => ({ blobsPerRunMb: 2, blobsKeptDays: 30 });
  return createBlobStore({ ...parts, clock, makeId: createIds(), settings, isUnderWay });
}

export function openFakeBackground(
  { background = {}, clock = systemClock }: Pick<FakeBrokerOptions, 'background' | 'clock'>,
  parts: { database: Database; events: EventLog; logger: Logger; folder: string; scrubber?: Scrubber },
): BackgroundProcesses {
  const settings = { perRun: 8, inAll: 8, memoryMb: 4096, programs: 1000, logMb: 1, minutes: 30, ...background };
  const { scrubber = createScrubber() } = parts;
  return createBackgroundProcesses({ ...parts, clock, makeId: createIds(), scrubber, settings: () => settings });
}
