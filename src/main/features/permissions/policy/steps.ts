import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import { topTask } from '../../../../contract/task-path.ts';
import type { WorkerNeed } from '../../../orchestrator/execution.ts';
import { isWithin } from './trust.ts';

/**
 * What the steps of live runs named before they ran, and what somebody said yes to while they did. A step is a task of the
 * plan with everything inside it.
 */
export type Steps = {
  name(runId: string, needs: readonly WorkerNeed[]): void;
  /** Was it named, or has somebody said yes to it meanwhile, whatever they were told? */
  includes(runId: string, taskIds: readonly string[], need: PermissionNeed): boolean;
  /** `told`: the sources that the one who said yes was told of. */
  confirm(runId: string, wanted: WorkerNeed, told: readonly string[]): void;
  /** Has somebody said yes to it, knowing all these sources? */
  isConfirmed(runId: string, taskIds: readonly string[], need: PermissionNeed, sources: readonly string[]): boolean;
  endRun(runId: string): void;
};

type Step = { named: PermissionNeed[]; confirmed: Map<string, readonly string[]> };

export function createSteps(): Steps {
  const runs = new Map<string, Map<string, Step>>();

  function stepOf(runId: string, taskId: string): Step {
    const steps = runs.get(runId) ?? new Map<string, Step>();
    runs.set(runId, steps);
    const step = steps.get(topTask(taskId)) ?? { named: [], confirmed: new Map<string, readonly string[]>() };
    steps.set(topTask(taskId), step);
    return step;
  }

  const everyStep = (runId: string, taskIds: readonly string[], test: (step: Step) => boolean): boolean =>
    taskIds.length > 0 &&
    taskIds.every((taskId) => {
      const step = runs.get(runId)?.get(topTask(taskId));
      return step !== undefined && test(step);
    });

  return {
    name: (runId, needs) => {
      for (const { taskIds, need } of needs) {
        for (const taskId of taskIds) {
          const { named } = stepOf(runId, taskId);
          if (!named.some((known) => isSame(known, need))) named.push(need);
        }
      }
    },
    includes: (runId, taskIds, need) =>
      everyStep(
        runId,
        taskIds,
        ({ named, confirmed }) => named.some((known) => contains(known, need)) || confirmed.has(keyOf(need)),
      ),
    confirm: (runId, { taskIds, need }, told) => {
      for (const taskId of taskIds) stepOf(runId, taskId).confirmed.set(keyOf(need), told);
    },
    isConfirmed: (runId, taskIds, need, sources) =>
      everyStep(runId, taskIds, ({ confirmed }) => {
        const told = confirmed.get(keyOf(need));
        return told !== undefined && sources.every((source) => told.includes(source));
      }),
    endRun: (runId) => void runs.delete(runId),
  };
}

/** A yes to one command of a program that does whatever it is told, or to one piece of code, is none to another. */
function keyOf({ capability, target, exact, detail }: PermissionNeed): string {
  return exact ? `${capability} ${target} ${detail ?? ''}` : `${capability} ${target}`;
}

function isSame(one: PermissionNeed, other: PermissionNeed): boolean {
  return one.capability === other.capability && one.target === other.target;
}

/** Where a request is sent on to is not known before; each such host is judged by itself. */
function contains(named: PermissionNeed, wanted: PermissionNeed): boolean {
  if (named.capability !== wanted.capability) return false;
  if (named.capability === 'net') return true;
  if (named.capability === 'shell' || named.capability === 'code') return named.target === wanted.target;
  return isWithin(wanted.target, named.target);
}
