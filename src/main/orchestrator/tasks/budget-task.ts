import type { EventOf } from '../../../contract/events.ts';
import type { Budget } from '../../../contract/plan-task.ts';
import { amountText, type CallUsage } from '../../../contract/usage.ts';
import { toFailure } from '../../base/errors.ts';
import { finish } from '../agent/run-agent.ts';
import { readSteps } from '../agent/read-steps.ts';
import { createMeter, type Meter, OverBudget, overBudgets } from '../budget.ts';
import { type Frame, innerSignal, insideOf, isEnded, isUntouched, type Place, scopeOf, titleOf } from '../frame.ts';
import { substituted } from './on-error.ts';
import type { Done } from './settle.ts';

/** Does something within a task's budget; what goes over it is stopped and reported, and its fallback is done. */
export async function withBudget(place: Place, body: (within: Place) => Promise<Done>): Promise<Done> {
  const { budget } = place.task;
  if (!budget) return body(place);
  try {
    return await metered(place, budget, `The task ${titleOf(place)}`, !isUntouched(place.state), body);
  } catch (error) {
    if (!(error instanceof OverBudget) || place.signal.aborted) throw error;
    const { resource, limit, used } = error;
    const response = typeof budget.onExceeded === 'object' ? 'fallback' : endsWithSummary(place) ? 'summary' : 'abort';
    place.execution.recorder.note({
      type: 'task.overBudget',
      scope: scopeOf(place),
      payload: { resource, limit, used, response },
    });
    if (response === 'abort') throw error;
    if (response === 'summary') return summarised(place, error);
    return substituted(place, toFailure(error), 'fallback');
  }
}

/** An agent that has used up what it may is ended, and what it did is no less done for that. */
function endsWithSummary({ task }: Place): boolean {
  return task.agent !== undefined && !task.forEach && !task.repeat;
}

async function summarised(place: Place, { resource, limit, used }: OverBudget): Promise<Done> {
  await place.execution.recorder.settledIn(place.path);
  const steps = readSteps(place.execution, insideOf(place).path);
  const amount = amountText(resource, used[resource] ?? 0);
  return finish(place, steps, 'budget', `its budget is used up (${amount}, allowed ${limit})`);
}

/** What goes over its budget is ended along with the record of that. */
function noteExcess(
  { execution: { recorder, runId }, path }: Frame,
  excess: EventOf<'task.limitReached'>['payload'],
  end: () => void,
): void {
  const payload = { ...excess, ...recorder.unsafe() };
  if (path === '') recorder.note({ type: 'run.limitReached', scope: { runId }, payload }, 'now', end);
  else recorder.note({ type: 'task.limitReached', scope: { runId, taskId: path }, payload }, 'now', end);
}

function usedBefore({ execution, path }: Frame, hasBegun: boolean): { calls: number; since: number; used: CallUsage } {
  const { items, runId, clock } = execution;
  const now = clock();
  if (!hasBegun) return { calls: 0, since: now, used: {} };
  // It may have begun in the future of a clock that was set back.
  const since = Math.min(items.begunAt(runId, path) ?? now, now);
  return { calls: items.callsMade(runId, path), since, used: items.used(runId, path) ?? {} };
}

/** Errors: `OverBudget` when what the frame's tasks use is more than the budget. */
export async function metered<Here extends Frame, Result>(
  frame: Here,
  budget: Budget,
  what: string,
  hasBegun: boolean,
  body: (within: Here) => Promise<Result>,
): Promise<Result> {
  const { controller, dispose } = innerSignal(frame.signal);
  const { execution } = frame;
  const before = usedBefore(frame, hasBegun);
  const meter: Meter = createMeter({
    limits: budget,
    clock: execution.clock,
    before,
    after: (delayMs, callback) => execution.outside.timers.after(frame.path, 'wallMs', delayMs, callback),
    onExceeded: (resource, measured, by) => {
      // A timer goes off when it likes; what calls used is on record, and what follows from it with it.
      if (resource === 'wallMs' && isEnded(controller)) return undefined;
      const used = execution.outside.used(frame.path, measured);
      const excess = { limit: resource, used, ...(by === undefined ? {} : { by }) };
      const end = (): void => controller.abort(new OverBudget(what, resource, budget[resource] ?? 0, used));
      if (resource === 'wallMs') {
        noteExcess(frame, excess, end);
        return undefined;
      }
      return new Promise((resolve) => {
        execution.outside.atRest(frame.path, () => {
          noteExcess(frame, excess, () => {
            end();
            resolve();
          });
        });
      });
    },
  });
  const { wallMs } = budget;
  const end = wallMs === undefined ? Infinity : before.since + wallMs;
  const deadline = Math.min(frame.deadline ?? Infinity, end);
  try {
    await meter.ending();
    const within = { ...frame, signal: controller.signal, meters: [...frame.meters, meter] };
    const result = await body({ ...within, deadline: deadline === Infinity ? undefined : deadline });
    await meter.ending();
    if (controller.signal.aborted) throw controller.signal.reason as Error;
    return result;
  } catch (error) {
    // One around that is used up too ends all of it, whether what is inside was stopped before that or a moment later. Once all around it
    // is ended that is settled, and only its own excess has yet to go on record before it.
    await overBudgets(frame.signal.aborted ? [meter] : [...frame.meters, meter]);
    const reason: unknown = controller.signal.reason;
    throw !frame.signal.aborted && reason instanceof OverBudget ? reason : error;
  } finally {
    meter.stop();
    dispose();
  }
}
