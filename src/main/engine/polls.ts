import type { PlanIssue } from '../../contract/plan.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { RunService } from '../features/runs/service.ts';
import type { Look } from '../features/schedules/polls.ts';
import type { PollTime } from '../features/schedules/read-poll.ts';
import type { ScheduleParts } from '../features/schedules/schedule-parts.ts';
import type { StoredSchedule } from '../features/schedules/store.ts';
import type { Ground } from './ground.ts';
import { absence, type Catalogue } from '../orchestrator/catalogue.ts';
import { compileExpression } from '../orchestrator/expressions/template.ts';
import { validatePlan } from '../orchestrator/checking/validate-plan.ts';

type PollGround = { catalogue: Catalogue; runs: RunService };

const taskId = 'look';

/** How schedules look for something new: each look is a run of one task, with nobody there. */
export function pollingOf(
  { host }: Ground,
  { catalogue, runs }: PollGround,
): Pick<ScheduleParts, 'look' | 'lookOf' | 'evaluate' | 'pollable'> {
  return {
    look: ({ id, title }: StoredSchedule, time, at) =>
      runs.start({
        plan: planOf(time, `Look for “${title}”`),
        ...{ source: 'person', unattended: true, whenMissing: 'wait' },
        trigger: { id, kind: 'poll', delivery: String(at) },
      }),
    lookOf: (runId) => lookOf(runs, runId),
    evaluate: async (source, names) => compileExpression(source).evaluate(names),
    pollable: async (time) => {
      mustOnlyRead(catalogue, time.action);
      mustBeExpressions(time);
      const places = { homeFolder: host.homeFolder, baseFolder: host.homeFolder };
      const { plan, issues } = await validatePlan(planOf(time, 'Look'), catalogue, places);
      const [issue] = issues;
      if (issue) throw new HeronError('invalid-input', fieldOf(issue), { path: 'time.input' });
      const [task] = plan?.tasks ?? [];
      return task && 'input' in task && task.input ? { ...time, input: task.input } : time;
    },
  };
}

function planOf({ action, input }: PollTime, title: string) {
  return { version: 1, title: title.slice(0, 200), tasks: [{ id: taskId, action, input }] };
}

function lookOf(runs: RunService, runId: string): Look {
  let run;
  try {
    run = runs.get(runId);
  } catch {
    return { status: 'gone' };
  }
  const task = run.tasks[taskId];
  if (run.status === 'completed') return { status: 'done', output: task?.output ?? null };
  if (run.status === 'failed') return { problem: task?.error?.message ?? run.error?.message ?? 'it failed' };
  return run.status === 'cancelled' ? { problem: 'somebody stopped it' } : { status: 'open' };
}

function mustOnlyRead(catalogue: Catalogue, ref: string): void {
  const entry = catalogue.action(ref);
  const details = { path: 'time.action' };
  if (!entry) throw new HeronError('invalid-input', `time.action: ${absence(catalogue, ref)}`, details);
  if (entry.action.risk === 'read') return;
  throw new HeronError('invalid-input', `time.action: ${ref} changes something; only what reads is polled`, details);
}

function mustBeExpressions(time: PollTime): void {
  for (const field of ['items', 'key'] as const) {
    const text = time[field];
    if (text === undefined) continue;
    try {
      compileExpression(text);
    } catch (error) {
      const path = `time.${field}`;
      throw new HeronError('invalid-input', `${path}: ${toFailure(error).message}`, { path });
    }
  }
}

function fieldOf({ path, message }: PlanIssue): string {
  return `${path.replace(/^tasks\.\w+/, 'time')}: ${message}`;
}
