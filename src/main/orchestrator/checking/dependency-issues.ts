import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { alwaysGives } from './constant-condition.ts';
import { dependenciesOf, findCycle } from '../graph.ts';
import { noSuchTask } from './reference-issues.ts';
import type { Scope } from './scope.ts';

/** A task of a list, with its place in the plan. */
export type Placed = { path: string; task: Task };

/** What is wrong in how the tasks of one list wait for each other. Paths are whole. */
export function dependencyIssues(list: readonly Placed[], scope: Scope): PlanIssue[] {
  const issues = list.flatMap((placed) => [...unknownAfter(placed, scope), ...neverBegun(placed)]);
  const cycle = findCycle(new Map(list.map(({ task }) => [task.id, knownDependencies(task)])));
  const first = cycle && list.find(({ task }) => task.id === cycle[0]);
  if (first) {
    const message =
      cycle.length === 2 ? `${first.task.id} waits for itself` : `The tasks wait for each other: ${cycle.join(' → ')}`;
    issues.push({ path: first.path, message });
  }
  return issues;
}

function unknownAfter({ path, task }: Placed, scope: Scope): PlanIssue[] {
  return (task.after ?? []).flatMap((id, index) =>
    scope.tasks.has(id) ? [] : [{ path: `${path}.after.${index}`, message: missingNeighbour(id, scope) }],
  );
}

/** Tasks around have begun before: they are no neighbours to wait for. */
function missingNeighbour(id: string, scope: Scope): string {
  for (let each = scope.around; each; each = each.around) {
    if (each.tasks.has(id)) return `${id} is not in the same list of tasks; the task around this one can wait for it`;
  }
  return noSuchTask(id, scope);
}

function neverBegun({ path, task }: Placed): PlanIssue[] {
  const issues: PlanIssue[] = [];
  const { after = [], join, repeat, when } = task;
  const count = typeof join === 'object' ? join.count : undefined;
  if (typeof count === 'number' && count > after.length) {
    issues.push({
      path: `${path}.join.count`,
      message: `The task is never reached: it waits for ${count} of the ${after.length} in after`,
    });
  }
  if (when !== undefined && alwaysGives(when) === false) {
    issues.push({ path: `${path}.when`, message: 'The task is never reached' });
  }
  if (repeat?.while !== undefined && alwaysGives(repeat.while) === false) {
    issues.push({ path: `${path}.repeat.while`, message: 'The task is never done: this is never true' });
  }
  return [...issues, ...casesNeverMet({ path, task })];
}

function casesNeverMet({ path, task: { switch: choice } }: Placed): PlanIssue[] {
  if (!choice) return [];
  const issues: PlanIssue[] = [];
  const seen = new Map<string, number>();
  for (const [index, each] of choice.cases.entries()) {
    const at = `${path}.switch.cases.${index}`;
    const name = 'is' in each ? `is ${JSON.stringify(each.is)}` : `when ${alwaysGives(each.when) ?? each.when.trim()}`;
    const before = seen.get('when true') ?? seen.get(name);
    if (before !== undefined)
      issues.push({ path: at, message: `The case is never reached: case ${before} is met before` });
    else if (name === 'when false') issues.push({ path: at, message: 'The case is never reached' });
    else if ('is' in each && choice.on === undefined) {
      issues.push({ path: at, message: 'The case is never reached: the switch says nothing of what it is on' });
    }
    seen.set(name, seen.get(name) ?? index);
  }
  if (choice.otherwise && seen.has('when true')) {
    issues.push({ path: `${path}.switch.otherwise`, message: 'The tasks are never reached: one case is always met' });
  }
  return issues;
}

/** What can be known where expressions are broken, too. */
function knownDependencies(task: Task): readonly string[] {
  try {
    return dependenciesOf(task);
  } catch {
    return task.after ?? [];
  }
}
