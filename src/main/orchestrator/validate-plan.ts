import { Plan, type PlanIssue, type Task } from '../../contract/plan.ts';
import { toFailure } from '../base/errors.ts';
import { absence, type ActionEntry, type Catalogue } from './catalogue.ts';
import { type Places, withAbsolutePaths, withDefaults } from './complete-input.ts';
import { dependenciesOf, findCycle } from './graph.ts';
import { referenceIssues } from './reference-issues.ts';
import { repairInput } from './repair-input.ts';
import { containsExpression, stringsOf } from './resolve-input.ts';
import { compileTemplate } from './template.ts';

/** A plan that can run, completed with defaults and absolute paths; or what keeps it from running. */
export type ValidatedPlan = { plan: Plan; issues: [] } | { plan?: undefined; issues: PlanIssue[] };

export async function validatePlan(input: unknown, catalogue: Catalogue, places: Places): Promise<ValidatedPlan> {
  const parsed = Plan.safeParse(input);
  if (!parsed.success) {
    return {
      issues: parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.') || 'plan', message })),
    };
  }
  const plan = parsed.data;
  const issues = [...duplicateIds(plan.tasks), ...expressionIssues(plan.tasks)];
  if (issues.length === 0) issues.push(...dependencyIssues(plan.tasks), ...referenceIssues(plan.tasks, catalogue));
  const tasks: Task[] = [];
  for (const [index, task] of plan.tasks.entries()) {
    const entry = catalogue.action(task.action);
    if (!entry) {
      issues.push({ path: `tasks.${index}.action`, message: absence(catalogue, task.action) });
      continue;
    }
    const completed = { ...task, input: await completeInput(task, entry, places) };
    issues.push(...inputIssues(completed, entry, index));
    tasks.push(completed);
  }
  return issues.length > 0 ? { issues } : { plan: { ...plan, tasks }, issues: [] };
}

async function completeInput(task: Task, entry: ActionEntry, places: Places): Promise<Task['input']> {
  try {
    const input = structuredClone(withAbsolutePaths(task.input, entry.action, places));
    entry.validateInput(input);
    return withAbsolutePaths(await withDefaults(input, entry.action), entry.action, places);
  } catch {
    // A broken expression is reported as an issue of its own.
    return task.input;
  }
}

function duplicateIds(tasks: readonly Task[]): PlanIssue[] {
  const seen = new Set<string>();
  return tasks.flatMap((task, index) => {
    if (!seen.has(task.id)) {
      seen.add(task.id);
      return [];
    }
    return [{ path: `tasks.${index}.id`, message: `The id ${task.id} is used twice` }];
  });
}

function expressionIssues(tasks: readonly Task[]): PlanIssue[] {
  return tasks.flatMap((task, index) =>
    [...stringsOf(task.input)].flatMap(({ path, text }) => {
      if (!text.includes('{{')) return [];
      try {
        compileTemplate(text);
        return [];
      } catch (error) {
        return [{ path: `tasks.${index}.input.${path}`, message: toFailure(error).message }];
      }
    }),
  );
}

function dependencyIssues(tasks: readonly Task[]): PlanIssue[] {
  const ids = new Set(tasks.map((task) => task.id));
  const issues: PlanIssue[] = [];
  const graph = new Map<string, string[]>();
  for (const [index, task] of tasks.entries()) {
    const dependencies = dependenciesOf(task);
    graph.set(task.id, dependencies);
    for (const id of dependencies) {
      if (ids.has(id)) continue;
      const isNamed = task.after?.includes(id);
      issues.push({ path: `tasks.${index}.${isNamed ? 'after' : 'input'}`, message: `There is no task ${id}` });
    }
  }
  const cycle = findCycle(graph);
  if (cycle) {
    const index = tasks.findIndex((task) => task.id === cycle[0]);
    issues.push({ path: `tasks.${index}`, message: `The tasks wait for each other: ${cycle.join(' → ')}` });
  }
  return issues;
}

/** Of a call that a model did not finish. */
export const wasCutOff = 'It was cut off at a length limit; what is missing nobody knows';

/** Fields that hold expressions are checked when their values are known, right before the task starts. */
function inputIssues(task: Task, entry: ActionEntry, index: number): PlanIssue[] {
  if (task.truncated) return [{ path: `tasks.${index}.input`, message: wasCutOff }];
  const open = new Set(
    Object.entries(task.input).flatMap(([field, value]) => (containsExpression(value) ? [field] : [])),
  );
  // A default that is computed from an open field will be there by then.
  for (const field of Object.keys(entry.action.defaults)) if (task.input[field] === undefined) open.add(field);
  const issuesOf = (input: Task['input']): PlanIssue[] =>
    entry.validateInput(structuredClone(input)).filter((issue) => !open.has(issue.path.split('.')[0] ?? ''));
  const issues = issuesOf(task.input);
  // What can be mended is mended, and told, when the task starts.
  if (issues.length > 0 && issuesOf(repairInput(entry.action.input, task.input).input).length === 0) return [];
  return issues.map((issue) => ({
    path: issue.path ? `tasks.${index}.input.${issue.path}` : `tasks.${index}.input`,
    message: issue.message,
  }));
}
