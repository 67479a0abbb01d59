import { type Agent, callsOf, givingAway, mayCall } from '../../../contract/agents.ts';
import { type ActionTask, bodiesOf, isActionTask, type Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../catalogue.ts';

/** Every action of a plan, those inside other tasks included. `path` is its place in the plan: `resize/copy`. */
export function* actionsOf(tasks: readonly Task[], around = ''): Generator<{ path: string; task: ActionTask }> {
  for (const task of tasks) {
    const path = around ? `${around}/${task.id}` : task.id;
    if (isActionTask(task)) yield { path, task };
    for (const body of bodiesOf(task)) yield* actionsOf(body.tasks, path);
  }
}

/** Every agent of a plan. */
export function* agentsOf(tasks: readonly Task[]): Generator<Agent> {
  for (const task of tasks) {
    if (task.agent) yield task.agent;
    for (const body of bodiesOf(task)) yield* agentsOf(body.tasks);
  }
}

/** The actions that a plan calls, or that an agent in it may call. */
export function refsOf(tasks: readonly Task[], catalogue: Pick<Catalogue, 'actions'>): Set<string> {
  const refs = new Set([...actionsOf(tasks)].map(({ task }) => task.action));
  const agents = [...agentsOf(tasks)];
  if (agents.length === 0) return refs;
  refs.add(givingAway.spawn);
  for (const { check } of agents) for (const { action } of callsOf(check)) refs.add(action);
  for (const { ref } of catalogue.actions()) if (agents.some((agent) => mayCall(agent, ref))) refs.add(ref);
  return refs;
}
