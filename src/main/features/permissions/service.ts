import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Answer, AuditEntry, Grant, PermissionRequest } from '../../../contract/permissions.ts';
import type { Simulation } from '../../../contract/policy.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { WorkerCallName, WorkerNeed } from '../../orchestrator/execution.ts';
import type {
  AccessRequest,
  Admit,
  AdmitRequest,
  Authorize,
  ForgetOwnOutput,
  NoteAnswer,
  NoteOwnOutput,
  RefusalOf,
} from '../../workers/broker/access.ts';
import type { CallScope } from '../../workers/worker-call.ts';
import { answer, type Asker, ask, type AskingParts, give, withdraw } from './asking.ts';
import type { AuditLog, AuditQuery } from './audit-log.ts';
import { createForbidden } from './forbidden.ts';
import { createJudging, type Judged, type Judging } from './judging.ts';
import { createLedger } from './ledger.ts';
import type { Policy } from './policy/policy.ts';
import { refusalOf } from './policy/refusal.ts';
import { simulate, type SimulationRequest } from './policy/simulate.ts';
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
  policy: Policy;
  logger: Logger;
  madeByRun: (runId: string) => string[];
};

export type PermissionService = {
  /**
   * Asks for all that is lacking at once, and waits. Errors: `not-declared`, `permission-missing`, `permission-denied`,
   * `limit-exceeded`. A call that the policy leaves out is refused before anything is asked.
   */
  ensure(asker: Asker, needs: WorkerNeed[], signal: AbortSignal, calls?: WorkerCallName[]): Promise<void>;
  /** Needs of a run that nothing allows, with their targets made canonical. */
  lacking(runId: string, needs: WorkerNeed[]): WorkerNeed[];
  /** What stands before every call of an action. */
  admit: Admit;
  /** What the broker asks before every effect. */
  authorize: Authorize;
  /** A rule nobody can lift said no: audits and throws `permission-denied`. */
  refuse(request: AccessRequest, rule: string, message: string): never;
  noteOwnOutput: NoteOwnOutput;
  forgetOwnOutput: ForgetOwnOutput;
  noteAnswer: NoteAnswer;
  /** Runs one call of a worker; what it gives marks its run. */
  around<Value>(scope: CallScope, workerId: string, call: () => Promise<Value>): Promise<Value>;
  /** Grants that come with the call that starts a run. */
  allow(runId: string, needs: { workerId: string; need: PermissionNeed }[]): Promise<void>;
  answer(answers: { requestId: string; answer: Answer }[]): Promise<void>;
  grants(workerId?: string): Grant[];
  revoke(grantId: string): Promise<void>;
  pending(runId?: string): PermissionRequest[];
  /** A run is over: its open questions and its grants end with it. */
  endRun(runId: string): Promise<void>;
  audit(query: AuditQuery): AuditEntry[];
  /** What the policy would say; asks nobody and writes nothing. */
  simulate(request: SimulationRequest, parts: { catalogue: Catalogue; homeFolder: string }): Promise<Simulation>;
};

/** Who may do what: grants, the questions that lead to them, and the one function every access of a worker goes through. */
export function createPermissions(parts: PermissionParts): PermissionService {
  const { canonicalTarget, madeByRun, policy } = parts;
  const forbidden = createForbidden(parts);
  const ledger = createLedger({ grants: parts.store.grantsInForce(), canonicalTarget, madeByRun });
  const asking: AskingParts = { ...parts, ledger, questions: createQuestions(parts.store.requests()) };
  const judging = createJudging({ ...parts, ledger });

  function admit(scope: AdmitRequest['scope'], workerId: string, action: string, taskIds: readonly string[]): void {
    const verdict = judging.call({ manifest: judging.manifestOf(workerId), action, scope });
    if (verdict.decision === 'denied')
      throw denyCall(parts.audit, scope.runId, taskIds, `${workerId}.${action}`, verdict);
  }

  async function ensure(
    asker: Asker,
    needs: WorkerNeed[],
    signal: AbortSignal,
    calls: WorkerCallName[] = [],
  ): Promise<void> {
    for (const { workerId, action, taskIds } of calls) admit(asker, workerId, action, taskIds);
    await policy.begin({
      runId: asker.runId,
      ...(asker.conversationId ? { conversationId: asker.conversationId } : {}),
    });
    for (const { workerId, need } of needs) refuseUndeclared(judging.manifestOf(workerId), need);
    const judged = judging.steps(asker, needs);
    const denied = judged.filter(({ verdict }) => verdict.decision === 'denied');
    forbidden.refuse(
      asker.runId,
      denied.flatMap(({ wanted, verdict }) =>
        isUnanswerable(verdict) ? [] : [{ wanted, rule: verdict.rule, error: refusalOf(verdict, wanted.need) }],
      ),
    );
    if (denied.length > 0) throw missingError(denied.map((one) => withTaint(policy, asker, one)));
    await demand(
      asker,
      judged.filter(({ verdict }) => verdict.decision === 'asked'),
      signal,
    );
  }

  async function demand(asker: Asker, asked: Judged[], signal: AbortSignal): Promise<void> {
    if (asked.length === 0) return;
    const wanted = asked.map((one) => withTaint(policy, asker, one));
    await allAnswered(await ask(asking, asker, wanted), signal);
    for (const one of wanted) policy.steps.confirm(asker.runId, one, one.taint?.length ?? 0);
  }

  return {
    ensure,
    lacking: ledger.lacking,
    admit: ({ manifest, action, scope }) => admit(scope, manifest.id, action, [scope.taskId]),
    authorize: (request) => authorize(request, { ...parts, judging, demand }),
    refuse: (request, rule, message) => {
      note(parts.audit, request, 'denied', rule);
      throw forbidden.denied(request.manifest.id, request.need, { rule, message });
    },
    noteOwnOutput: ledger.noteOwnOutput,
    forgetOwnOutput: ledger.forgetOwnOutput,
    noteAnswer: ({ manifest, scope }, from) => policy.readings.answered(holderOf(scope, manifest.id), manifest, from),
    around: async (scope, workerId, call) => {
      try {
        const output = await call();
        const manifest = parts.manifestOf(workerId);
        if (manifest) await policy.readings.gave(holderOf(scope, workerId), manifest);
        return output;
      } finally {
        policy.readings.callEnded(scope.runId, scope.taskId);
      }
    },
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
      await policy.endRun(runId);
    },
    audit: (query) => parts.audit.search(query),
    simulate: (request, { catalogue, homeFolder }) => {
      const { manifestOf } = parts;
      return simulate({ policy, catalogue, homeFolder, manifestOf, knownOf: judging.known }, request);
    },
  };
}

type AuthorizeParts = {
  audit: AuditLog;
  policy: Policy;
  judging: Judging;
  demand: (asker: Asker, asked: Judged[], signal: AbortSignal) => Promise<void>;
};

async function authorize(request: AccessRequest, parts: AuthorizeParts): Promise<void> {
  const { scope, signal, need } = request;
  try {
    let judged = parts.judging.access(request);
    if (judged.verdict.decision === 'asked') {
      await parts.demand(scope, [judged], signal);
      judged = parts.judging.access(request);
    }
    const { verdict, wanted, wish } = judged;
    if (isUnanswerable(verdict)) throw missingError([withTaint(parts.policy, scope, judged)]);
    if (verdict.decision === 'denied') throw refusalOf(verdict, wanted.need);
    if (verdict.decision === 'asked') {
      throw new HeronError('permission-denied', `The permission for ${need.target} was taken back`, { ...need });
    }
    await parts.policy.passed(wish, request.operation);
    note(parts.audit, request, 'allowed', wanted.need === need ? verdict.rule : 'may write there');
  } catch (error) {
    note(parts.audit, request, 'denied', ruleOf(error));
    throw error;
  }
}

/** It would be asked for, if somebody were there. */
function isUnanswerable({ rule }: Judged['verdict']): boolean {
  return rule === 'nobody to ask';
}

/** The question names what the run has read, where that is why it is asked. */
function withTaint(policy: Policy, { runId }: Asker, { wanted, verdict }: Judged): WorkerNeed {
  const isTainted = verdict.because.some(({ layer, says }) => layer === 'taint' && says === 'asked');
  return isTainted ? { ...wanted, taint: [...policy.taintOf(runId)] } : wanted;
}

function denyCall(
  audit: AuditLog,
  runId: string,
  taskIds: readonly string[],
  ref: string,
  verdict: Judged['verdict'],
): HeronError {
  const workerId = ref.slice(0, ref.indexOf('.'));
  const line = { runId, workerId, operation: 'call', target: ref, decision: 'denied', rule: verdict.rule } as const;
  for (const taskId of taskIds) audit.add({ ...line, taskId });
  return refusalOf(verdict);
}

function ruleOf(error: unknown): string {
  if (!(error instanceof HeronError)) return 'error';
  const rule = error.details?.['rule'];
  return error.code === 'permission-denied' && typeof rule === 'string' && rule !== 'the person' ? rule : error.code;
}

function holderOf({ runId, conversationId, taskId }: CallScope, workerId: string) {
  return { runId, ...(conversationId ? { conversationId } : {}), taskId, workerId };
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
    scope: 'run',
    runId,
    createdAt: parts.clock(),
    givenBy: 'start',
  };
}
