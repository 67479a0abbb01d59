import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId, GrantId, RequestId, RunId, TaskId, WorkerId } from './ids.ts';
import { Capability, PermissionNeed } from './permission-need.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';

/** How long an answer holds: for the tasks that asked; the whole run; until the conversation is deleted; until it is revoked. */
export const GrantScope = z.enum(['once', 'run', 'conversation', 'always']);
export type GrantScope = z.infer<typeof GrantScope>;

/**
 * How a grant's target is read: that very thing; a folder and all below it; or a pattern, `/docs/*.txt` or
 * `*.example.com`. What patterns mean stands in features/permissions/pattern.ts.
 */
export const TargetMatch = z.enum(['exact', 'below', 'pattern']);
export type TargetMatch = z.infer<typeof TargetMatch>;

/** The arguments a program may get: these first, in this order, and then any others or none. */
export const ArgumentPattern = strictObject(() => ({
  first: z.array(z.string()).max(1000),
  others: z.enum(['any', 'none']),
}));
export type ArgumentPattern = z.infer<typeof ArgumentPattern>;

/** What a worker's manifest said when a grant was given. What it says besides, later, is asked for again. */
export const GivenUnder = strictObject(() => ({
  version: z.string(),
  capabilities: z.array(Capability),
  actions: z.array(z.string()),
}));
export type GivenUnder = z.infer<typeof GivenUnder>;

export const Grant = strictObject(() => ({
  id: GrantId,
  workerId: WorkerId,
  capability: Capability,
  /** The one action it holds for; absent: all that the worker had when it was given. */
  action: z.string().optional(),
  target: z.string(),
  match: TargetMatch,
  /** Of a program; absent: any arguments. */
  args: ArgumentPattern.optional(),
  /** Where this very command is all that was allowed. */
  detail: z.string().optional(),
  scope: GrantScope,
  runId: RunId.optional(),
  /** With scope `conversation`. */
  conversationId: ConversationId.optional(),
  /** With scope `once`: the tasks it was asked for. */
  taskIds: z.array(TaskId).optional(),
  /** How many more steps may use it; a step takes one use, however often it needs it. Absent: any number. */
  usesLeft: z.int().min(0).optional(),
  /** From this moment on, by the engine's clock, it holds no more. */
  expiresAt: z.int().optional(),
  /** Absent in grants of an older Heron whose worker was not loaded since; they allow nothing. */
  givenUnder: GivenUnder.optional(),
  createdAt: z.int(),
  /** When it last allowed something; absent: never yet. */
  usedAt: z.int().optional(),
  /** Who said so: a person, at a prompt or ahead of it, or the call that started the run. */
  givenBy: z.enum(['prompt', 'start']),
}));
export type Grant = z.infer<typeof Grant>;

export const PermissionRequest = strictObject(() => ({
  id: RequestId,
  runId: RunId,
  conversationId: ConversationId.optional(),
  taskIds: z.array(TaskId).min(1),
  /** The actions that need it, without their worker. */
  actions: z.array(z.string()),
  workerId: WorkerId,
  workerName: z.string(),
  need: PermissionNeed,
  /** The worker's own words, from its manifest. */
  reason: z.string(),
  /** What the run has read that a stranger may have written. An answer then holds for these tasks only. */
  taint: z.array(z.string()).optional(),
  createdAt: z.int(),
  /** From this moment on, by the engine's clock, the answer is no; absent: it waits for as long as its run. */
  expiresAt: z.int().optional(),
  /** Answers it from wherever somebody reads it, once. Only `pending` tells it; the log does not keep it. */
  code: z.string().optional(),
}));
export type PermissionRequest = z.infer<typeof PermissionRequest>;

export const Answer = z.enum(['once', 'run', 'conversation', 'always', 'deny']);
export type Answer = z.infer<typeof Answer>;

/**
 * What of a question is allowed, where that is not just what was asked: narrower or wider, so many times, until a
 * moment. Whatever it says, the grant must allow what was asked.
 */
export const GrantChoice = strictObject(() => ({
  action: z.string().optional(),
  target: z.string().min(1).max(8192).optional(),
  match: TargetMatch.optional(),
  /** null: any arguments. */
  args: ArgumentPattern.nullable().optional(),
  uses: z.int().min(1).max(10_000).optional(),
  expiresAt: z.int().optional(),
}));
export type GrantChoice = z.infer<typeof GrantChoice>;

export const AuditDecision = z.enum(['allowed', 'denied']);
export type AuditDecision = z.infer<typeof AuditDecision>;

/** One line of the audit log: who wanted what, what was decided, and by which rule. */
export const AuditEntry = strictObject(() => ({
  seq: z.int(),
  at: z.int(),
  runId: RunId.optional(),
  taskId: TaskPath.optional(),
  /** `heron` for what was done to the log itself. */
  workerId: z.string(),
  operation: z.string(),
  target: z.string(),
  decision: AuditDecision,
  /** For example `grant grt_…`, `own output`, `not declared`, `protected path`. */
  rule: z.string(),
}));
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditFilter = strictObject(() => ({
  runId: RunId.optional(),
  taskId: TaskPath.optional(),
  workerId: z.string().optional(),
  decision: AuditDecision.optional(),
  /** Milliseconds since 1970: from this moment on. */
  since: z.coerce.number().int().optional(),
  /** Up to, but without this moment. */
  until: z.coerce.number().int().optional(),
  /** Looked for in worker, operation, target and rule. */
  query: z.string().optional(),
  /** Only lines with a smaller `seq`: the next page. */
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
}));
export type AuditFilter = z.infer<typeof AuditFilter>;

/** What computing the audit log's chain anew has found. */
export const AuditIntegrity = strictObject(() => ({
  state: z.enum(['unbroken', 'broken']),
  /** When it was computed. */
  at: z.int(),
  /** Lines that were right, up to the first that is not. */
  lines: z.int(),
  /** Of these, lines from before there was a chain; one hash holds them all. */
  olderThanChain: z.int(),
  /** Lines that were pruned, all told. */
  pruned: z.int(),
  /** Time of the first line that is kept. */
  since: z.int().optional(),
  /** `head`: what is remembered of the log's end, outside of it, is gone. */
  problem: z
    .strictObject({ kind: z.enum(['changed', 'missing', 'inserted', 'head']), seq: z.int(), message: z.string() })
    .optional(),
}));
export type AuditIntegrity = z.infer<typeof AuditIntegrity>;

export const permissionRequested = defineEvent('permission.requested', () =>
  z.strictObject({ request: PermissionRequest }),
);
export const permissionGranted = defineEvent('permission.granted', () =>
  z.strictObject({ requestId: RequestId.optional(), grant: Grant }),
);
export const permissionDenied = defineEvent('permission.denied', () =>
  z.strictObject({ requestId: RequestId.optional(), need: PermissionNeed, rule: z.string() }),
);
/** The run ended before anybody answered. */
export const permissionWithdrawn = defineEvent('permission.withdrawn', () => z.strictObject({ requestId: RequestId }));
export const permissionRevoked = defineEvent('permission.revoked', () => z.strictObject({ grant: Grant }));
/** Its conversation was deleted, and is back. */
export const permissionRestored = defineEvent('permission.restored', () => z.strictObject({ grant: Grant }));
/** A step took one of a grant's uses; after the last one it is no longer in force. */
export const permissionUsed = defineEvent('permission.used', () =>
  z.strictObject({ grantId: GrantId, usesLeft: z.int().min(0) }),
);
/** Its time has passed. */
export const permissionExpired = defineEvent('permission.expired', () => z.strictObject({ grant: Grant }));

export const permissions = {
  grants: oc
    .route({ method: 'GET', path: '/permissions/grants', summary: 'Grants in force' })
    .input(strictObject(() => ({ workerId: WorkerId.optional() })))
    .output(z.array(Grant)),
  pending: oc
    .route({ method: 'GET', path: '/permissions/pending', summary: 'Questions nobody has answered yet' })
    .input(strictObject(() => ({ runId: RunId.optional() })))
    .output(z.array(PermissionRequest)),
  answer: oc
    .route({ method: 'POST', path: '/permissions/answer', summary: 'Answer one or several questions' })
    .input(
      strictObject(() => ({
        answers: z
          .array(z.strictObject({ requestId: RequestId, answer: Answer, choice: GrantChoice.optional() }))
          .min(1),
      })),
    )
    .output(strictObject(() => ({}))),
  answerByCode: oc
    .route({ method: 'POST', path: '/permissions/answer-by-code', summary: 'Answer the question that has this code' })
    .input(strictObject(() => ({ code: z.string().min(1).max(40), answer: Answer })))
    .output(strictObject(() => ({ request: PermissionRequest }))),
  /**
   * Lets Heron's own workers read a folder and all below it, before any of them asks. Errors: `invalid-input`,
   * `not-found`, and `permission-denied` for what no permission can open.
   */
  allowFolder: oc
    .route({ method: 'POST', path: '/permissions/folders', summary: "Let Heron's own workers read a folder" })
    .input(strictObject(() => ({ path: z.string().min(1).max(8192) })))
    .output(z.array(Grant)),
  revoke: oc
    .route({ method: 'POST', path: '/permissions/revoke', summary: 'Take a grant back' })
    .input(strictObject(() => ({ grantId: GrantId })))
    .output(strictObject(() => ({}))),
  audit: oc
    .route({ method: 'GET', path: '/permissions/audit', summary: 'Search the audit log, newest first' })
    .input(AuditFilter)
    .output(z.array(AuditEntry)),
  /** Computes the chain of hashes anew and names the first line that is not as it was written. */
  verifyAudit: oc
    .route({ method: 'GET', path: '/permissions/audit/integrity', summary: 'Verify the audit log' })
    .input(strictObject(() => ({})))
    .output(AuditIntegrity),
  /** Removes the oldest lines, up to the first of this time or later; that is a line itself. Errors: `conflict` for a broken log. */
  pruneAudit: oc
    .route({ method: 'POST', path: '/permissions/audit/prune', summary: 'Remove old lines of the audit log' })
    .input(strictObject(() => ({ before: z.int() })))
    .output(strictObject(() => ({ removed: z.int() }))),
};
