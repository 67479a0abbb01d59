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
  /** What a call named itself, or the steps around it. */
  namedBy(runId: string, taskIds: readonly string[]): PermissionNeed[];
  /** Was it named, or has somebody said yes to it meanwhile, whatever they were told? `isHop`: another host led there. */
  includes(runId: string, taskIds: readonly string[], need: PermissionNeed, isHop: boolean): boolean;
  /** A call has read what stands in a file. */
  noteRead(runId: string, taskIds: readonly string[], path: string): void;
  /** Has it read what it did not name? */
  hasStrayed(runId: string, taskIds: readonly string[]): boolean;
  /** `told`: the sources that the one who said yes was told of. */
  confirm(runId: string, wanted: WorkerNeed, told: readonly string[]): void;
  /** Files that the step has read since somebody said yes to it, and that nothing had named by then. */
  readSince(runId: string, taskIds: readonly string[], need: PermissionNeed): string[];
  /** Has somebody said yes to it, knowing all these sources, and has the step read no other file since? */
  isConfirmed(runId: string, taskIds: readonly string[], need: PermissionNeed, sources: readonly string[]): boolean;
  endRun(runId: string): void;
};

type Named = { taskId: string; need: PermissionNeed };
/** `named` and `read` say how many there were when the yes came. */
type Confirmed = { told: readonly string[]; named: number; read: number };
/** `read`: since the first yes, what had not been named by then; `strayed`: calls that have read what they did not name. */
type Step = { named: Named[]; read: Set<string>; strayed: Set<string>; confirmed: Map<string, Confirmed> };

export function createSteps(): Steps {
  const { known, stepOf, every, endRun } = createStepTable();
  return {
    name: (runId, needs) => {
      for (const { taskIds, need } of needs) {
        for (const taskId of taskIds) {
          const { named } = stepOf(runId, taskId);
          if (!named.some((one) => one.taskId === taskId && isSame(one.need, need))) named.push({ taskId, need });
        }
      }
    },
    namedBy: (runId, taskIds) => taskIds.flatMap((taskId) => namedAround(known(runId, taskId), taskId)),
    includes: (runId, taskIds, need, isHop) =>
      every(
        runId,
        taskIds,
        ({ named, confirmed }) => named.some((one) => contains(one.need, need, isHop)) || confirmed.has(keyOf(need)),
      ),
    noteRead: (runId, taskIds, path) => {
      for (const taskId of taskIds) {
        const step = stepOf(runId, taskId);
        if (!isNamed(namedAround(step, taskId), path)) step.strayed.add(taskId);
        const [first] = step.confirmed.values();
        if (first && !isNamed(needsOf(step, first), path)) step.read.add(path);
      }
    },
    hasStrayed: (runId, taskIds) => taskIds.some((taskId) => known(runId, taskId)?.strayed.has(taskId)),
    confirm: (runId, { taskIds, need }, told) => {
      for (const taskId of taskIds) {
        const { named, read, confirmed } = stepOf(runId, taskId);
        confirmed.set(keyOf(need), { told, named: named.length, read: read.size });
      }
    },
    readSince: (runId, taskIds, need) => [
      ...new Set(
        taskIds.flatMap((taskId) => {
          const step = known(runId, taskId);
          const yes = step?.confirmed.get(keyOf(need));
          return step && yes ? readAfter(step, yes) : [];
        }),
      ),
    ],
    isConfirmed: (runId, taskIds, need, sources) => every(runId, taskIds, (step) => isConfirmedIn(step, need, sources)),
    endRun,
  };
}

type StepTable = {
  known: (runId: string, taskId: string) => Step | undefined;
  /** Begins it if need be. */
  stepOf: (runId: string, taskId: string) => Step;
  /** Does it hold for the step of each of these tasks? For none it does not. */
  every: (runId: string, taskIds: readonly string[], test: (step: Step) => boolean) => boolean;
  endRun: (runId: string) => void;
};

/** The steps by run, and by the task of the plan that each of them is. */
function createStepTable(): StepTable {
  const runs = new Map<string, Map<string, Step>>();
  const known: StepTable['known'] = (runId, taskId) => runs.get(runId)?.get(topTask(taskId));
  return {
    known,
    stepOf: (runId, taskId) => {
      const steps = runs.get(runId) ?? new Map<string, Step>();
      runs.set(runId, steps);
      const step = steps.get(topTask(taskId)) ?? newStep();
      steps.set(topTask(taskId), step);
      return step;
    },
    every: (runId, taskIds, test) =>
      taskIds.length > 0 &&
      taskIds.every((taskId) => {
        const step = known(runId, taskId);
        return step !== undefined && test(step);
      }),
    endRun: (runId) => void runs.delete(runId),
  };
}

function newStep(): Step {
  return { named: [], read: new Set(), strayed: new Set(), confirmed: new Map() };
}

/** What a task of this step named itself, or those around it. */
function namedAround(step: Step | undefined, taskId: string): PermissionNeed[] {
  return (step?.named ?? []).flatMap(({ taskId: by, need }) => (isInside(taskId, by) ? [need] : []));
}

function isConfirmedIn(step: Step, need: PermissionNeed, sources: readonly string[]): boolean {
  const yes = step.confirmed.get(keyOf(need));
  if (!yes || !sources.every((source) => yes.told.includes(source))) return false;
  return need.capability === 'files.read' || sources.length === 0 || readAfter(step, yes).length === 0;
}

function readAfter(step: Step, yes: Confirmed): string[] {
  if (step.read.size === yes.read) return [];
  const by = needsOf(step, yes);
  return [...step.read].slice(yes.read).filter((path) => !isNamed(by, path));
}

/** What had been named when the yes came. */
function needsOf({ named }: Step, yes: Confirmed): PermissionNeed[] {
  return named.slice(0, yes.named).map(({ need }) => need);
}

function isNamed(needs: readonly PermissionNeed[], path: string): boolean {
  return needs.some(({ capability, target }) => capability === 'files.read' && isWithin(path, target));
}

/** The task itself, or one inside of it. */
function isInside(taskId: string, outer: string): boolean {
  return taskId === outer || taskId.startsWith(`${outer}/`);
}

/** A yes to one command of a program that does whatever it is told, or to one piece of code, is none to another. */
function keyOf({ capability, target, exact, detail }: PermissionNeed): string {
  return exact ? `${capability} ${target} ${detail ?? ''}` : `${capability} ${target}`;
}

function isSame(one: PermissionNeed, other: PermissionNeed): boolean {
  return one.capability === other.capability && one.target === other.target;
}

/** Where a host sends a request on to is not known before; each such host is judged by itself. */
function contains(named: PermissionNeed, wanted: PermissionNeed, isHop: boolean): boolean {
  if (named.capability !== wanted.capability) return false;
  if (named.capability === 'net') return isHop || named.target === wanted.target;
  if (named.capability === 'shell' || named.capability === 'code') return named.target === wanted.target;
  return isWithin(wanted.target, named.target);
}
