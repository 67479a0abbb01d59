import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { AuditEntry, Grant, PermissionRequest, Answer } from '../../../contract/permissions.ts';
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
import { answerByCode } from './answer-by-code.ts';
import {
  answer,
  type Asker,
  ask,
  type AskingParts,
  type AnswerTimes,
  expireQuestions,
  give,
  type GivenAnswer,
} from './asking.ts';
import type { AuditLog, AuditQuery } from './audit-log.ts';
import { endConversation, endRun, expireGrants, revoke } from './ending.ts';
import { createExpiry } from './expiry.ts';
import { createForbidden } from './forbidden.ts';
import { adoptGrants } from './given-under.ts';
import { createLedger, earliest, type Ledger } from './ledger.ts';
import { startGrant } from './make-grant.ts';
import { allAnswered, createQuestions } from './questions.ts';
import { missingError, refuseUndeclared } from './refusals.ts';
import type { PermissionStore } from './store.ts';
import { takeUse } from './take-use.ts';

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
  answerTimes: () => AnswerTimes;
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
  /** Errors: `not-found`, `invalid-input`; then none of the questions is answered. */
  answer(answers: GivenAnswer[]): Promise<void>;
  /** Gives the question that was answered. Errors: `not-found`, also when codes are void after too many wrong ones. */
  answerByCode(code: string, answer: Answer): Promise<PermissionRequest>;
  grants(workerId?: string): Grant[];
  revoke(grantId: string): Promise<void>;
  pending(runId?: string): PermissionRequest[];
  /** A run is over: its questions and its grants end with it. */
  endRun(runId: string): Promise<void>;
  /** A conversation is about to be deleted. */
  endConversation(conversationId: string): Promise<void>;
  /** What older grants do not say is filled in, once the workers are loaded. */
  adoptGrants(): void;
  /** Ends what is over by the clock; happens by itself. */
  sweep(): Promise<void>;
  close(): Promise<void>;
  audit(query: AuditQuery): AuditEntry[];
};

/** Who may do what: grants, the questions that lead to them, and the one function every access of a worker goes through. */
export function createPermissions(parts: PermissionParts): PermissionService {
  const forbidden = createForbidden(parts);
  const asking = createAsking(parts);
  const { ledger, expiry } = asking;

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
    if (asker.unattended && asker.whenMissing !== 'wait') throw missingError(wanted);
    await allAnswered(await ask(asking, asker, wanted), signal);
  }

  return {
    ensure,
    lacking: ledger.lacking,
    authorize: (request) => authorize(request, asking, demand),
    refuse: (request, rule, message) => {
      note(parts.audit, request, 'denied', rule);
      throw forbidden.denied(request.manifest.id, request.need, { rule, message });
    },
    noteOwnOutput: ledger.noteOwnOutput,
    forgetOwnOutput: ledger.forgetOwnOutput,
    allow: async (runId, needs) => {
      if (needs.length === 0) return;
      await give(
        asking,
        needs.map(({ workerId, need }) => startGrant(asking, runId, workerId, need)),
      );
    },
    ...createAnswering(parts, asking),
    grants: (workerId) => ledger.all().filter((grant) => !workerId || grant.workerId === workerId),
    revoke: async (grantId) => {
      const grant = ledger.all().find(({ id }) => id === grantId);
      if (!grant) throw new HeronError('not-found', `There is no grant ${grantId} in force`);
      await revoke(asking, [grant]);
    },
    endRun: (runId) => endRun(asking, runId),
    endConversation: (conversationId) => endConversation(asking, conversationId),
    adoptGrants: () => {
      const { manifestOf, store } = parts;
      ledger.replace(adoptGrants({ grants: ledger.all(), manifestOf, keep: store.setGivenUnder }));
    },
    sweep: expiry.sweep,
    close: expiry.close,
    audit: (query) => parts.audit.search(query),
  };
}

/** What is open, and how it is answered: never after its time, even when nobody has looked at the clock yet. */
function createAnswering(
  { clock, logger }: PermissionParts,
  asking: ReturnType<typeof createAsking>,
): Pick<PermissionService, 'pending' | 'answer' | 'answerByCode'> {
  const { questions, expiry } = asking;
  return {
    pending: (runId) => {
      const now = clock();
      const open = questions.all().filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
      return open.filter((request) => !runId || request.runId === runId);
    },
    answer: async (answers) => {
      await expiry.sweep();
      await answer(asking, answers);
    },
    answerByCode: async (code, given) => {
      await expiry.sweep();
      return answerByCode({ ...asking, logger }, code, given);
    },
  };
}

/** Grants and questions, and what ends them in time. */
function createAsking(parts: PermissionParts) {
  const { events, store } = parts;
  const ledger = createLedger({
    ...parts,
    grants: store.grantsInForce(),
    conversationOf: (runId) => events.last('run.created', { runId })?.scope.conversationId,
  });
  const questions = createQuestions(store.requests());
  const expiry = createExpiry({
    ...parts,
    nextEnd: () => earliest([ledger.nextEnd(), ...questions.all().map(({ expiresAt }) => expiresAt)]),
    end: async () => {
      await expireQuestions(asking);
      await expireGrants(asking);
    },
  });
  const asking = {
    ...parts,
    ledger,
    questions,
    expiry,
    onChange: expiry.plan,
    isDeleted: (conversationId: string) => events.last('conversation.deleted', { conversationId }) !== undefined,
  };
  expiry.plan();
  return asking;
}

async function authorize(
  request: AccessRequest,
  asking: AskingParts,
  demand: PermissionService['ensure'],
): Promise<void> {
  const { manifest, action, need, scope, signal } = request;
  const { audit, ledger } = asking;
  const wanted = { workerId: manifest.id, action, taskIds: [scope.taskId], need };
  if (mayWrite(request, ledger)) {
    note(audit, request, 'allowed', 'may write there');
    return;
  }
  try {
    refuseUndeclared(manifest, need);
    let rule = ledger.allowedBy(scope.runId, wanted);
    // An answer may allow less than what waits for it, and the last use may have gone to another step.
    for (; rule === undefined; rule = ledger.allowedBy(scope.runId, wanted)) await demand(scope, [wanted], signal);
    await takeUse(asking, rule, request);
    note(audit, request, 'allowed', rule);
  } catch (error) {
    note(audit, request, 'denied', error instanceof HeronError ? error.code : 'error');
    throw error;
  }
}

/** Who may write a path may know whether something is there. */
function mayWrite({ manifest, action, scope, operation, need }: AccessRequest, { allowedBy }: Ledger): boolean {
  if (operation !== 'files.status') return false;
  const asWriting = { ...need, capability: 'files.write' as const };
  const wanted = { workerId: manifest.id, action, taskIds: [scope.taskId], need: asWriting };
  return allowedBy(scope.runId, wanted) !== undefined;
}

function note(audit: AuditLog, request: AccessRequest, decision: AuditEntry['decision'], rule: string): void {
  const { scope, operation, need, manifest } = request;
  const { runId, taskId } = scope;
  audit.add({ runId, taskId, workerId: manifest.id, operation, target: need.target, decision, rule });
}
