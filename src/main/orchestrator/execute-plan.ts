import type { Failure } from '../../contract/errors.ts';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import { absence } from './catalogue.ts';
import { executeTask, type TaskOutcome } from './execute-task.ts';
import { type Ending, type ExecutionParts, RunStop, type WorkerCallName, type WorkerNeed } from './execution.ts';
import { dependenciesOf } from './graph.ts';
import { entryName, needsOf } from './task-needs.ts';

/**
 * Runs a valid plan: asks for what it lacks, starts every task as soon as the tasks it waits for have ended, and
 * records each step before it counts. Tasks that a taken-up run has finished are not run again.
 */
export async function executePlan(parts: ExecutionParts): Promise<Ending> {
  try {
    await parts.ensure(await needsOfPlan(parts), parts.signal, callsOfPlan(parts));
    await parts.record(opening(parts));
    return await runTasks(parts);
  } catch (error) {
    return endingOf(error, parts.signal);
  }
}

/** The actions that are still to be called. */
function callsOfPlan({ plan, previous, catalogue }: ExecutionParts): WorkerCallName[] {
  const calls = new Map<string, WorkerCallName>();
  for (const { id, action: ref } of plan.tasks) {
    const status = previous?.tasks[id]?.status;
    const workerId = catalogue.action(ref)?.workerId;
    if (status === 'completed' || status === 'skipped' || workerId === undefined) continue;
    const known = calls.get(ref);
    if (known) known.taskIds.push(id);
    else calls.set(ref, { workerId, action: ref.slice(workerId.length + 1), taskIds: [id] });
  }
  return [...calls.values()];
}

async function needsOfPlan(parts: ExecutionParts): Promise<WorkerNeed[]> {
  const needs = new Map<string, WorkerNeed>();
  for (const task of parts.plan.tasks) {
    const status = parts.previous?.tasks[task.id]?.status;
    if (status === 'completed' || status === 'skipped') continue;
    const entry = parts.catalogue.action(task.action);
    if (!entry) throw new HeronError('worker-unavailable', absence(parts.catalogue, task.action));
    for (const need of await needsOf(entry, task.input)) {
      const key = `${entry.ref} ${need.capability} ${need.target} ${need.detail ?? ''}`;
      const known = needs.get(key);
      if (known) known.taskIds.push(task.id);
      else needs.set(key, { ...entryName(entry), taskIds: [task.id], need });
    }
  }
  return [...needs.values()];
}

function opening(parts: ExecutionParts): Parameters<ExecutionParts['record']>[0] {
  const scope = { runId: parts.runId };
  if (!parts.previous || parts.previous.status === 'waiting') return [{ type: 'run.started', scope, payload: {} }];
  const repeated = Object.values(parts.previous.tasks).filter(({ status }) => status === 'running');
  return [{ type: 'run.resumed', scope, payload: { repeated: repeated.map(({ id }) => id) } }];
}

type Board = {
  outputs: Record<string, { output: Json }>;
  /** How many tasks each unfinished task still waits for. */
  open: Map<string, number>;
  dependants: Map<string, string[]>;
  tasks: Map<string, Task>;
  failure: Failure | undefined;
};

function runTasks(parts: ExecutionParts): Promise<Ending> {
  const board = layOut(parts);
  const ready = [...board.open].filter(([, count]) => count === 0).map(([id]) => id);
  let running = 0;

  return new Promise((resolve) => {
    const finishIfDone = (): void => {
      if (running > 0) return;
      if (parts.signal.aborted) resolve(endingOf(parts.signal.reason, parts.signal));
      else if (board.failure) resolve(recordLeftOver(parts, board, board.failure));
      else resolve({ kind: 'completed' });
    };
    const begin = (id: string): void => {
      const task = board.tasks.get(id);
      if (!task || parts.signal.aborted || board.failure) return;
      running += 1;
      board.open.delete(id);
      const after = (outcome: TaskOutcome): void => {
        if (outcome.kind === 'failed') board.failure ??= outcome.error;
        if (outcome.kind === 'completed') board.outputs[id] = { output: outcome.output };
        if (outcome.kind !== 'failed') for (const next of release(board, id)) begin(next);
      };
      void executeTask(parts, task, board.outputs, after)
        .catch((error: unknown) => after({ kind: 'failed', error: toFailure(error) }))
        .finally(() => {
          running -= 1;
          finishIfDone();
        });
    };
    ready.forEach(begin);
    finishIfDone();
  });
}

/** Marks a task as ended and gives the tasks that nothing holds back any more. */
function release(board: Board, id: string): string[] {
  const freed: string[] = [];
  for (const dependant of board.dependants.get(id) ?? []) {
    const left = (board.open.get(dependant) ?? 0) - 1;
    board.open.set(dependant, left);
    if (left === 0) freed.push(dependant);
  }
  return freed;
}

function layOut(parts: ExecutionParts): Board {
  const board: Board = { outputs: {}, open: new Map(), dependants: new Map(), tasks: new Map(), failure: undefined };
  for (const task of parts.plan.tasks) {
    board.tasks.set(task.id, task);
    const state = parts.previous?.tasks[task.id];
    if (state?.status === 'completed') board.outputs[task.id] = { output: state.output ?? null };
    else if (state?.status === 'failed') board.failure ??= state.error;
    else if (state?.status !== 'skipped') board.open.set(task.id, 0);
  }
  for (const task of parts.plan.tasks) {
    if (!board.open.has(task.id)) continue;
    const waitsFor = dependenciesOf(task).filter((id) => board.open.has(id));
    board.open.set(task.id, waitsFor.length);
    for (const id of waitsFor) board.dependants.set(id, [...(board.dependants.get(id) ?? []), task.id]);
  }
  return board;
}

/** After a failure nothing new starts; what never started is recorded as skipped. */
async function recordLeftOver(parts: ExecutionParts, board: Board, error: Failure): Promise<Ending> {
  const drafts = [...board.open.keys()].map((taskId) => ({
    type: 'task.skipped' as const,
    scope: { runId: parts.runId, taskId },
    payload: { reason: 'an earlier task failed' },
  }));
  if (drafts.length > 0) await parts.record(drafts);
  return { kind: 'failed', error };
}

function endingOf(error: unknown, signal: AbortSignal): Ending {
  const stop = signal.aborted ? (signal.reason as unknown) : error;
  if (stop instanceof RunStop) {
    return stop.kind === 'interrupted' ? { kind: 'interrupted' } : { kind: 'cancelled', reason: stop.message };
  }
  return { kind: 'failed', error: toFailure(error) };
}
