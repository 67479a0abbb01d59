import type { Manifest } from '../../../contract/manifest.ts';
import type { PathKind, PermissionNeed } from '../../../contract/permission-need.ts';
import type {
  Answer,
  AuditEntry,
  AuditFilter,
  AuditIntegrity,
  Grant,
  PermissionRequest,
} from '../../../contract/permissions.ts';
import type { AnyEvent } from '../../../contract/events.ts';
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
import { type AheadNeed, createAhead } from './ahead.ts';
import { answerByCode } from './answer-by-code.ts';
import {
  answer,
  type Asker,
  type AskingParts,
  type AnswerTimes,
  expireQuestions,
  give,
  type GivenAnswer,
} from './asking.ts';
import type { AuditLog } from './audit-log.ts';
import {
  endConversation,
  endRun,
  expireGrants,
  forgetRun,
  forgetWorker,
  restoreConversation,
  revoke,
} from './ending.ts';
import { createExpiry } from './expiry.ts';
import { createForbidden } from './forbidden.ts';
import { createGate, note } from './gate.ts';
import { adoptGrants } from './given-under.ts';
import { createJudging } from './judging.ts';
import { createLastUses } from './last-uses.ts';
import { createLedger, earliest } from './ledger.ts';
import { startGrant } from './make-grant.ts';
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
  kindOfPath: (path: string) => PathKind | undefined;
  /** The rule that refuses a need whatever is allowed. */
  refusalOf: RefusalOf;
  policy: Policy;
  logger: Logger;
  madeByRun: (runId: string) => string[];
  answerTimes: () => AnswerTimes;
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
  /** What a person allows for always before a worker asks. Errors: `not-found`, `not-declared`, `permission-denied`; then nothing is given. */
  allowAhead(wanted: AheadNeed[]): Promise<Grant[]>;
  isAllowedAhead(wanted: AheadNeed): boolean;
  /** Errors: `not-found`, `invalid-input`; then none of the questions is answered. */
  answer(answers: GivenAnswer[]): Promise<void>;
  /** Gives the question that was answered. Errors: `not-found`, also when codes are void after too many wrong ones. */
  answerByCode(code: string, answer: Answer): Promise<PermissionRequest>;
  grants(workerId?: string): Grant[];
  revoke(grantId: string): Promise<void>;
  pending(runId?: string): PermissionRequest[];
  /** A run is over: its questions and its grants end with it. */
  endRun(runId: string): Promise<void>;
  /** The same of one that called no worker, as its plan shows: it had neither. */
  forgetRun(runId: string): void;
  audit(filter: AuditFilter): AuditEntry[];
  verifyAudit(): Promise<AuditIntegrity>;
  /** Errors: `conflict` when the log is broken. */
  pruneAudit(before: number): Promise<number>;
  /** A conversation is about to be deleted. */
  endConversation(conversationId: string): Promise<void>;
  /** A deleted conversation has been restored. */
  restoreConversation(conversationId: string): Promise<void>;
  /** A worker was removed. */
  forgetWorker(workerId: string): Promise<void>;
  /** What older grants do not say is filled in, once the workers are loaded. */
  adoptGrants(): void;
  /** Ends what is over by the clock; happens by itself. */
  sweep(): Promise<void>;
  close(): Promise<void>;
  /** What the policy would say; asks nobody and writes nothing. */
  simulate(request: SimulationRequest, parts: { catalogue: Catalogue; homeFolder: string }): Promise<Simulation>;
};

/** Who may do what: grants, the questions that lead to them, and the one function every access of a worker goes through. */
export function createPermissions(parts: PermissionParts): PermissionService {
  const { policy } = parts;
  const forbidden = createForbidden(parts);
  const asking = createAsking(parts);
  const { ledger, expiry } = asking;
  const judging = createJudging({ ...parts, ledger });
  const lastUses = createLastUses(parts);
  const gate = createGate({ ...parts, judging, asking, forbidden, lastUses });

  return {
    ...gate,
    ...createReadingMarks(parts),
    lacking: judging.lacking,
    refuse: (request, rule, message) => {
      void note(parts.audit, request, 'denied', rule);
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
    ...createAhead({ ...asking, forbidden }),
    ...createAnswering(parts, asking),
    grants: (workerId) =>
      ledger
        .all()
        .filter((grant) => !workerId || grant.workerId === workerId)
        .map(lastUses.told),
    revoke: async (grantId) => {
      const grant = ledger.all().find(({ id }) => id === grantId);
      if (!grant) throw new HeronError('not-found', `There is no grant ${grantId} in force`);
      await revoke(asking, [grant]);
    },
    ...createEndsOfRuns(asking, policy),
    audit: parts.audit.search,
    verifyAudit: parts.audit.verify,
    pruneAudit: parts.audit.prune,
    endConversation: (conversationId) => endConversation(asking, conversationId),
    restoreConversation: (conversationId) => restoreConversation(asking, conversationId),
    forgetWorker: (workerId) => forgetWorker(asking, workerId),
    adoptGrants: () => {
      const { manifestOf, store } = parts;
      ledger.replace(adoptGrants({ grants: ledger.all(), manifestOf, keep: store.setGivenUnder }));
    },
    sweep: expiry.sweep,
    close: () => expiry.close().finally(lastUses.close),
    simulate: (request, { catalogue, homeFolder }) => {
      const { manifestOf } = parts;
      return simulate({ policy, catalogue, homeFolder, manifestOf, knownOf: judging.known }, request);
    },
  };
}

function createEndsOfRuns(asking: AskingParts, policy: Policy): Pick<PermissionService, 'endRun' | 'forgetRun'> {
  return {
    endRun: async (runId) => {
      await endRun(asking, runId);
      await policy.endRun(runId);
    },
    forgetRun: (runId) => {
      forgetRun(asking, runId);
      policy.forgetRun(runId);
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
    isDeleted: (conversationId: string) => {
      const deleted = events.last('conversation.deleted', { conversationId });
      return deleted !== undefined && !isAfter(events.last('conversation.restored', { conversationId }), deleted);
    },
  };
  expiry.plan();
  return asking;
}

function isAfter(one: AnyEvent | undefined, other: AnyEvent): boolean {
  return (one?.seq ?? 0) > (other.seq ?? 0);
}
