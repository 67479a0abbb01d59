import type { Capability, PermissionNeed } from '../../../contract/permission-need.ts';
import type { Logger } from '../../base/logger.ts';
import type { CodeRunner } from '../written-code/code-runner.ts';
import type { CallScope } from '../worker-call.ts';
import type { ForgetOwnOutput, NoteOwnOutput } from './access.ts';
import type { Handles } from './handles.ts';
import type { FileJournal } from './journal/file-journal.ts';
import type { FolderWalks } from './folder-walk.ts';
import type { LookUp } from './network/resolve-host.ts';
import type { LinkedSecrets } from './paths/linked-secrets.ts';
import type { PathRules } from './paths/path-rules.ts';
import type { RunningProgram } from './programs/running-program.ts';

/** What the broker's methods work with during one call of a worker. */
export type BrokerCall = {
  scope: CallScope;
  /** Aborted when the call is cancelled or its session is closed. */
  signal: AbortSignal;
  access: CallAccess;
  handles: Handles;
  walks: FolderWalks;
  journal: FileJournal;
  noteOwnOutput: NoteOwnOutput;
  forgetOwnOutput: ForgetOwnOutput;
  pathRules: PathRules;
  linkedSecrets: LinkedSecrets;
  lookUp: LookUp;
  /** What programs inherit is picked from it. */
  environment: NodeJS.ProcessEnv;
  programs: StartedPrograms;
  code: CodeRunner;
  logger: Logger;
};

/** What the call started; the mark stands in the environment of each program and of what that started in its turn. */
export type StartedPrograms = { mark: string; leaders: RunningProgram[] };

/** The permission to do one thing, for the length of one call. */
export type CallAccess = {
  /** Resolves when it is allowed. Errors: the permission codes, `cancelled`. */
  allow(operation: string, need: PermissionNeed): Promise<void>;
  /** Puts a refusal by a rule on record and throws it. */
  refuse(operation: string, need: PermissionNeed, refusal: { rule: string; message: string }): never;
};

export type FileCapability = Extract<Capability, 'files.read' | 'files.write'>;
