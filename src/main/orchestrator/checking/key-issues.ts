import type { PlanIssue } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { placedIn } from './check-tasks.ts';
import type { Placed } from './dependency-issues.ts';
import { findCycle } from '../graph.ts';

/** A task that takes a key while one around it holds another. */
type Taking = { key: string; path: string; name: string };

type Around = { held: readonly string[]; name: string };

/**
 * Keys that are taken in opposite order: two runs of such a plan, or two of its tasks, can wait for each other for ever, whatever
 * comes after what. Only what needs no run to be known; the rest is seen when it happens (key-locks.ts).
 */
export function keyIssues(list: readonly Placed[]): PlanIssue[] {
  const takings = new Map<string, Taking[]>();
  collect(list, { held: [], name: '' }, takings);
  const cycle = findCycle(new Map([...takings].map(([held, inside]) => [held, inside.map(({ key }) => key)])));
  if (!cycle) return [];
  const steps = cycle.slice(1).flatMap((key, index) => {
    const held = cycle[index] ?? '';
    const taking = takings.get(held)?.find((each) => each.key === key);
    return taking ? [{ ...taking, held }] : [];
  });
  const last = steps.at(-1);
  if (!last) return [];
  const listed = steps.map(({ name, key, held }) => `${name} takes ${key} and holds ${held}`).join(', ');
  return [{ path: `${last.path}.key`, message: `One waits for the other for ever: ${listed}` }];
}

function collect(list: readonly Placed[], around: Around, takings: Map<string, Taking[]>): void {
  for (const { path, task } of list) {
    const name = around.name === '' ? task.id : `${around.name}/${task.id}`;
    const own = knownKey(task);
    if (own !== undefined && !around.held.includes(own)) {
      for (const held of around.held) takings.set(held, [...(takings.get(held) ?? []), { key: own, path, name }]);
    }
    for (const body of bodiesOf(task)) {
      // What makes a failure good, or is done when a budget is used up, comes when the task's own key is free again.
      const isInside = body.path === 'tasks' || body.path.startsWith('switch.');
      const held = isInside && own !== undefined ? [...around.held, own] : around.held;
      collect(placedIn(`${path}.${body.path}`, body.tasks), { held, name }, takings);
    }
  }
}

/** Undefined of what only a run can know. */
function knownKey({ key }: Task): string | undefined {
  return key === undefined || key.includes('{{') ? undefined : key;
}
