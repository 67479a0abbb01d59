import type { Json, JsonObject } from '../../contract/json.ts';
import type { CallUsage } from '../../contract/usage.ts';
import type { Manifest } from '../../contract/manifest.ts';
import type { Priority } from '../base/priority.ts';
import type { WhenMissing } from '../../contract/runs.ts';

/** On whose behalf a worker acts. */
export type CallScope = {
  runId: string;
  taskId: string;
  conversationId?: string;
  attempt: number;
  idempotencyKey: string;
  /** What the person answered to the question an earlier attempt stopped with. */
  answer?: string | undefined;
  /** Nobody is there to be asked: a missing permission is an error at once, or waits in the inbox. */
  unattended: boolean;
  whenMissing?: WhenMissing;
};

/** What a person has set of a worker's settings, defaults filled in. */
export type SettingsOf = (manifest: Manifest) => JsonObject;

/** `number` counts the partial results of the call, also those that are not passed on because there are too many. */
export type WorkerProgress = { percent?: number; text?: string; partial?: { number: number; data: Json } };

export type WorkerCall = {
  workerId: string;
  action: string;
  /** Complete, absolute and valid against the action's schema. */
  input: JsonObject;
  scope: CallScope;
  /** Who goes first where processes are short; `normal` when it is not said. */
  priority?: Priority | undefined;
  timeoutMs: number;
  /** Aborting it ends the action, its open files and its programs. */
  signal: AbortSignal;
  onProgress: (progress: WorkerProgress) => void;
  /** Its processor time and memory are to be measured. Errors: `unsupported` where that cannot be. */
  isMeasured?: boolean | undefined;
  /** Told what the call has used so far in all: what the worker says, and what was measured. */
  onUsed?: ((used: CallUsage) => void) | undefined;
};

/**
 * Runs one action in its worker's host and gives its output, checked against the manifest.
 * Errors: HeronError with `worker-unavailable`, `worker-failed`, `worker-crashed`, `timeout`, `cancelled`,
 * `limit-exceeded`, the permission codes, or what the worker failed with.
 */
export type CallWorker = (call: WorkerCall) => Promise<Json>;
