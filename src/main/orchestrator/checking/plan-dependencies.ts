import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { ActionEntry, Catalogue } from '../catalogue.ts';
import { actionsOf, agentsOf } from './plan-actions.ts';

/**
 * What a check of a plan has looked up, and whether all of it is still what it was. `written`: the tasks before the templates they
 * use were put in.
 */
export function dependenciesOfPlan(
  tasks: readonly Task[],
  written: readonly Task[],
  catalogue: Catalogue,
): () => boolean {
  const actions = new Map<string, ActionEntry | undefined>();
  for (const { task } of actionsOf(tasks)) {
    for (const ref of [task.action, task.undo?.action]) if (ref !== undefined) actions.set(ref, catalogue.action(ref));
  }
  const agents = [...agentsOf(tasks)];
  const known = agents.length > 0 ? catalogue.actions() : [];
  const lacks = (): (string | undefined)[] => agents.map(({ model }) => catalogue.whyNoModel?.(model));
  const lacked = lacks();
  const profiles = catalogue.profiles?.();
  const templates = new Map([...templatesIn(written)].map((name) => [name, catalogue.template?.(name).template]));
  return () =>
    isSame(lacks(), lacked) &&
    (agents.length === 0 || catalogue.profiles?.() === profiles) &&
    (agents.length === 0 || isSame(catalogue.actions(), known)) &&
    [...actions].every(([ref, entry]) => catalogue.action(ref) === entry) &&
    [...templates].every(([name, template]) => catalogue.template?.(name).template === template);
}

function isSame<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

function* templatesIn(tasks: readonly Task[]): Generator<string> {
  for (const task of tasks) {
    if (task.template) yield task.template.name;
    for (const body of bodiesOf(task)) yield* templatesIn(body.tasks);
  }
}
