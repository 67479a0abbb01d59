import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import type { ForEach } from '../../../contract/plan-modifiers.ts';
import { bodiesOf, type Budget, type Task } from '../../../contract/plan-task.ts';
import { amountText, type Estimate, estimateText, roundMoney } from '../../../contract/usage.ts';
import type { Catalogue } from '../catalogue.ts';
import { actionsOf } from './plan-actions.ts';

const nothing: Estimate = { tokens: 0, money: 0, isAtLeast: false };

/** What the calls of a plan are declared to cost, as often as is known before; undefined when that is nothing. */
export function estimatePlan({ tasks }: Plan, catalogue: Catalogue): Estimate | undefined {
  const estimate = costOfAll(tasks, catalogue);
  return estimate.tokens > 0 || estimate.money > 0 ? estimate : undefined;
}

function costOfAll(tasks: readonly Task[], catalogue: Catalogue): Estimate {
  return tasks.map((task) => costOf(task, catalogue)).reduce(add, nothing);
}

/** Attempts after failures, and what makes failures good, are not expected. */
function costOf(task: Task, catalogue: Catalogue): Estimate {
  const once = costOnce(task, catalogue);
  const times = timesOf(task);
  if (once.tokens === 0 && once.money === 0) return nothing;
  const isAtLeast = times === undefined || once.isAtLeast;
  return { tokens: once.tokens * (times ?? 1), money: roundMoney(once.money * (times ?? 1)), isAtLeast };
}

function costOnce({ action, tasks, switch: choice }: Task, catalogue: Catalogue): Estimate {
  if (action !== undefined) {
    const { tokens = 0, money = 0 } = catalogue.action(action)?.action.cost ?? {};
    return { tokens, money, isAtLeast: false };
  }
  if (tasks) return costOfAll(tasks, catalogue);
  if (!choice) return nothing;
  const bodies = [...choice.cases.map((each) => each.tasks), ...(choice.otherwise ? [choice.otherwise] : [])];
  return bodies.map((body) => costOfAll(body, catalogue)).reduce(larger, nothing);
}

/** How often a task is done; undefined where only the run will tell. */
function timesOf({ forEach, repeat }: Task): number | undefined {
  const items = forEach === undefined ? 1 : itemsIn(forEach);
  if (items === undefined || repeat === undefined) return items;
  return repeat.until === undefined && repeat.while === undefined ? items * repeat.max : undefined;
}

function itemsIn({ in: list, batch = 1 }: ForEach): number | undefined {
  const length = lengthOf(list);
  return length === undefined ? undefined : Math.ceil(length / batch);
}

function lengthOf(list: ForEach['in']): number | undefined {
  if (typeof list === 'string') return undefined;
  if (Array.isArray(list)) return list.length;
  const { from, to, step = 1 } = list;
  if (typeof from !== 'number' || typeof to !== 'number' || typeof step !== 'number') return undefined;
  return Math.max(0, Math.floor((to - from) / step) + 1);
}

function add(one: Estimate, other: Estimate): Estimate {
  return {
    tokens: one.tokens + other.tokens,
    money: roundMoney(one.money + other.money),
    isAtLeast: one.isAtLeast || other.isAtLeast,
  };
}

function larger(one: Estimate, other: Estimate): Estimate {
  return {
    tokens: Math.max(one.tokens, other.tokens),
    money: Math.max(one.money, other.money),
    isAtLeast: one.isAtLeast || other.isAtLeast,
  };
}

/** A budget of a plan, where it is, and the tasks that have it. */
type Placed = { path: string; budget: Budget; tasks: readonly Task[] };

function* budgetsOf({ budget, tasks }: Plan): Generator<Placed> {
  if (budget) yield { path: 'budget', budget, tasks };
  yield* budgetsIn(tasks, 'tasks');
}

function* budgetsIn(tasks: readonly Task[], path: string): Generator<Placed> {
  for (const [index, task] of tasks.entries()) {
    const at = `${path}.${index}`;
    if (task.budget) yield { path: `${at}.budget`, budget: task.budget, tasks: [task] };
    for (const body of bodiesOf(task)) yield* budgetsIn(body.tasks, `${at}.${body.path}`);
  }
}

/** Budgets that are below what their calls are declared to cost. */
export function budgetWarnings(plan: Plan, catalogue: Catalogue): PlanIssue[] {
  return [...budgetsOf(plan)].flatMap(({ path, budget, tasks }) => {
    const estimate = costOfAll(tasks, catalogue);
    return (['tokens', 'money'] as const).flatMap((resource) => {
      const limit = budget[resource];
      if (limit === undefined || estimate[resource] <= limit) return [];
      const expected = estimateText({ ...nothing, [resource]: estimate[resource], isAtLeast: estimate.isAtLeast });
      const message = `Its calls are declared to take ${expected}, and ${amountText(resource, limit)} are allowed`;
      return [{ path: `${path}.${resource}`, message }];
    });
  });
}

const measured = { cpuMs: 'processor time', memoryMb: 'memory' } as const;

/** Budgets in processor time and memory whose calls nobody can measure. A number that is wrong is worse than none. */
export function measuringIssues(plan: Plan, catalogue: Catalogue): PlanIssue[] {
  return [...budgetsOf(plan)].flatMap(({ path, budget, tasks }) =>
    (['cpuMs', 'memoryMb'] as const).flatMap((resource) => {
      if (budget[resource] === undefined) return [];
      for (const { task } of actionsOf(tasks)) {
        const why = catalogue.action(task.action)?.whyUnmeasured;
        if (why === undefined) continue;
        const message = `The ${measured[resource]} of ${task.action} cannot be measured: ${why}`;
        return [{ path: `${path}.${resource}`, message }];
      }
      return [];
    }),
  );
}
