import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type {
  Answer,
  AuditEntry,
  AuditFilter,
  AuditIntegrity,
  Grant,
  PermissionRequest,
} from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type {
  AccessRequest,
  Authorize,
  ForgetOwnOutput,
  NoteOwnOutput,
  RefusalOf,
} from '../../workers/broker/access.ts';
import { answer, type Asker, ask, type AskingParts, give, withdraw } from './asking.ts';
import type { AuditLog } from './audit-log.ts';
import { createForbidden } from './forbidden.ts';
import { createLedger } from './ledger.ts';
import { allAnswered, createQuestions } from './questions.ts';
import { missingError, refuseUndeclared } from './refusals.ts';
import type { PermissionStore } from './store.ts';

export type PermissionParts = {
  store: PermissionStore;
  audit: AuditLog;
  events: EventLog;
  makeId: MakeId;
  clock: Clock;
  manifestOf: (workerId: string) => Manifest | undefined;
  canonicalTarget: (need: PermissionNeed) => string;
  /** The rule that refuses a need whatever is allowed. */
  refusalOf: RefusalOf;
  logger: Logger;
  madeByRun: (runId: string) => string[];
};

export type PermissionService = {
  /** Asks for all that is lacking at once, and waits. Errors: `not-declared`, `permission-missing`, `permission-denied`. */
  ensure(asker: Asker, needs: WorkerNeed[], signal: AbortSignal): Promise<void>;
  /** Needs of a run that nothing allows, with their targets made canonical. */
  lacking(runId: string, needs: WorkerNeed[]): WorkerNeed[];
  /** What the broker asks before every effect. */
  authorize: Authorize;
  /** A rule nobody can lift said no: audits and throws `permission-denied`. */
  refuse(request: AccessRequest, rule: string, message: string): never;
  noteOwnOutput: NoteOwnOutput;
  forgetOwnOutput: ForgetOwnOutput;
  /** Grants that come with the call that starts a run. */
  allow(runId: string, needs: { workerId: string; need: PermissionNeed }[]): Promise<void>;
  answer(answers: { requestId: string; answer: Answer }[]): Promise<void>;
  grants(workerId?: string): Grant[];
  revoke(grantId: string): Promise<void>;
  pending(runId?: string): PermissionRequest[];
  /** A run is over: its open questions and its grants end with it. */
  endRun(runId: string): Promise<void>;
  audit(filter: AuditFilter): AuditEntry[];
  verifyAudit(): Promise<AuditIntegrity>;
  /** Errors: `conflict` when the log is broken. */
  pruneAudit(before: number): Promise<number>;
};

/** Who may do what: grants, the questions that lead to them, and the one function every access of a worker goes through. */
export function createPermissions(parts: PermissionParts): PermissionService {
  const { canonicalTarget, madeByRun } = parts;
  const forbidden = createForbidden(parts);
  const ledger = createLedger({ grants: parts.store.grantsInForce(), canonicalTarget, madeByRun });
  const asking: AskingParts = { ...parts, ledger, questions: createQuestions(parts.store.requests()) };

  async function ensure(asker: Asker, needs: WorkerNeed[], signal: AbortSignal): Promise<void> {
    for (const { workerId, need } of needs) {
      const manifest = parts.manifestOf(workerId);
      if (!manifest) throw new HeronError('worker-unavailable', `The worker ${workerId} is not loaded`);
      refuseUndeclared(manifest, need);
    }
    forbidden.refuse(asker.runId, needs);
    await demand(asker, needs, signal);
  }

  async function demand(asker: Asker, needs: WorkerNeed[], signal: AbortSignal): Promise<void> {
    const wanted = ledger.lacking(asker.runId, needs);
    if (wanted.length === 0) return;
    if (asker.unattended) throw missingError(wanted);
    await allAnswered(await ask(asking, asker, wanted), signal);
  }

  return {
    ensure,
    lacking: ledger.lacking,
    authorize: (request) => authorize(request, parts.audit, ledger.allowedBy, demand),
    refuse: (request, rule, message) => {
      note(parts.audit, request, 'denied', rule);
      throw forbidden.denied(request.manifest.id, request.need, { rule, message });
    },
    noteOwnOutput: ledger.noteOwnOutput,
    forgetOwnOutput: ledger.forgetOwnOutput,
    allow: async (runId, needs) => {
      const given = needs.map(({ workerId, need }) => ({ grant: startGrant(parts, runId, workerId, need) }));
      if (given.length > 0) await give(asking, given);
    },
    answer: (answers) => answer(asking, answers),
    grants: (workerId) => ledger.all().filter((grant) => !workerId || grant.workerId === workerId),
    revoke: async (grantId) => {
      const grant = ledger.all().find(({ id }) => id === grantId);
      if (!grant) throw new HeronError('not-found', `There is no grant ${grantId} in force`);
      const scope = { workerId: grant.workerId };
      await parts.events.append([{ type: 'permission.revoked', scope, payload: { grant } }], () => {
        parts.store.revokeGrant(grantId, parts.clock());
      });
      ledger.remove(grantId);
    },
    pending: (runId) => asking.questions.all().filter((request) => !runId || request.runId === runId),
    endRun: async (runId) => {
      for (const request of asking.questions.all().filter((each) => each.runId === runId)) {
        asking.questions.settle(request.id, new HeronError('cancelled', 'The run ended before anybody answered'));
        await withdraw(asking, request);
      }
      parts.store.endGrantsOfRun(runId, parts.clock());
      ledger.endRun(runId);
    },
    audit: parts.audit.search,
    verifyAudit: parts.audit.verify,
    pruneAudit: parts.audit.prune,
  };
}

type AllowedBy = (runId: string, wanted: WorkerNeed) => string | undefined;

async function authorize(
  request: AccessRequest,
  audit: AuditLog,
  allowedBy: AllowedBy,
  demand: PermissionService['ensure'],
): Promise<void> {
  const { manifest, need, scope, signal } = request;
  const wanted = { workerId: manifest.id, taskIds: [scope.taskId], need };
  if (mayWrite(request, allowedBy)) {
    note(audit, request, 'allowed', 'may write there');
    return;
  }
  try {
    refuseUndeclared(manifest, need);
    let rule = allowedBy(scope.runId, wanted);
    if (!rule) {
      await demand(scope, [wanted], signal);
      rule = allowedBy(scope.runId, wanted);
    }
    if (!rule)
      throw new HeronError('permission-denied', `The permission for ${need.target} was taken back`, { ...need });
    note(audit, request, 'allowed', rule);
  } catch (error) {
    note(audit, request, 'denied', error instanceof HeronError ? error.code : 'error');
    throw error;
  }
}

/** Who may write a path may know whether something is there. */
function mayWrite({ manifest, scope, operation, need }: AccessRequest, allowedBy: AllowedBy): boolean {
  if (operation !== 'files.status') return false;
  const asWriting = { ...need, capability: 'files.write' as const };
  return allowedBy(scope.runId, { workerId: manifest.id, taskIds: [scope.taskId], need: asWriting }) !== undefined;
}

function note(audit: AuditLog, request: AccessRequest, decision: AuditEntry['decision'], rule: string): void {
  const { scope, operation, need, manifest } = request;
  const { runId, taskId } = scope;
  audit.add({ runId, taskId, workerId: manifest.id, operation, target: need.target, decision, rule });
}

function startGrant(parts: PermissionParts, runId: string, workerId: string, need: PermissionNeed): Grant {
  return {
    id: parts.makeId('grt'),
    workerId,
    capability: need.capability,
    target: parts.canonicalTarget(need),
    ...(need.exact && need.detail !== undefined ? { detail: need.detail } : {}),
    scope: 'run',
    runId,
    createdAt: parts.clock(),
    givenBy: 'start',
  };
}
