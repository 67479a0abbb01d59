import { isActionTask } from '../../contract/plan-task.ts';
import { topTask } from '../../contract/task-path.ts';
import { HeronError, isOfDatabase, toFailure } from '../base/errors.ts';
import type { EventDraft } from '../base/event-log.ts';
import { untilAborted } from '../base/on-abort.ts';
import { createActivity } from './activity.ts';
import { OverBudget } from './budget.ts';
import { metered } from './tasks/budget-task.ts';
import { absence } from './catalogue.ts';
import { seeds } from './expressions/chance.ts';
import {
  type Ending,
  type ExecutionParts,
  type Outside,
  RunStop,
  type WorkerCallName,
  type WorkerNeed,
} from './execution.ts';
import { type Execution, type Frame, innerSignal } from './frame.ts';
import { actionsOf } from './checking/plan-actions.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { runGroup } from './tasks/run-group.ts';
import { runTask } from './tasks/run-task.ts';
import { entryName, needsAsPlanned } from './checking/task-needs.ts';
import { createLines } from './waits/lines.ts';
import { systemTimers } from './waits/timer.ts';

/** A run that waits for less than this stays in memory. */
const shortMs = 2000;

/**
 * Runs a valid plan: asks for what it lacks, starts every task as soon as the tasks it waits for have ended, and
 * records each step before it counts. Tasks that a taken-up run has finished are not run again.
 */
export async function executePlan(parts: ExecutionParts): Promise<Ending> {
  const outside = parts.outside ?? ofMachine(parts);
  const recorder = createRecorder(parts.record, (error) => controller.abort(stopFor(error)), outside.follow);
  const forgetStop = noteStop(parts, recorder);
  const { controller, dispose } = innerSignal(parts.signal);
  const { signal } = controller;
  const activity = createActivity((due) => {
    if (!outside.parks || (due !== undefined && due - parts.clock() < shortMs)) return;
    controller.abort(new RunStop('parked', 'everything in the run waits'));
  });
  const { clock, record } = parts;
  const lines = createLines({ clock, record, toldAfterMs: outside.lineToldAfterMs, onFailure: recorder.fail });
  const execution: Execution = {
    ...parts,
    signal,
    outside,
    recorder,
    activity,
    lines,
    runGroup: (frame, tasks) => runGroup(frame, tasks, runTask),
  };
  try {
    await untilAborted(signal, parts.ensure(await needsOfPlan(parts), signal, callsOfPlan(parts)));
    // Whatever is done has this on disk before it.
    recorder.note(opening(parts), 'soon');
    activity.begin();
    await runWhole(execution);
    forgetStop();
    signal.throwIfAborted();
    parts.onDone?.();
    await recorder.settled();
    return { kind: 'completed' };
  } catch (error) {
    return await endingOf(signal, recorder.settled(), error);
  } finally {
    forgetStop();
    lines.close();
    dispose();
  }
}

function ofMachine({ clock, random }: ExecutionParts): Outside {
  return {
    timers: systemTimers,
    draw: () => ({ now: clock(), seed: Math.floor(random() * seeds) }),
    used: (_path, measured) => measured,
    heldUpBy: (_path, now) => now,
    lineToldAfterMs: 1000,
    usedEveryMs: 2000,
    atRest: (_path, end) => void setImmediate(end),
    parks: true,
  };
}

/** That the run is stopped stands before everything that follows from it. */
function noteStop({ signal, runId }: ExecutionParts, recorder: Recorder): () => void {
  const note = (): void => {
    const stop: unknown = signal.reason;
    if (!(stop instanceof RunStop) || stop.kind !== 'cancelled') return;
    recorder.note({
      type: 'run.stopRequested',
      scope: { runId },
      payload: { reason: stop.message, ...recorder.unsafe() },
    });
  };
  if (signal.aborted) note();
  else signal.addEventListener('abort', note, { once: true });
  return () => signal.removeEventListener('abort', note);
}

/** The actions that are still to be called. Those inside one task follow each other. */
function callsOfPlan({ plan, previous, catalogue }: ExecutionParts): WorkerCallName[] {
  const calls = new Map<string, WorkerCallName>();
  for (const { path, task } of actionsOf(plan.tasks)) {
    const taskId = topTask(path);
    const status = previous?.tasks[taskId]?.status;
    const entry = catalogue.action(task.action);
    if (status === 'completed' || status === 'skipped' || !entry) continue;
    const known = calls.get(entry.ref);
    if (!known) calls.set(entry.ref, { ...entryName(entry), taskIds: [taskId] });
    else if (known.taskIds.at(-1) !== taskId) known.taskIds.push(taskId);
  }
  return [...calls.values()];
}

async function needsOfPlan(parts: ExecutionParts): Promise<WorkerNeed[]> {
  const needs = new Map<string, WorkerNeed>();
  for (const { path, task } of actionsOf(parts.plan.tasks)) {
    const taskId = topTask(path);
    const status = parts.previous?.tasks[taskId]?.status;
    if (status === 'completed' || status === 'skipped') continue;
    const entry = parts.catalogue.action(task.action);
    if (!entry) throw new HeronError('worker-unavailable', absence(parts.catalogue, task.action));
    for (const need of await needsAsPlanned(entry, task.input)) {
      const key = `${entry.ref} ${need.capability} ${need.target} ${need.detail ?? ''}`;
      const known = needs.get(key);
      if (!known) needs.set(key, { ...entryName(entry), taskIds: [taskId], need });
      else if (known.taskIds.at(-1) !== taskId) known.taskIds.push(taskId);
    }
  }
  return [...needs.values()];
}

function opening({ runId, plan, previous }: ExecutionParts): EventDraft {
  const scope = { runId };
  if (!previous || previous.status === 'waiting') return { type: 'run.started', scope, payload: {} };
  const repeated = plan.tasks.filter((task) => isActionTask(task) && previous.tasks[task.id]?.status === 'running');
  return { type: 'run.resumed', scope, payload: { repeated: repeated.map(({ id }) => id) } };
}

/** The plan is a group like any other, with the run's own budget. */
async function runWhole(execution: Execution): Promise<void> {
  const { plan, previous, signal, runId, recorder } = execution;
  const frame: Frame = {
    execution,
    path: '',
    names: { tasks: {}, ...(plan.input ? { input: plan.input } : {}) },
    signal,
    // Nobody waits for it: what somebody waits for goes first.
    priority: execution.isAttended ? 0 : -1,
    keyBase: runId,
    heldKeys: [],
    meters: [],
    deadline: undefined,
    isFresh: previous === undefined,
  };
  const { budget } = plan;
  if (!budget) return void (await execution.runGroup(frame, plan.tasks));
  const before = previous?.overBudget;
  try {
    if (before) throw new OverBudget('The run', before.resource, before.limit, before.used);
    await metered(frame, budget, 'The run', previous !== undefined, (within) => execution.runGroup(within, plan.tasks));
  } catch (error) {
    if (!(error instanceof OverBudget) || signal.aborted) throw error;
    const { resource, limit, used } = error;
    const fallback = typeof budget.onExceeded === 'object' ? budget.onExceeded.fallback : undefined;
    const response = fallback ? 'fallback' : 'abort';
    if (!before) {
      await recorder.record([
        { type: 'run.overBudget', scope: { runId }, payload: { resource, limit, used, response } },
      ]);
    }
    if (!fallback) throw error;
    const names = { ...frame.names, error: toFailure(error) };
    await execution.runGroup({ ...frame, path: ':fallback', names, keyBase: `${runId}/:fallback` }, fallback);
  }
}

/** What cannot be written down does not happen; the run stands where the log says, until it can. */
function stopFor(error: unknown): unknown {
  return isOfDatabase(error) ? new RunStop('stalled', toFailure(error).message) : error;
}

async function endingOf(signal: AbortSignal, settled: Promise<void>, error: unknown): Promise<Ending> {
  const stop = signal.aborted ? (signal.reason as unknown) : stopFor(error);
  const failed = await settled.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (stop instanceof RunStop) {
    if (stop.kind === 'stalled') return { kind: 'stalled', error: { code: 'storage', message: stop.message } };
    if (stop.kind !== 'cancelled') return { kind: stop.kind };
    if (isOfDatabase(failed)) return { kind: 'cancelled', reason: stop.message };
  }
  if (failed !== undefined) return { kind: 'failed', error: toFailure(failed) };
  if (!(stop instanceof RunStop)) return { kind: 'failed', error: toFailure(stop) };
  return { kind: 'cancelled', reason: stop.message };
}
