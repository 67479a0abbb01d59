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
  /** What the run has read that a stranger may have written. An answer then holds for these tasks only. */
  taint: z.array(z.string()).optional(),
  createdAt: z.int(),
});
export type PermissionRequest = z.infer<typeof PermissionRequest>;

export const Answer = z.enum(['once', 'run', 'always', 'deny']);
export type Answer = z.infer<typeof Answer>;

/** One line of the audit log: who wanted what, what was decided, and by which rule. */
export const AuditEntry = z.strictObject({
  seq: z.int(),
  at: z.int(),
  runId: RunId.optional(),
  taskId: TaskId.optional(),
  workerId: z.string(),
  operation: z.string(),
  target: z.string(),
  decision: z.enum(['allowed', 'denied']),
  /** For example `grant grt_…`, `own output`, `not declared`, `protected path`. */
  rule: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

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
    .input(
      z.strictObject({
        runId: RunId.optional(),
        workerId: z.string().optional(),
        query: z.string().optional(),
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.array(AuditEntry)),
};
