import { isDeepStrictEqual } from 'node:util';
import type { PlanIssue } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';

/** What keeps no plan from running, and a person who builds one wants to know. */
export function buildWarnings(tasks: readonly Task[], catalogue: Catalogue): PlanIssue[] {
  return tasks.flatMap((task, index) => warningsOf(task, `tasks.${index}`, undefined, catalogue));
}

function warningsOf(task: Task, path: string, retried: string | undefined, catalogue: Catalogue): PlanIssue[] {
  const found: PlanIssue[] = [];
  const again = (task.retry?.attempts ?? 1) > 1 ? task.id : retried;
  const action = task.action === undefined ? undefined : catalogue.action(task.action)?.action;
  if (again !== undefined && action && !action.repeatable) {
    const message = `${action.title} is no action to repeat blindly, and ${again} tries again after a failure`;
    found.push({ path: task.retry ? `${path}.retry` : path, message });
  }
  found.push(...neverMet(task, path));
  for (const body of bodiesOf(task)) {
    for (const [index, inner] of body.tasks.entries()) {
      found.push(...warningsOf(inner, `${path}.${body.path}.${index}`, again, catalogue));
    }
  }
  return found;
}

/** Conditions that are written out as false, and cases behind one that is always met. */
function neverMet(task: Task, path: string): PlanIssue[] {
  const found: PlanIssue[] = [];
  if (task.when?.trim() === 'false')
    found.push({ path: `${path}.when`, message: 'It is never done: its condition is false' });
  if (Array.isArray(task.forEach?.in) && task.forEach.in.length === 0) {
    found.push({ path: `${path}.forEach.in`, message: 'It is never done: the list is empty' });
  }
  const cases = task.switch?.cases ?? [];
  for (const [index, each] of cases.entries()) {
    const before = cases.slice(0, index);
    const isTaken = before.some(
      (other) =>
        ('when' in other && other.when.trim() === 'true') ||
        ('is' in other && 'is' in each && isDeepStrictEqual(other.is, each.is)) ||
        ('when' in other && 'when' in each && other.when === each.when),
    );
    const isFalse = 'when' in each && each.when.trim() === 'false';
    if (!isTaken && !isFalse) continue;
    const why = isFalse ? 'its condition is false' : 'a case before it is met whenever it is';
    found.push({ path: `${path}.switch.cases.${index}`, message: `Nothing in this case is ever reached: ${why}` });
  }
  if (task.switch?.otherwise && cases.some((each) => 'when' in each && each.when.trim() === 'true')) {
    found.push({ path: `${path}.switch.otherwise`, message: 'Nothing in it is ever reached: a case is always met' });
  }
  return found;
}
