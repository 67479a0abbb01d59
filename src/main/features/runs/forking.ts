import { blobIdsIn } from '../../../contract/blobs.ts';
import type { FieldChange } from '../../../contract/forks.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Plan } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { Allowance, Run, TaskState, WhenMissing } from '../../../contract/runs.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import { findForkPoint, type ForkPoint } from '../../orchestrator/fork/fork-point.ts';
import { seedFork } from '../../orchestrator/fork/seed-fork.ts';
import type { ItemRows } from '../../orchestrator/item-rows.ts';

export type ForkRequest = {
  from: string;
  set?: FieldChange[];
  unattended?: boolean;
  whenMissing?: WhenMissing;
  allow?: Allowance;
};

/** What becomes the fork: the plan with the changed input, and the place it begins with. */
export type ForkPlan = { plan: Plan; point: ForkPoint };

/** Errors: `not-found`; `invalid-input` for a change of an input that cannot be made there. */
export function planFork(run: Run, events: EventLog, items: ItemRows, { from, set = [] }: ForkRequest): ForkPlan {
  const attemptOf = (taskId: string): number | undefined =>
    events.last('task.opened', { runId: run.id, taskId })?.payload.attempt;
  const point = findForkPoint(run.plan, from, attemptOf);
  if (set.length === 0) return { plan: run.plan, point };
  const task = point.levels.at(-1)?.on;
  if (!task?.input || point.path !== from) {
    throw new HeronError(
      'invalid-input',
      `${point.note ?? `${from} has no input`}; its input cannot be changed alone`,
      {
        path: 'set',
      },
    );
  }
  checkOthers(run, items, point);
  const input = set.reduce<JsonObject>(
    (before, { path, value }) => withField(before, path.split('.').slice(1), value),
    task.input,
  );
  return {
    plan: { ...run.plan, tasks: withTask(run.plan.tasks, point.planPath.split('.').slice(1), { ...task, input }) },
    point,
  };
}

/** In a list the changed input is that of all items: so all others must be done. */
function checkOthers(run: Run, items: ItemRows, { levels, path }: ForkPoint): void {
  for (const each of levels.flatMap(({ numbered }) => numbered)) {
    if (each.isLoop) continue;
    const state = each.path.includes('/') ? items.state(run.id, each.path) : run.tasks[each.path];
    const { total = 0, done = 0, failed = 0 } = state?.progress ?? {};
    const own = items.state(run.id, `${each.path}/${each.index}`);
    // One that failed and was gone on without is not among those that are done.
    const isDone = own?.status === 'completed' || (own?.status === 'skipped' && !own.error);
    const left = total - (done - failed) - (isDone ? 0 : 1);
    if (left <= 0) continue;
    const message = `The input of ${path} is that of all items of ${each.path}, and ${left} more of them would be done with it; fork from ${each.path}`;
    throw new HeronError('invalid-input', message, { path: 'set' });
  }
}

function withField(input: JsonObject, [field = '', ...rest]: string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...input, [field]: value };
  const inner = input[field];
  if (Array.isArray(inner)) {
    const [index = '', ...deeper] = rest;
    const items = inner.map((item, at) => (String(at) === index ? changed(item, deeper, value) : item));
    return { ...input, [field]: items };
  }
  return { ...input, [field]: changed(inner ?? {}, rest, value) };
}

function changed(inner: Json, path: string[], value: Json): Json {
  if (path.length === 0) return value;
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return withField(isObject ? inner : {}, path, value);
}

/** The list with another task at a place like `0`, or `0.tasks.2`. */
function withTask(tasks: readonly Task[], [index = '', ...rest]: string[], next: Task): Task[] {
  return tasks.map((task, at) =>
    String(at) === index ? (rest.length === 0 ? next : withInner(task, rest, next)) : task,
  );
}

function withInner(task: Task, rest: string[], next: Task): Task {
  const body = bodiesOf(task).find(({ path }) => rest.join('.').startsWith(`${path}.`));
  if (!body) return task;
  const tasks = withTask(body.tasks, rest.slice(body.path.split('.').length), next);
  if (body.path === 'tasks') return { ...task, tasks };
  const { switch: choice } = task;
  if (!choice) return task;
  if (body.path === 'switch.otherwise') return { ...task, switch: { ...choice, otherwise: tasks } };
  const at = Number(body.path.split('.')[2]);
  const cases = choice.cases.map((each, index) => (index === at ? { ...each, tasks } : each));
  return { ...task, switch: { ...choice, cases } };
}

/** The issues of a plan as issues of the changed input, where they are. */
export function asInputIssues(error: unknown, { planPath }: ForkPoint): unknown {
  const issues =
    error instanceof HeronError ? (error.details?.['issues'] as { path: string; message: string }[]) : undefined;
  if (!issues?.length) return error;
  const own = issues.map(({ path, message }) => ({
    message,
    path: path.startsWith(`${planPath}.`) ? path.slice(planPath.length + 1) : path,
  }));
  const list = own.map(({ path, message }) => `${path}: ${message}`).join('\n');
  return new HeronError('invalid-input', `The run cannot be forked with this input:\n${list}`, { issues: own });
}

export type Seeding = {
  events: EventLog;
  items: ItemRows;
  record: (drafts: EventDraft[]) => Promise<unknown>;
  /** Of a run from elsewhere: what it says of other runs and of blobs is not taken for this Heron's own. */
  asForeign: (<Value>(value: Value) => Value) | undefined;
};

/** Writes down what the fork keeps; gives how much that is, and the blobs in it. */
export async function seed(
  { events, items, record, asForeign }: Seeding,
  run: Run,
  runId: string,
  point: ForkPoint,
): Promise<{ kept: number; blobIds: string[] }> {
  const stateOf = (path: string): TaskState | undefined =>
    path.includes('/') ? items.state(run.id, path) : run.tasks[path];
  let kept = 0;
  const blobIds = new Set<string>();
  for (const found of seedFork({ events, items, stateOf, from: run.id, to: runId }, point)) {
    const drafts = asForeign?.(found) ?? found;
    await record(drafts);
    kept += drafts.filter(({ type }) => type === 'task.completed' || type === 'task.skipped').length;
    for (const id of blobIdsIn(drafts)) blobIds.add(id);
  }
  await record([{ type: 'run.forked', scope: { runId }, payload: { kept } }]);
  return { kept, blobIds: [...blobIds] };
}
