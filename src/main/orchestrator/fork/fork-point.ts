import type { Plan } from '../../../contract/plan.ts';
import type { Switch, Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';

/** A list or loop on the way, and the number of the item or turn. */
export type Numbered = { path: string; index: number; isLoop: boolean };
/** A list of tasks on the way to the place. */
export type Level = {
  /** The path they lie in. */
  dir: string;
  tasks: readonly Task[];
  /** The one on the way, and its paths that have begun, from the outermost: its own, and that of its item or turn. */
  on: Task;
  opened: string[];
  numbered: Numbered[];
};

/** Where a fork begins, and everything around that goes on. */
export type ForkPoint = {
  path: string;
  levels: Level[];
  /** Where the innermost task on the way stands in the plan: `tasks.0.tasks.2`. */
  planPath: string;
  /** Why it is not the place that was asked for. */
  note?: string;
};

type AttemptOf = (path: string) => number | undefined;
type Walk = ForkPoint & { left: string[]; asked: string; attemptOf: AttemptOf };

/** Finds the place in the plan. `attemptOf` says which attempt at a task around it was the last to begin. Errors: `not-found`. */
export function findForkPoint(plan: Plan, asked: string, attemptOf: AttemptOf): ForkPoint {
  const walk: Walk = { path: '', levels: [], planPath: '', left: asked.split('/'), asked, attemptOf };
  let tasks: readonly Task[] | undefined = plan.tasks;
  while (tasks) tasks = enter(walk, tasks);
  const { left: _, asked: __, attemptOf: ___, ...point } = walk;
  return point;
}

/** Goes on to a task of a list, and gives the list inside of it in which the rest of the way lies. */
function enter(walk: Walk, tasks: readonly Task[]): readonly Task[] | undefined {
  const id = walk.left.shift() ?? '';
  const index = tasks.findIndex((task) => task.id === id);
  const on = tasks[index];
  if (!on) throw nowhere(walk);
  walk.levels.push({ dir: walk.path, tasks, on, opened: [], numbered: [] });
  walk.planPath += walk.planPath === '' ? `tasks.${index}` : `.${index}`;
  walk.path = below(walk.path, id);
  if (on.forEach && goInto(walk, false)) return undefined;
  if (on.repeat && goInto(walk, true)) return undefined;
  if (walk.left.length === 0) return undefined;
  if (on.agent) {
    walk.note = `${walk.asked} was chosen by a model: the fork begins with all of ${walk.path}`;
    return undefined;
  }
  if (on.switch) return enterCase(walk, on.switch);
  if (!on.tasks && !walk.left[0]?.startsWith(':')) throw nowhere(walk);
  if (!open(walk)) return undefined;
  walk.planPath += '.tasks';
  return on.tasks;
}

/** Into an item or a turn; true when the way ends with it, or before. */
function goInto(walk: Walk, isLoop: boolean): boolean {
  const [segment] = walk.left;
  if (segment === undefined) return true;
  if (!segment.startsWith(':') && !/^\d+$/.test(segment)) throw nowhere(walk);
  if (!open(walk)) return true;
  walk.left.shift();
  walk.levels.at(-1)?.numbered.push({ path: walk.path, index: Number(segment), isLoop });
  walk.path = below(walk.path, segment);
  return walk.left.length === 0;
}

/** A case is no task: a way that ends there means the whole choice. */
function enterCase(walk: Walk, { cases, otherwise }: Switch): readonly Task[] | undefined {
  const [segment = '', ...rest] = walk.left;
  if (rest.length === 0 || !open(walk, ':otherwise')) return undefined;
  walk.left.shift();
  const tasks = segment === ':otherwise' ? otherwise : cases[Number(segment)]?.tasks;
  if (!tasks) throw nowhere(walk);
  walk.planPath += segment === ':otherwise' ? '.switch.otherwise' : `.switch.cases.${segment}.tasks`;
  walk.path = below(walk.path, segment);
  return tasks;
}

/** Into a task that has begun, if that can be done: what was done after a failure, or again, begins anew as a whole. */
function open(walk: Walk, fine?: string): boolean {
  const { path, asked, left, attemptOf } = walk;
  const attempt = attemptOf(path);
  if (attempt === undefined) throw new HeronError('not-found', `${path} never began in the run`, { path: 'from' });
  if (attempt > 1 || (left[0]?.startsWith(':') && left[0] !== fine)) {
    walk.note = `${asked} was done again after a failure, or to make one good: the fork begins with all of ${path}`;
    return false;
  }
  walk.levels.at(-1)?.opened.push(path);
  return true;
}

function below(path: string, segment: string): string {
  return path === '' ? segment : `${path}/${segment}`;
}

function nowhere({ asked }: Walk): HeronError {
  return new HeronError('not-found', `The run has no task ${asked}`, { path: 'from' });
}
