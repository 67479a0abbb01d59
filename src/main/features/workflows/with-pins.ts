import { referencedIds } from '../../../contract/draw-plan.ts';
import { type Task, whatOf } from '../../../contract/plan-task.ts';
import type { RunScenario, Scenario } from '../../../contract/scenarios.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import { type BarePlan, freeName } from './part-of.ts';

/** Errors: `not-found` with the names there are. */
export function scenarioOf({ scenarios = [] }: WorkflowDocument, name: string): Scenario {
  const found = scenarios.find((each) => each.name === name);
  if (found) return found;
  const known = scenarios.map((each) => `“${each.name}”`).join(', ');
  throw new HeronError(
    'not-found',
    `The workflow has no scenario “${name}”; ${known === '' ? 'it has none' : `it has ${known}`}`,
  );
}

/** What of a scenario concerns tasks that are in the plan. */
export function runScenarioOf(
  plan: BarePlan,
  { name, pins = {}, expected = {} }: Scenario,
  only: string | undefined,
): RunScenario {
  const isDone = ({ id }: Task): boolean => id === only || pins[id] === undefined;
  const isWanted = (id: string): boolean => only === undefined || id === only;
  return {
    name,
    pinned: plan.tasks.filter((task) => only === undefined && !isDone(task)).map(({ id }) => id),
    expected: Object.fromEntries(
      plan.tasks.flatMap(({ id }) => (expected[id] === undefined || !isWanted(id) ? [] : [[id, expected[id]]])),
    ),
  };
}

/**
 * Pinned tasks stand in the plan as values, after those that they came after. What they give comes as the plan's input, so
 * that nothing in it is taken for an expression.
 */
export function withPins(plan: BarePlan, { pins = {} }: Scenario): BarePlan {
  const ids = new Set(plan.tasks.map(({ id }) => id));
  const pinned = Object.entries(pins).filter(([id]) => ids.has(id));
  if (pinned.length === 0) return plan;
  const name = freeName(plan.input ?? {}, 'pinned');
  const tasks = plan.tasks.map((task) => (pins[task.id] === undefined ? task : pinnedTask(task, ids, name)));
  return { ...plan, input: { ...plan.input, [name]: Object.fromEntries(pinned) }, tasks };
}

function pinnedTask(task: Task, ids: ReadonlySet<string>, name: string): Task {
  const named = new Set([...(task.after ?? []), ...referencedIds(task)]);
  const after = [...named].filter((id) => ids.has(id) && id !== task.id);
  return {
    id: task.id,
    title: task.title ?? whatOf(task),
    value: `{{ input.${name}.${task.id} }}`,
    ...(after.length > 0 ? { after } : {}),
  };
}
