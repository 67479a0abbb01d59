import type { Capability } from '../../../contract/permission-need.ts';
import type { Logger } from '../../base/logger.ts';
import type { Browsers } from '../browsers/browsers.ts';
import type { BackgroundProcesses } from '../processes/background-processes.ts';
import type { QueryRunner } from '../queries/query-runner.ts';
import type { KnownHosts } from '../remotes/known-hosts.ts';
import type { CodeRunner } from '../written-code/code-runner.ts';
import type { FindServer } from '../mcp/outside-server.ts';
import type { CallScope } from '../worker-call.ts';
import type { CallAccess, ForgetOwnOutput, NoteOwnOutput } from './access.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Handles } from './handles.ts';
import type { FileJournal } from './journal/file-journal.ts';
import type { FolderWalks } from './folder-walk.ts';
import type { CallHosts } from './network/call-hosts.ts';
import type { LookUp } from './network/resolve-host.ts';
import type { LinkedSecrets } from './paths/linked-secrets.ts';
import type { PathRules } from './paths/path-rules.ts';
import type { SocketRules } from './paths/socket-rules.ts';
import type { CallSecrets } from './secrets/call-secrets.ts';
import type { KnownSecrets } from './secrets/use-secret.ts';
import type { OpenModels } from './models-for-programs.ts';
import type { SpeechForWorkers } from './speech-for-workers.ts';
import type { CallPrograms } from './programs/call-programs.ts';

/** What the broker's methods work with during one call of a worker. */
export type BrokerCall = {
  scope: CallScope;
  /** Aborted when the call is cancelled or its session is closed. */
  signal: AbortSignal;
  access: CallAccess;
  handles: Handles;
  walks: FolderWalks;
  journal: FileJournal;
  blobs: BlobStore;
  /** Of one blob, by the worker's manifest. */
  mostBlobBytes: number;
  noteOwnOutput: NoteOwnOutput;
  forgetOwnOutput: ForgetOwnOutput;
  /** To be awaited before the worker is told anything of an answer. */
  noteAnswer: (answer: { host: string; url: string }) => Promise<void>;
  pathRules: PathRules;
  socketRules: SocketRules;
  linkedSecrets: LinkedSecrets;
  lookUp: LookUp;
  hosts: CallHosts;
  secrets: CallSecrets;
  scrubber: KnownSecrets;
  /** What programs inherit is picked from it. */
  environment: NodeJS.ProcessEnv;
  programs: CallPrograms;
  code: CodeRunner;
  speech: SpeechForWorkers;
  /** Lets programs ask models. */
  openModels: OpenModels;
  queries: QueryRunner;
  /** Keys of hosts that are reached by SSH. */
  knownHosts: KnownHosts;
  /** Programs that go on when their calls are over. */
  background: BackgroundProcesses;
  browsers: Pick<Browsers, 'use' | 'end'>;
  /** Whose processes a worker sees, and how many of what it may have. */
  worker: { id: string; mostProcesses: number; mostSessions: number };
  /** The MCP server that the worker stands for. */
  mcp: FindServer;
  logger: Logger;
};

export type FileCapability = Extract<Capability, 'files.read' | 'files.write'>;
