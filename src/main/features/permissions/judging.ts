import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Verdict } from '../../../contract/policy.ts';
import { HeronError } from '../../base/errors.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { AccessRequest, AdmitRequest, RefusalOf } from '../../workers/broker/access.ts';
import type { Asker } from './asking.ts';
import type { Ledger } from './ledger.ts';
import type { Standing } from './policy/facts.ts';
import type { Policy, Wish } from './policy/policy.ts';

export type JudgingParts = {
  ledger: Ledger;
  policy: Policy;
  manifestOf: (workerId: string) => Manifest | undefined;
  canonicalTarget: (need: PermissionNeed) => string;
  refusalOf: RefusalOf;
};

export type Judged = { wanted: WorkerNeed; verdict: Verdict };

/** A wish of a run, for something. */
type RunWish = Wish & { runId: string; need: PermissionNeed };

export type Judging = ReturnType<typeof createJudging>;

/** Brings what is wanted, and what the ledger knows of it, before the policy. */
export function createJudging(parts: JudgingParts) {
  const { ledger, policy } = parts;

  function manifestOf(workerId: string): Manifest {
    const manifest = parts.manifestOf(workerId);
    if (!manifest) throw new HeronError('worker-unavailable', `The worker ${workerId} is not loaded`);
    return manifest;
  }

  return {
    manifestOf,
    /** Of what a step names before it runs; targets become canonical, and the step is remembered as naming them. */
    steps(asker: Asker, needs: readonly WorkerNeed[]): Judged[] {
      const canonical = needs.map((wanted) => ({
        ...wanted,
        need: { ...wanted.need, target: parts.canonicalTarget(wanted.need) },
      }));
      policy.steps.name(asker.runId, canonical);
      return canonical.map((wanted, index) => {
        const named = needs[index] ?? wanted;
        const wish = wishOf(ledger, asker, wanted, manifestOf(wanted.workerId));
        return { wanted, verdict: policy.judge({ ...wish, refusal: parts.refusalOf(named.need) }) };
      });
    },
    /** Of what a worker is about to do; the broker has applied the rules nobody can lift. */
    access(request: AccessRequest): { wish: RunWish; wanted: WorkerNeed; verdict: Verdict } {
      const { manifest, scope } = request;
      const wanted = asWanted(ledger, request);
      const wish = wishOf(ledger, scope, wanted, manifest);
      if (request.operation === 'net.redirect') wish.isHop = true;
      return { wish, wanted, verdict: policy.judge(wish) };
    },
    /** May the action be called at all? */
    call({ manifest, action, scope }: AdmitRequest): Verdict {
      const { runId, conversationId } = scope;
      const taskIds = scope.taskId === undefined ? [] : [scope.taskId];
      const wish: Wish = { runId, taskIds, manifest, action, isNobodyThere: isNobodyThere(scope) };
      if (conversationId !== undefined) wish.conversationId = conversationId;
      return policy.judge(wish);
    },
    /** What is known of a need outside of any run. */
    known({ workerId, action, need }: Pick<WorkerNeed, 'workerId' | 'action' | 'need'>): Pick<
      Wish,
      'refusal' | 'standing'
    > & {
      need: PermissionNeed;
    } {
      const canonical = { ...need, target: parts.canonicalTarget(need) };
      const standing = standingOf(ledger, '', { workerId, action, taskIds: [], need: canonical });
      return { need: canonical, refusal: parts.refusalOf(need), standing };
    },
  };
}

/** Where a question waits in the inbox, somebody will be. */
function isNobodyThere({ unattended, whenMissing }: Pick<Asker, 'unattended' | 'whenMissing'>): boolean {
  return unattended && whenMissing !== 'wait';
}

function standingOf(ledger: Ledger, runId: string, wanted: WorkerNeed): Standing | undefined {
  const rule = ledger.allowedBy(runId, wanted);
  if (rule === undefined) return undefined;
  return { rule, scope: ledger.scopeOf(rule) };
}

function wishOf(ledger: Ledger, asker: Asker, wanted: WorkerNeed, manifest: Manifest): RunWish {
  const { runId, conversationId } = asker;
  return {
    runId,
    ...(conversationId ? { conversationId } : {}),
    taskIds: wanted.taskIds,
    manifest,
    action: wanted.action,
    need: wanted.need,
    standing: standingOf(ledger, runId, wanted),
    isNobodyThere: isNobodyThere(asker),
  };
}

/** Who may write a path may know whether something is there. */
function asWanted(ledger: Ledger, { manifest, action, scope, operation, need }: AccessRequest): WorkerNeed {
  const wanted = { workerId: manifest.id, action, taskIds: [scope.taskId], need };
  const mayWrite = manifest.permissions.some(({ capability }) => capability === 'files.write');
  if (operation !== 'files.status' || !mayWrite || ledger.allowedBy(scope.runId, wanted) !== undefined) return wanted;
  const asWriting = { ...wanted, need: { ...need, capability: 'files.write' as const } };
  return ledger.allowedBy(scope.runId, asWriting) === undefined ? wanted : asWriting;
}
