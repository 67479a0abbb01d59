/** All that a worker may import from Heron. */
export { closedGitWords } from './closed-git-words.ts';
export { decodeText } from './decode-text.ts';
export { defineWorker, type ActionRun, type ActionTypes, type WorkerDefinition } from './define-worker.ts';
export { block, fail, WorkerFailure, type WorkerFailureCode } from './failure.ts';
export type { CallOutcome, EngineMoment, HookContext, Veto, WatchedCall, WorkerHooks } from './hooks.ts';
export { lockDown } from './lock-down.ts';
export { retryAfter } from './retry-after.ts';
export { wholeLines } from './whole-lines.ts';
export type { WorkerLife, WorkerLifeCycle } from './life-cycle.ts';
export type { BrowserPage, BrowserStep, WorkerBrowser } from './browser.ts';
export type {
  AskedSource,
  AskedValue,
  BackgroundStatus,
  BlobStatus,
  BlobWriter,
  CodeArtifact,
  CodeEnd,
  CodeLanguage,
  CodeLimits,
  CodeOutput,
  FileEntry,
  FileKind,
  FileStatus,
  FoundLines,
  OpenQuery,
  ProcessText,
  RanCode,
  RemotePlace,
  RemoteSync,
  RequestSignature,
  ShellOutput,
  ShellProcess,
  SignedLink,
  SpokenPiece,
  UsedAmount,
  WorkerBlobs,
  WorkerCode,
  WorkerContext,
  WorkerFiles,
  WorkerNet,
  WorkerProcesses,
  WorkerQueries,
  WorkerRemotes,
  WorkerRequest,
  WorkerResponse,
  WorkerSecrets,
  WorkerShell,
  WorkerSignal,
  WorkerSockets,
  WorkerSpeech,
} from './context.ts';
export type { FieldSchema } from './pages/field-value.ts';
export type { Page, PageElement } from './pages/page-element.ts';
export { readFields, type ReadFields } from './pages/read-fields.ts';
export type { FieldValue, PageRecord } from './pages/read-record.ts';
export { isAllowedByRobots } from './pages/robots.ts';
