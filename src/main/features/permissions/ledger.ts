import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Grant } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import { grantCovers, isOver, type Wish } from './covers.ts';
import { createOwnOutputs } from './own-outputs.ts';

export type LedgerParts = {
  grants: Grant[];
  clock: Clock;
  /** The real path, host or program behind what a plan or a person named. */
  canonicalTarget: (need: PermissionNeed) => string;
  /** Paths that a run made itself, from the journal: what it remembers across a restart. */
  madeByRun: (runId: string) => string[];
  /** The conversation that a run belongs to. */
  conversationOf: (runId: string) => string | undefined;
};

export type Ledger = ReturnType<typeof createLedger>;

/** What is allowed now: grants in force, and what each run made itself. */
export function createLedger(parts: LedgerParts) {
  let { grants } = parts;
  const outputs = createOwnOutputs(parts.madeByRun);
  const conversations = new Map<string, string | undefined>();
  /** The steps that took a use, by grant; with when that is written down. */
  const uses = new Map<string, Map<string, Promise<void>>>();

  function conversationOf(runId: string): string | undefined {
    if (!conversations.has(runId)) conversations.set(runId, parts.conversationOf(runId));
    return conversations.get(runId);
  }

  function hasUse({ id, usesLeft }: Grant, { runId, taskIds }: Wish): boolean {
    if (usesLeft === undefined || usesLeft > 0) return true;
    return taskIds.length > 0 && taskIds.every((taskId) => uses.get(id)?.has(stepKey(runId, taskId)));
  }

  function grantFor(runId: string, { workerId, action, taskIds, need }: WorkerNeed): Grant | undefined {
    const conversationId = conversationOf(runId);
    const wish: Wish = { workerId, action, need, runId, conversationId, taskIds, at: parts.clock() };
    const covering = grants.filter((grant) => grantCovers(grant, wish) && hasUse(grant, wish));
    // What can be used any number of times is not counted down.
    return covering.find(({ usesLeft }) => usesLeft === undefined) ?? covering[0];
  }

  /** The rule that allows this canonical need, or undefined. */
  function allowedBy(runId: string, wanted: WorkerNeed): string | undefined {
    const { capability, target } = wanted.need;
    const isPath = capability === 'files.read' || capability === 'files.write';
    if (isPath && outputs.has(runId, target)) return 'own output';
    const grant = grantFor(runId, wanted);
    return grant && `grant ${grant.id}`;
  }

  function canonical(wanted: WorkerNeed): WorkerNeed {
    return { ...wanted, need: { ...wanted.need, target: parts.canonicalTarget(wanted.need) } };
  }

  /**
   * Takes one use of a counted grant for a step, at once, so that no two steps share one; `write` is called for the first
   * access of the step. Resolves when the use is written down. To be called in the same turn as `allowedBy`.
   */
  function take(rule: string, runId: string, taskId: string, write: (grant: Grant) => Promise<void>): Promise<void> {
    const grant = grants.find(({ id }) => rule === `grant ${id}`);
    if (grant?.usesLeft === undefined) return Promise.resolve();
    const steps = uses.get(grant.id) ?? new Map<string, Promise<void>>();
    uses.set(grant.id, steps);
    const known = steps.get(stepKey(runId, taskId));
    if (known) return known;
    const left = { ...grant, usesLeft: grant.usesLeft - 1 };
    grants = grants.map((each) => (each === grant ? left : each));
    const written = write(left);
    steps.set(stepKey(runId, taskId), written);
    return written;
  }

  return {
    allowedBy,
    take,
    /** Needs that nothing allows, with their targets made canonical. */
    lacking: (runId: string, needs: WorkerNeed[]): WorkerNeed[] =>
      needs.map(canonical).filter((wanted) => allowedBy(runId, wanted) === undefined),
    all: (): Grant[] => grants.filter((grant) => grant.usesLeft !== 0 && !isOver(grant, parts.clock())),
    /** Those whose time has passed and that nobody has removed yet. */
    over: (): Grant[] => grants.filter((grant) => isOver(grant, parts.clock())),
    nextEnd: (): number | undefined => earliest(grants.map(({ expiresAt }) => expiresAt)),
    add: (given: Grant[]): void => {
      grants = [...given, ...grants];
    },
    replace: (changed: Grant[]): void => {
      grants = changed;
    },
    remove: (id: string): void => {
      grants = grants.filter((grant) => grant.id !== id);
      uses.delete(id);
    },
    noteOwnOutput: outputs.note,
    /** Something that the run did not make has taken the place of what it made. */
    forgetOwnOutput: outputs.forget,
    /** Answers of scope `once` and `run` end with their run. */
    endRun: (runId: string): void => {
      for (const steps of uses.values()) {
        for (const key of steps.keys()) if (key.startsWith(`${runId}/`)) steps.delete(key);
      }
      const isSpent = ({ id, usesLeft }: Grant): boolean => usesLeft === 0 && !uses.get(id)?.size;
      grants = grants.filter((grant) => grant.runId !== runId && !isSpent(grant));
      conversations.delete(runId);
      outputs.endRun(runId);
    },
  };
}

function stepKey(runId: string, taskId: string): string {
  return `${runId}/${taskId}`;
}

export function earliest(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
