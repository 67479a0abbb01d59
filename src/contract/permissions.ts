import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { GrantId, RequestId, RunId, TaskId, WorkerId } from './ids.ts';
import { Capability, PermissionNeed } from './permission-need.ts';

/** How long an answer holds: for the tasks that asked; for the whole run; until it is revoked. */
export const GrantScope = z.enum(['once', 'run', 'always']);
export type GrantScope = z.infer<typeof GrantScope>;

export const Grant = z.strictObject({
  id: GrantId,
  workerId: WorkerId,
  capability: Capability,
  target: z.string(),
  /** Where this very command is all that was allowed. */
  detail: z.string().optional(),
  scope: GrantScope,
  runId: RunId.optional(),
  /** With scope `once`: the tasks it was asked for. */
  taskIds: z.array(TaskId).optional(),
  createdAt: z.int(),
  /** Who said so: a person at a prompt, or the call that started the run. */
  givenBy: z.enum(['prompt', 'start']),
});
export type Grant = z.infer<typeof Grant>;

export const PermissionRequest = z.strictObject({
  id: RequestId,
  runId: RunId,
  taskIds: z.array(TaskId).min(1),
  workerId: WorkerId,
  workerName: z.string(),
  need: PermissionNeed,
  /** The worker's own words, from its manifest. */
  reason: z.string(),
  createdAt: z.int(),
});
export type PermissionRequest = z.infer<typeof PermissionRequest>;

export const Answer = z.enum(['once', 'run', 'always', 'deny']);
export type Answer = z.infer<typeof Answer>;

export const AuditDecision = z.enum(['allowed', 'denied']);
export type AuditDecision = z.infer<typeof AuditDecision>;

/** One line of the audit log: who wanted what, what was decided, and by which rule. */
export const AuditEntry = z.strictObject({
  seq: z.int(),
  at: z.int(),
  runId: RunId.optional(),
  taskId: TaskId.optional(),
  /** `heron` for what was done to the log itself. */
  workerId: z.string(),
  operation: z.string(),
  target: z.string(),
  decision: AuditDecision,
  /** For example `grant grt_…`, `own output`, `not declared`, `protected path`. */
  rule: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditFilter = z.strictObject({
  runId: RunId.optional(),
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
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** What computing the audit log's chain anew has found. */
export const AuditIntegrity = z.strictObject({
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
});
export type AuditIntegrity = z.infer<typeof AuditIntegrity>;

export const permissionRequested = defineEvent('permission.requested', z.strictObject({ request: PermissionRequest }));
export const permissionGranted = defineEvent(
  'permission.granted',
  z.strictObject({ requestId: RequestId.optional(), grant: Grant }),
);
export const permissionDenied = defineEvent(
  'permission.denied',
  z.strictObject({ requestId: RequestId.optional(), need: PermissionNeed, rule: z.string() }),
);
/** The run ended before anybody answered. */
export const permissionWithdrawn = defineEvent('permission.withdrawn', z.strictObject({ requestId: RequestId }));
export const permissionRevoked = defineEvent('permission.revoked', z.strictObject({ grant: Grant }));

export const permissions = {
  grants: oc
    .route({ method: 'GET', path: '/permissions/grants', summary: 'Grants in force' })
    .input(z.strictObject({ workerId: WorkerId.optional() }))
    .output(z.array(Grant)),
  pending: oc
    .route({ method: 'GET', path: '/permissions/pending', summary: 'Questions nobody has answered yet' })
    .input(z.strictObject({ runId: RunId.optional() }))
    .output(z.array(PermissionRequest)),
  answer: oc
    .route({ method: 'POST', path: '/permissions/answer', summary: 'Answer one or several questions' })
    .input(z.strictObject({ answers: z.array(z.strictObject({ requestId: RequestId, answer: Answer })).min(1) }))
    .output(z.strictObject({})),
  revoke: oc
    .route({ method: 'POST', path: '/permissions/revoke', summary: 'Take a grant back' })
    .input(z.strictObject({ grantId: GrantId }))
    .output(z.strictObject({})),
  audit: oc
    .route({ method: 'GET', path: '/permissions/audit', summary: 'Search the audit log, newest first' })
    .input(AuditFilter)
    .output(z.array(AuditEntry)),
  /** Computes the chain of hashes anew and names the first line that is not as it was written. */
  verifyAudit: oc
    .route({ method: 'GET', path: '/permissions/audit/integrity', summary: 'Verify the audit log' })
    .input(z.strictObject({}))
    .output(AuditIntegrity),
  /** Removes the oldest lines, up to the first of this time or later; that is a line itself. Errors: `conflict` for a broken log. */
  pruneAudit: oc
    .route({ method: 'POST', path: '/permissions/audit/prune', summary: 'Remove old lines of the audit log' })
    .input(z.strictObject({ before: z.int() }))
    .output(z.strictObject({ removed: z.int() })),
};
