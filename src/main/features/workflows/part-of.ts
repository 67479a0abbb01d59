import { referencedIds } from '../../../contract/draw-plan.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';

/** What a task gave when it was last done, and in which run, if in any. */
export type KnownOutput = { runId?: string; output: Json };

/** A plan without the drawing, what starts it and what it is tried with. */
export type BarePlan = Omit<WorkflowDocument, 'canvas' | 'scenarios' | 'triggers'>;

/** `takesFrom`: the runs whose outputs are in it. */
export type PartOfWorkflow = { plan: BarePlan; takesFrom: string[] };

/**
 * What of a document a run does. Errors: `not-found` for a task that is none of the document's own, `conflict` where a task that
 * is done alone needs what another has never given.
 */
export function partOf(
  { canvas: _, scenarios: __, triggers: ___, ...plan }: WorkflowDocument,
  part: WorkflowPart | undefined,
  outputOf: (taskId: string) => KnownOutput | undefined,
): PartOfWorkflow {
  if (part === undefined) return { plan, takesFrom: [] };
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  if ('upTo' in part) {
    const wanted = withThoseBefore(found(byId, part.upTo), byId);
    return { plan: { ...plan, tasks: plan.tasks.filter(({ id }) => wanted.has(id)) }, takesFrom: [] };
  }
  return alone(plan, found(byId, part.only), byId, outputOf);
}

function found(byId: ReadonlyMap<string, Task>, id: string): Task {
  const task = byId.get(id);
  if (task) return task;
  throw new HeronError('not-found', `The workflow has no step ${id} of its own`);
}

function withThoseBefore(last: Task, byId: ReadonlyMap<string, Task>): Set<string> {
  const wanted = new Set<string>();
  const pending = [last.id];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const task = byId.get(id);
    if (!task || wanted.has(id)) continue;
    wanted.add(id);
    pending.push(...(task.after ?? []), ...referencedIds(task));
  }
  return wanted;
}

/** The others stand in it as values. What they gave comes as the plan's input, so that nothing in it is taken for an expression. */
function alone(
  plan: BarePlan,
  task: Task,
  byId: ReadonlyMap<string, Task>,
  outputOf: (taskId: string) => KnownOutput | undefined,
): PartOfWorkflow {
  const { after: _, join: __, ...own } = task;
  const name = freeName(plan.input ?? {}, 'earlier');
  const outputs: JsonObject = {};
  const takesFrom = new Set<string>();
  const values: Task[] = [];
  for (const id of referencedIds(task)) {
    if (!byId.has(id) || id === task.id) continue;
    const known = outputOf(id);
    if (!known) {
      throw new HeronError(
        'conflict',
        `${task.id} needs what ${id} gives, and ${id} has not been done yet: run to here`,
      );
    }
    outputs[id] = known.output;
    if (known.runId !== undefined) takesFrom.add(known.runId);
    values.push({ id, value: `{{ input.${name}.${id} }}` });
  }
  const input = values.length > 0 ? { ...plan.input, [name]: outputs } : plan.input;
  return { plan: { ...plan, ...(input ? { input } : {}), tasks: [...values, own] }, takesFrom: [...takesFrom] };
}

export function freeName(taken: JsonObject, wanted: string): string {
  let name = wanted;
  while (Object.hasOwn(taken, name)) name += '_';
  return name;
}
