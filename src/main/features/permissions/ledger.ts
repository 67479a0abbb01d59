import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Grant } from '../../../contract/permissions.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import { grantCovers } from './covers.ts';

export type LedgerParts = {
  grants: Grant[];
  /** The real path, host or program behind what a plan or a person named. */
  canonicalTarget: (need: PermissionNeed) => string;
  /** Paths that a run made itself, from the journal: what it remembers across a restart. */
  madeByRun: (runId: string) => string[];
};

export type Ledger = ReturnType<typeof createLedger>;

/** What is allowed now: grants in force, and what each run made itself. */
export function createLedger(parts: LedgerParts) {
  let grants = parts.grants;
  const ownOutputs = new Map<string, Set<string>>();

  function outputsOf(runId: string): Set<string> {
    let paths = ownOutputs.get(runId);
    if (!paths) {
      paths = new Set(parts.madeByRun(runId));
      ownOutputs.set(runId, paths);
    }
    return paths;
  }

  /** The rule that allows this canonical need, or undefined. */
  function allowedBy(runId: string, wanted: WorkerNeed): string | undefined {
    const { capability, target, exact, detail } = wanted.need;
    const isPath = capability === 'files.read' || capability === 'files.write';
    // The very paths it made, not what lies below: something that was there before could be moved into an own folder.
    if (isPath && outputsOf(runId).has(target)) return 'own output';
    const wish = { workerId: wanted.workerId, capability, target, exact, detail, runId, taskIds: wanted.taskIds };
    const grant = grants.find((candidate) => grantCovers(candidate, wish));
    return grant && `grant ${grant.id}`;
  }

  function canonical(wanted: WorkerNeed): WorkerNeed {
    return { ...wanted, need: { ...wanted.need, target: parts.canonicalTarget(wanted.need) } };
  }

  return {
    allowedBy,
    /** Needs that nothing allows, with their targets made canonical. */
    lacking: (runId: string, needs: WorkerNeed[]): WorkerNeed[] =>
      needs.map(canonical).filter((wanted) => allowedBy(runId, wanted) === undefined),
    all: (): Grant[] => grants,
    add: (given: Grant[]): void => {
      grants = [...given, ...grants];
    },
    remove: (id: string): void => {
      grants = grants.filter((grant) => grant.id !== id);
    },
    noteOwnOutput: (runId: string, path: string): void => {
      outputsOf(runId).add(path);
    },
    /** Something that the run did not make has taken the place of what it made. */
    forgetOwnOutput: (runId: string, path: string): void => {
      outputsOf(runId).delete(path);
    },
    /** Answers of scope `once` and `run` end with their run. */
    endRun: (runId: string): void => {
      grants = grants.filter((grant) => grant.runId !== runId || grant.scope === 'always');
      ownOutputs.delete(runId);
    },
  };
}
