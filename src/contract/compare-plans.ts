import type { Plan } from './plan.ts';
import { bodiesOf, type Task } from './plan-task.ts';

/** A task that is in both plans and not the same; `fields` as `input.path`, `after`. */
export type ChangedTask = { path: string; title: string; fields: FieldChange[] };
export type FieldChange = { field: string; before: unknown; after: unknown };
export type NamedTask = { path: string; title: string };

/** What became of a plan. `path` is a task's place: `pack`, `resize/tasks/copy`. */
export type PlanDifference = {
  title?: { before: string; after: string };
  added: NamedTask[];
  removed: NamedTask[];
  changed: ChangedTask[];
  /** The fields of the plan itself besides its title and tasks. */
  plan: FieldChange[];
};

export function comparePlans(before: Plan, after: Plan): PlanDifference {
  const old = tasksByPath(before);
  const now = tasksByPath(after);
  const isRenamed = before.title !== after.title;
  return {
    ...(isRenamed ? { title: { before: before.title, after: after.title } } : {}),
    added: [...now].filter(([path]) => !old.has(path)).map(named),
    removed: [...old].filter(([path]) => !now.has(path)).map(named),
    changed: [...now].flatMap(([path, task]) => {
      const earlier = old.get(path);
      const fields = earlier ? fieldChanges(withoutTasks(earlier), withoutTasks(task), '') : [];
      return fields.length > 0 ? [{ path, title: task.title ?? task.id, fields }] : [];
    }),
    plan: fieldChanges(ofPlan(before), ofPlan(after), ''),
  };
}

function ofPlan({ budget, onFailure, errorWorkflow, input, triggers = [], scenarios = [] }: Plan): object {
  return {
    ...withoutTasks({ id: 'plan', budget, input }),
    ...(onFailure ? { onFailure } : {}),
    ...(errorWorkflow === undefined ? {} : { errorWorkflow }),
    // Where it stands is how it is drawn.
    triggers: Object.fromEntries(triggers.map(({ id, x: _, y: __, ...trigger }) => [id, trigger])),
    scenarios: Object.fromEntries(scenarios.map(({ name, ...scenario }) => [name, scenario])),
  };
}

/** Whether one could have become the other: a task in the same place does the same in both. */
export function haveTaskInCommon(before: Plan, after: Plan): boolean {
  const old = tasksByPath(before);
  return [...tasksByPath(after)].some(([path, { action }]) => old.has(path) && old.get(path)?.action === action);
}

export function isSamePlan({ title, added, removed, changed, plan }: PlanDifference): boolean {
  return title === undefined && added.length + removed.length + changed.length + plan.length === 0;
}

function named([path, task]: [string, Task]): NamedTask {
  return { path, title: task.title ?? task.id };
}

function tasksByPath(plan: Plan): Map<string, Task> {
  const found = new Map<string, Task>();
  const collect = (tasks: readonly Task[], around: string): void => {
    for (const task of tasks) {
      const path = `${around}${task.id}`;
      found.set(path, task);
      for (const body of bodiesOf(task)) collect(body.tasks, `${path}/${body.path}/`);
    }
  };
  collect(plan.tasks, '');
  for (const body of bodiesOf({ id: 'plan', budget: plan.budget })) collect(body.tasks, `${body.path}/`);
  return found;
}

/** The tasks inside are compared by themselves. */
function withoutTasks({ id: _, tasks: inner, ...task }: Task): Record<string, unknown> {
  const { switch: choice, onError, budget, ...rest } = task;
  return {
    ...rest,
    tasks: inner && 'tasks',
    switch: choice && {
      on: choice.on,
      cases: choice.cases.map((each) => ('is' in each ? { is: each.is } : { when: each.when })),
      otherwise: choice.otherwise && 'tasks',
    },
    onError: typeof onError === 'object' ? 'recover' : onError,
    budget: budget && { ...budget, onExceeded: typeof budget.onExceeded === 'object' ? 'fallback' : budget.onExceeded },
  };
}

function fieldChanges(before: unknown, after: unknown, path: string): FieldChange[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => fieldChanges(before[name], after[name], path ? `${path}.${name}` : name));
  }
  // Lists are short and their order means something: one that changed is shown whole.
  return JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)) ? [] : [{ field: path, before, after }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The order in which an object's fields were written means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}
