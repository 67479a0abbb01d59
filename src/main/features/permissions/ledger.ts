import type { Grant } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import { grantCovers, isOver, type Wish } from './covers.ts';
import { createCountedUses } from './counted-uses.ts';
import { createOwnOutputs } from './own-outputs.ts';

export type LedgerParts = {
  grants: Grant[];
  clock: Clock;
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
  const uses = createCountedUses();
  const conversations = createConversationNames(parts.conversationOf);

  function grantFor(runId: string, { workerId, action, taskIds, need }: WorkerNeed): Grant | undefined {
    const conversationId = conversations.of(runId);
    const wish: Wish = { workerId, action, need, runId, conversationId, taskIds, at: parts.clock() };
    const covering = grants.filter((grant) => grantCovers(grant, wish) && uses.has(grant, runId, taskIds));
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

  /**
   * Takes one use of a counted grant for a step, at once, so that no two steps share one; `write` is called for the first
   * access of the step. Resolves when the use is written down. To be called in the same turn as `allowedBy`.
   */
  function take(rule: string, runId: string, taskId: string, write: (grant: Grant) => Promise<void>): Promise<void> {
    const grant = grants.find(({ id }) => rule === `grant ${id}`);
    const { usesLeft } = grant ?? {};
    if (!grant || usesLeft === undefined) return Promise.resolve();
    return uses.take(grant.id, runId, taskId, () => {
      const left = { ...grant, usesLeft: usesLeft - 1 };
      grants = grants.map((each) => (each === grant ? left : each));
      return write(left);
    });
  }

  return {
    allowedBy,
    /** Of a rule that `allowedBy` gave; also of a grant whose last use this step has taken. */
    scopeOf: (rule: string): Grant['scope'] | 'own' => grants.find(({ id }) => rule === `grant ${id}`)?.scope ?? 'own',
    take,
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
      uses.forget(id);
    },
    noteOwnOutput: outputs.note,
    /** Something that the run did not make has taken the place of what it made. */
    forgetOwnOutput: outputs.forget,
    /** Answers of scope `once` and `run` end with their run. */
    endRun: (runId: string): void => {
      uses.endRun(runId);
      grants = grants.filter((grant) => grant.runId !== runId && !uses.isSpent(grant));
      conversations.forget(runId);
      outputs.endRun(runId);
    },
  };
}

/** Looked up once for each run that is going on. */
function createConversationNames(find: (runId: string) => string | undefined) {
  const known = new Map<string, string | undefined>();
  return {
    of: (runId: string): string | undefined => {
      if (!known.has(runId)) known.set(runId, find(runId));
      return known.get(runId);
    },
    forget: (runId: string): void => void known.delete(runId),
  };
}

export function earliest(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
