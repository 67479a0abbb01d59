import type { Manifest } from '../../../contract/manifest.ts';
import type { AuditEntry } from '../../../contract/permissions.ts';
import type { Verdict } from '../../../contract/policy.ts';
import { HeronError } from '../../base/errors.ts';
import type { WorkerCallName, WorkerNeed } from '../../orchestrator/execution.ts';
import type { AccessRequest, Admit, AdmitRequest, Authorize } from '../../workers/broker/access.ts';
import { type Asker, ask, type AskingParts } from './asking.ts';
import type { AuditLog } from './audit-log.ts';
import type { createForbidden } from './forbidden.ts';
import type { Judged, Judging } from './judging.ts';
import type { Policy } from './policy/policy.ts';
import { refusalOf } from './policy/refusal.ts';
import { allAnswered } from './questions.ts';
import type { LastUses } from './last-uses.ts';
import { missingError, refuseUndeclared } from './refusals.ts';
import { takeUse } from './take-use.ts';
import { untilWritten } from './until-written.ts';

export type GateParts = {
  audit: AuditLog;
  policy: Policy;
  judging: Judging;
  asking: AskingParts;
  lastUses: Pick<LastUses, 'note'>;
  forbidden: ReturnType<typeof createForbidden>;
};

export type Gate = {
  ensure(asker: Asker, needs: WorkerNeed[], signal: AbortSignal, calls?: WorkerCallName[]): Promise<void>;
  admit: Admit;
  authorize: Authorize;
};

/** Does what the policy decides: lets through, asks and waits, or refuses; before a run, a call and every access. */
export function createGate(parts: GateParts): Gate {
  const { audit, policy, judging, asking, forbidden } = parts;

  async function ensure(
    asker: Asker,
    needs: WorkerNeed[],
    signal: AbortSignal,
    calls: WorkerCallName[] = [],
  ): Promise<void> {
    for (const { workerId, action, taskIds } of calls) {
      admit(parts, asker, { manifest: judging.manifestOf(workerId), action, taskIds });
    }
    await policy.begin(runOf(asker));
    for (const { workerId, need } of needs) refuseUndeclared(judging.manifestOf(workerId), need);
    const judged = judging.steps(asker, needs);
    const denied = judged.filter(({ verdict }) => verdict.decision === 'denied');
    const refused = denied.filter(({ verdict }) => !isUnanswerable(verdict));
    forbidden.refuse(
      asker.runId,
      refused.map(({ wanted, verdict }) => ({ wanted, rule: verdict.rule, error: refusalOf(verdict, wanted.need) })),
    );
    if (denied.length > 0) throw missingError(denied.map((one) => withTaint(parts, asker, one)));
    await demand(asker, judged.filter(isAsked), signal);
  }

  async function demand(asker: Asker, asked: Judged[], signal: AbortSignal): Promise<void> {
    if (asked.length === 0) return;
    const wanted = asked.map((one) => withTaint(parts, asker, one));
    await allAnswered(await ask(asking, asker, wanted), signal);
    for (const one of wanted) policy.steps.confirm(asker.runId, one, one.taint ?? []);
  }

  async function pass(request: AccessRequest): Promise<string> {
    const { scope, signal, need, operation } = request;
    let judged = judging.access(request);
    // An answer may allow less than what waits for it, the last use may have gone to another step, more may have been read.
    for (; isAsked(judged); judged = judging.access(request)) {
      await untilWritten(() => demand(scope, [judged], signal), signal);
    }
    const { verdict, wanted, wish } = judged;
    if (isUnanswerable(verdict)) throw missingError([withTaint(parts, scope, judged)]);
    if (verdict.decision === 'denied') throw refusalOf(verdict, wanted.need);
    const isAsWriting = wanted.need !== need;
    // In the turn of the verdict, so that no two accesses share what one may have.
    const used = isAsWriting ? undefined : takeUse(asking, verdict.rule, request);
    await Promise.all([used, policy.passed(wish, operation)]);
    parts.lastUses.note(verdict.rule);
    return isAsWriting ? 'may write there' : verdict.rule;
  }

  return {
    ensure,
    admit: ({ manifest, action, scope }) => admit(parts, scope, { manifest, action, taskIds: [scope.taskId] }),
    authorize: async (request) => {
      let rule: string;
      try {
        rule = await pass(request);
      } catch (error) {
        await heeded(request, note(audit, request, 'denied', ruleOf(error)), audit.standsStill());
        throw error;
      }
      const noted = note(audit, request, 'allowed', rule);
      await heeded(request, noted, !isReading(request.operation) || audit.standsStill());
    },
  };
}

const isAsked = ({ verdict }: Judged): boolean => verdict.decision === 'asked';

type Admitted = { manifest: Manifest; action: string; taskIds: string[] };

function admit({ audit, judging }: GateParts, scope: AdmitRequest['scope'], call: Admitted): void {
  const { manifest, action, taskIds } = call;
  const verdict = judging.call({ manifest, action, scope });
  if (verdict.decision !== 'denied') return;
  const workerId = manifest.id;
  const target = `${workerId}.${action}`;
  const line = { runId: scope.runId, workerId, operation: 'call', target, decision: 'denied' } as const;
  for (const taskId of taskIds) void audit.add({ ...line, taskId, rule: verdict.rule });
  throw refusalOf(verdict);
}

export function note(
  audit: AuditLog,
  request: AccessRequest,
  decision: AuditEntry['decision'],
  rule: string,
): Promise<void> {
  const { scope, operation, need, manifest } = request;
  const { runId, taskId } = scope;
  return audit.add({ runId, taskId, workerId: manifest.id, operation, target: need.target, decision, rule });
}

function isReading(operation: string): boolean {
  return (
    operation === 'files.status' ||
    operation === 'files.list' ||
    operation === 'files.open' ||
    operation === 'files.search'
  );
}

/** Reading and what is refused do not wait for their lines, unless lines cannot be written now. */
async function heeded({ signal }: AccessRequest, noted: Promise<void>, isAwaited: boolean): Promise<void> {
  if (!isAwaited) return;
  await new Promise<void>((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    void noted.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** It would be asked for, if somebody were there. */
function isUnanswerable({ rule }: Verdict): boolean {
  return rule === 'nobody to ask';
}

/** Of what was read since a yes, enough to know what it is about. */
const readsNamed = 3;

/** The question names what the run has read, where that is why it is asked. */
function withTaint({ policy, judging }: GateParts, { runId }: Asker, { wanted, verdict }: Judged): WorkerNeed {
  const isTainted = verdict.because.some(({ layer, says }) => layer === 'taint' && says === 'asked');
  if (!isTainted) return wanted;
  const manifest = judging.manifestOf(wanted.workerId);
  const since = policy.steps.readSince(runId, wanted.taskIds, wanted.need).slice(0, readsNamed);
  const sources = policy.sourcesAgainst({ ...wanted, runId, manifest });
  return { ...wanted, taint: [...sources, ...since.map((path) => `${path}, after your last yes`)] };
}

function runOf({ runId, conversationId }: Asker): { runId: string; conversationId?: string } {
  return { runId, ...(conversationId ? { conversationId } : {}) };
}

function ruleOf(error: unknown): string {
  if (!(error instanceof HeronError)) return 'error';
  const rule = error.details?.['rule'];
  return error.code === 'permission-denied' && typeof rule === 'string' && rule !== 'the person' ? rule : error.code;
}
