import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { WhenMissing } from '../../../contract/runs.ts';
import type { CallScope } from '../worker-call.ts';

/** One thing a worker is about to do to the world. */
export type AccessRequest = {
  manifest: Manifest;
  scope: CallScope;
  /** Which of its actions was called. */
  action: string;
  /** The broker's method, for example `files.open`, `files.move`, `shell.open`; it stands in the audit log. */
  operation: string;
  /** `target` is canonical: a real path, a lower-case host, the real path of a program. */
  need: PermissionNeed;
  /** Aborts the waiting for an answer. */
  signal: AbortSignal;
};

/**
 * Resolves when the access is allowed, asking a person if nobody has been asked yet; the decision is audited.
 * Errors: `not-declared`, `permission-denied`, `permission-missing` (unattended), `cancelled`.
 */
export type Authorize = (request: AccessRequest) => Promise<void>;

/** A call of an action; outside of a task, for example before a run starts, `taskId` is absent. */
export type AdmitRequest = {
  manifest: Manifest;
  action: string;
  scope: {
    runId: string;
    taskId?: string | undefined;
    conversationId?: string;
    unattended: boolean;
    whenMissing?: WhenMissing;
  };
};

/** Throws `permission-denied` when the policy leaves the action out. It comes before everything a call does. */
export type Admit = (request: AdmitRequest & { scope: CallScope }) => void;

/** An answer came from the network, or from a socket (`unix:` and its path): whatever it holds, its run has read it. Resolves when that is on record. */
export type NoteAnswer = (
  reader: { manifest: Manifest; scope: CallScope },
  answer: { host: string; url: string },
) => Promise<void>;

/** A rule that no grant can lift said no: audits that and throws `permission-denied` with the message and the rule. */
export type Refuse = (request: AccessRequest, rule: string, message: string) => never;

/**
 * The name of a rule that no permission lifts, and what to tell the person. `opensByName`: but for one that was given for this very
 * file, which a step has named.
 */
export type RuleRefusal = { rule: string; message: string; opensByName?: true };

/** The rule that refuses a need whatever anybody allows, for those who would else ask first. Errors: `invalid-input`. */
export type RefusalOf = (need: PermissionNeed) => RuleRefusal | undefined;

/** Remembers that a run made this path, so that the same run may read and change it without being asked. */
export type NoteOwnOutput = (runId: string, path: string) => void;

/** Takes that back: something the run did not make lies at the path now. */
export type ForgetOwnOutput = (runId: string, path: string) => void;

/** The permission to do one thing, for the length of one call. */
export type CallAccess = {
  /** Resolves when it is allowed. Errors: the permission codes, `cancelled`. */
  allow(operation: string, need: PermissionNeed): Promise<void>;
  /** Puts a refusal by a rule on record and throws it. */
  refuse(operation: string, need: PermissionNeed, refusal: { rule: string; message: string }): never;
};
