import type { z } from 'zod';
import { Plan, type PlanIssue } from '../../../contract/plan.ts';
import { Task } from '../../../contract/plan-task.ts';

/** What could be read of a plan: all of it, or those of its tasks that are sound, so that these can be checked as well. */
export type PlanShape = {
  plan: Plan | undefined;
  tasks: { index: number; task: Task }[];
  /** Ids of tasks that are there and could not be read. */
  unread: string[];
  issues: PlanIssue[];
};

/** Deeper than any plan is meant to be, and shallow enough for every function that goes down in it. */
const deepestJson = 150;

export function readPlan(input: unknown): PlanShape {
  if (isDeeper(input, deepestJson)) return tooDeep();
  const parsed = Plan.safeParse(input);
  if (parsed.success) return shapeOf(parsed.data);
  const shape: PlanShape = { plan: undefined, tasks: [], unread: [], issues: shapeIssues(parsed.error) };
  const given: unknown = typeof input === 'object' && input !== null && 'tasks' in input ? input.tasks : undefined;
  for (const [index, each] of (Array.isArray(given) ? given.slice(0, 10_000) : []).entries()) {
    const task = Task.safeParse(each);
    if (task.success) shape.tasks.push({ index, task: task.data });
    else shape.unread.push(...idOf(each));
  }
  return shape;
}

function tooDeep(): PlanShape {
  return { plan: undefined, tasks: [], unread: [], issues: [{ path: 'plan', message: 'It is nested too deeply' }] };
}

/** Of a plan that its schema has read. */
export function shapeOf(plan: Plan): PlanShape {
  if (isDeeper(plan, deepestJson)) return tooDeep();
  return { plan, tasks: plan.tasks.map((task, index) => ({ index, task })), unread: [], issues: [] };
}

function idOf(task: unknown): string[] {
  const id: unknown = typeof task === 'object' && task !== null && 'id' in task ? task.id : undefined;
  return typeof id === 'string' ? [id] : [];
}

export function shapeIssues({ issues }: z.ZodError): PlanIssue[] {
  return issues.flatMap((issue) => plain(issue, []));
}

/** Of alternatives, the one that comes closest says what is wrong. */
function plain(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): PlanIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [closest] = issue.errors.toSorted((a, b) => distance(a) - distance(b));
    if (closest && distance(closest) < Number.POSITIVE_INFINITY) return closest.flatMap((each) => plain(each, path));
  }
  return [{ path: path.map(String).join('.') || 'plan', message: issue.message }];
}

/** Something wrong further inside is closer than something wrong at the top. */
function distance(issues: readonly z.core.$ZodIssue[]): number {
  const isAtTop = issues.some(
    ({ path, code }) => path.length === 0 && code !== 'unrecognized_keys' && code !== 'custom',
  );
  return isAtTop ? Number.POSITIVE_INFINITY : issues.length;
}

function isDeeper(value: unknown, depth: number): boolean {
  let level: unknown[] = [value];
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
