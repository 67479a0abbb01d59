import type { Manifest } from '../../../contract/manifest.ts';
import { isSensitive, type PermissionNeed, sensitiveNeed } from '../../../contract/permission-need.ts';
import type { Verdict } from '../../../contract/policy.ts';
import { HeronError } from '../../base/errors.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { AccessRequest, AdmitRequest, RefusalOf, RuleRefusal } from '../../workers/broker/access.ts';
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
      const named = needs.map((wanted) => asNamed(parts, wanted));
      policy.steps.name(
        asker.runId,
        named.map(({ wanted }) => wanted),
      );
      return named.map(({ wanted, refusal }) => {
        const wish = wishOf(ledger, asker, wanted, manifestOf(wanted.workerId));
        return { wanted, verdict: policy.judge({ ...wish, refusal }) };
      });
    },
    /** Of what a worker is about to do; the broker has applied the rules nobody can lift. */
    access(request: AccessRequest): { wish: RunWish; wanted: WorkerNeed; verdict: Verdict } {
      const { manifest, scope } = request;
      const wanted = asWanted(ledger, request);
      const wish = wishOf(ledger, scope, wanted, manifest);
      if (request.operation === 'net.redirect') wish.isHop = true;
      if (isSensitive(wanted.need) && !isNamed(policy, wish)) wish.refusal = parts.refusalOf(wanted.need);
      return { wish, wanted, verdict: policy.judge(wish) };
    },
    /** Of what is named, what nothing allows. */
    lacking: (runId: string, needs: readonly WorkerNeed[]): WorkerNeed[] =>
      needs
        .map((wanted) => asNamed(parts, wanted).wanted)
        .filter((wanted) => ledger.allowedBy(runId, wanted) === undefined),
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
      const { wanted, refusal } = asNamed(parts, { workerId, action, taskIds: [], need });
      return { need: wanted.need, refusal, standing: standingOf(ledger, '', wanted) };
    },
  };
}

type Named = { wanted: WorkerNeed; refusal: RuleRefusal | undefined };

/** With its target canonical, and as what it is to be judged; or what stands against it whatever is allowed. */
function asNamed({ canonicalTarget, refusalOf }: JudgingParts, wanted: WorkerNeed): Named {
  const need = { ...wanted.need, target: canonicalTarget(wanted.need) };
  const refusal = refusalOf(wanted.need);
  // A folder of such a name, with all below it, is no one file.
  if (!refusal?.opensByName || need.kind === 'folder') return { wanted: { ...wanted, need }, refusal };
  return { wanted: { ...wanted, need: sensitiveNeed(need) }, refusal: undefined };
}

/** A sensitive file that a worker comes upon in a folder is none that its step named. */
function isNamed({ steps }: Policy, { runId, taskIds, need, standing }: RunWish): boolean {
  const isSame = (one: PermissionNeed): boolean =>
    isSensitive(one) && one.capability === need.capability && one.target === need.target;
  return standing !== undefined || steps.namedBy(runId, taskIds).some(isSame);
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
