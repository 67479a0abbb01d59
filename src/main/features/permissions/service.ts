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
  Authorize,
  ForgetOwnOutput,
  NoteAnswer,
  NoteOwnOutput,
  RefusalOf,
} from '../../workers/broker/access.ts';
import type { CallScope } from '../../workers/worker-call.ts';
import { answer, type Asker, type AskingParts, give, withdraw } from './asking.ts';
import type { AuditLog, AuditQuery } from './audit-log.ts';
import { createForbidden } from './forbidden.ts';
import { createGate, note } from './gate.ts';
import { createJudging } from './judging.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Policy } from './policy/policy.ts';
import { simulate, type SimulationRequest } from './policy/simulate.ts';
import { createQuestions } from './questions.ts';
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

  const gate = createGate({ ...parts, judging, asking, forbidden });

  return {
    ...gate,
    ...createReadingMarks(parts),
    lacking: ledger.lacking,
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
    revoke: (grantId) => revoke(parts, ledger, grantId),
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

/** What a run reads from the network, and what its workers give, marks it. */
function createReadingMarks({ policy, manifestOf }: PermissionParts): Pick<PermissionService, 'noteAnswer' | 'around'> {
  const { readings } = policy;
  return {
    noteAnswer: ({ manifest, scope }, from) => readings.answered(holderOf(scope, manifest.id), manifest, from),
    around: async (scope, workerId, call) => {
      try {
        const output = await call();
        const manifest = manifestOf(workerId);
        if (manifest) await readings.gave(holderOf(scope, workerId), manifest);
        return output;
      } finally {
        readings.callEnded(scope.runId, scope.taskId);
      }
    },
  };
}

function holderOf({ runId, conversationId, taskId }: CallScope, workerId: string) {
  return { runId, ...(conversationId ? { conversationId } : {}), taskId, workerId };
}

async function revoke(parts: PermissionParts, ledger: Ledger, grantId: string): Promise<void> {
  const grant = ledger.all().find(({ id }) => id === grantId);
  if (!grant) throw new HeronError('not-found', `There is no grant ${grantId} in force`);
  const scope = { workerId: grant.workerId };
  await parts.events.append([{ type: 'permission.revoked', scope, payload: { grant } }], () => {
    parts.store.revokeGrant(grantId, parts.clock());
  });
  ledger.remove(grantId);
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
