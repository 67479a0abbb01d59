import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { toFailure } from '../../base/errors.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Check } from './check.ts';
import { listIssues, placedIn } from './check-tasks.ts';
import type { Places } from './complete-input.ts';
import { completeTasks, withBodies } from './complete-tasks.ts';
import { measuringIssues } from './estimate.ts';
import { expandTemplates } from './expand-templates.ts';
import { keyIssues } from './key-issues.ts';
import { type PlanShape, readPlan } from './plan-shape.ts';
import { anything, objectOf } from '../../../contract/schema-types.ts';
import { schemaOfValue } from './plan-types.ts';
import { afterFailure, type Scope, scopeOf, withNames } from './scope.ts';
import { secretIssuesBeside } from './secret-issues.ts';
import { createCheck } from './template-issues.ts';

/** A plan that can run, completed with defaults and absolute paths; or what keeps it from running. */
export type ValidatedPlan = { plan: Plan; issues: [] } | { plan?: undefined; issues: PlanIssue[] };

/** Tasks in all, those inside others included, and how deep they may lie in each other. */
export const planLimits = { tasks: 10_000, depth: 16 };

/** Everything that can be known before anything runs; what is wrong in one place hides nothing in another. */
export function validatePlan(input: unknown, catalogue: Catalogue, places: Places): Promise<ValidatedPlan> {
  const shape = readPlan(input);
  const beside = shape.plan ? secretIssuesBeside(shape.plan) : [];
  return validateShape({ ...shape, issues: [...shape.issues, ...beside] }, catalogue, places);
}

/** The same of a plan that was read already. */
export async function validateShape(shape: PlanShape, catalogue: Catalogue, places: Places): Promise<ValidatedPlan> {
  const read = shape.tasks.map(({ task }) => task);
  const beyond = limitIssues(read);
  if (beyond.length > 0) return { issues: [...shape.issues, ...beyond] };
  const complete = (tasks: Task[]): Promise<Task[]> => completeTasks(tasks, catalogue, places);
  const tasks = await complete(read);
  const budget = shape.plan?.budget && (await withBodies({ id: 'plan', budget: shape.plan.budget }, complete)).budget;
  const issues = [...shape.issues, ...checkAll(shape, tasks, budget, catalogue)];
  if (issues.length > 0 || !shape.plan) return { issues };
  const plan: Plan = { ...shape.plan, tasks, ...(budget ? { budget } : {}) };
  try {
    const whole = await expanded(plan, catalogue, places);
    const unmeasured = measuringIssues(whole, catalogue);
    return unmeasured.length > 0 ? { issues: unmeasured } : { plan: whole, issues: [] };
  } catch (error) {
    return { issues: [{ path: 'tasks', message: toFailure(error).message }] };
  }
}

function checkAll(shape: PlanShape, tasks: Task[], budget: Plan['budget'], catalogue: Catalogue): PlanIssue[] {
  const check = createCheck(catalogue);
  const placed = tasks.map((task, at) => ({ path: `tasks.${shape.tasks[at]?.index ?? at}`, task }));
  const scope = withUnread(scopeOf(tasks, undefined, namesOf(shape, check)), shape.unread);
  const fallbacks = bodiesOf({ id: 'plan', budget }).flatMap(({ path, tasks: list }) =>
    listIssues(placedIn(path, list), scopeOf(list, withNames(scope, afterFailure)), undefined, check),
  );
  return [...listIssues(placed, scope, undefined, check), ...fallbacks, ...keyIssues(placed)];
}

async function expanded(plan: Plan, catalogue: Catalogue, places: Places): Promise<Plan> {
  const expand = (tasks: Task[]): Promise<Task[]> =>
    expandTemplates(tasks, { catalogue, places, most: planLimits.tasks });
  const { budget } = plan.budget ? await withBodies({ id: 'plan', budget: plan.budget }, expand) : plan;
  return { ...plan, tasks: await expand(plan.tasks), ...(budget ? { budget } : {}) };
}

function namesOf({ plan }: PlanShape, { types }: Check): Scope['names'] {
  if (!plan?.input) return {};
  // What is nothing now is given when the plan starts, and can be anything.
  const fields = Object.entries(plan.input).map(
    ([name, value]) => [name, value === null ? anything : schemaOfValue(types, value, scopeOf([]))] as const,
  );
  return { input: objectOf(Object.fromEntries(fields)) };
}

function withUnread(scope: Scope, ids: readonly string[]): Scope {
  return { ...scope, tasks: new Map([...ids.map((id) => [id, undefined] as const), ...scope.tasks]) };
}

function limitIssues(tasks: readonly Task[]): PlanIssue[] {
  let level: readonly Task[] = tasks;
  let count = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > planLimits.depth) {
      return [{ path: 'tasks', message: `Tasks lie in each other at most ${planLimits.depth} deep` }];
    }
    level = level.flatMap((task) => bodiesOf(task).flatMap((body) => body.tasks));
  }
  if (count <= planLimits.tasks) return [];
  return [{ path: 'tasks', message: `A plan has at most ${planLimits.tasks} tasks in all, this one has ${count}` }];
}
