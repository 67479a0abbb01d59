import type { Plan } from '../../contract/plan.ts';
import type { EventDraft } from '../base/event-log.ts';
import type { Names } from './frame.ts';
import { workOut } from './expressions/plain-values.ts';
import { layoutOf } from './tasks/run-group.ts';

/** What comes to one commit must not hold up the loop. */
const mostTasks = 200;

/**
 * All that a run which begins puts on record up to its end, if its plan is nothing but values that can be worked out at once: what
 * `executePlan` would note, in the same order. Undefined for any other plan, and where one of them takes time or goes wrong.
 */
export function workOutPlan(runId: string, { tasks, input, budget }: Plan): EventDraft[] | undefined {
  if (budget !== undefined || tasks.length > mostTasks) return undefined;
  const { isPlain, dependencies, dependants } = layoutOf(tasks);
  if (!isPlain) return undefined;
  const names: Names = input ? { tasks: {}, input } : { tasks: {} };
  const missing = dependencies.map(({ length }) => length);
  const queue = tasks.flatMap((_, at) => (missing[at] === 0 ? [at] : []));
  const drafts: EventDraft[] = [{ type: 'run.started', scope: { runId }, payload: {} }];
  for (const at of queue) {
    const task = tasks[at];
    const draft = task && workOut(task, task.id, runId, names);
    if (!draft) return undefined;
    names.tasks[task.id] = { output: draft.payload.output };
    drafts.push(draft);
    for (const dependant of dependants[at] ?? []) {
      const left = (missing[dependant] ?? 0) - 1;
      missing[dependant] = left;
      if (left === 0) queue.push(dependant);
    }
  }
  return drafts;
}
