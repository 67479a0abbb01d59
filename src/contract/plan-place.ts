import type { Plan } from './plan.ts';
import { bodiesOf, type Task } from './plan-task.ts';

/** What a path of a run is in its plan. */
export type PlanPlace = {
  task: Task;
  /** The path without the numbers of items, iterations and attempts: the same for all that is done of one task. */
  place: string;
  /** Its last segment: the task by its id, one of its items, iterations or steps, or a call that an agent made in a step. */
  role: 'task' | 'item' | 'iteration' | 'step' | 'call';
  /** Lists, loops and agents that further segments are numbers of. */
  hasItems: boolean;
  hasIterations: boolean;
  hasSteps: boolean;
};

/** Where the tasks of a body are, by the place of the task around them and the body's own path. */
export function placeInside(place: string, body: string): string {
  const [, number] = /^switch\.cases\.(\d+)/.exec(body) ?? [];
  if (number !== undefined) return `${place}/${number}`;
  if (body === 'switch.otherwise') return `${place}/:otherwise`;
  if (body === 'onError.recover') return `${place}/:recover`;
  return body === 'tasks' ? place : `${place}/:fallback`;
}

/** The places of tasks and of all inside them, that around before those inside. */
export function placesOf(tasks: readonly Task[], around = ''): string[] {
  return tasks.flatMap((task) => {
    const place = around === '' ? task.id : `${around}/${task.id}`;
    const inside = bodiesOf(task).flatMap((body) => placesOf(body.tasks, placeInside(place, body.path)));
    return [place, ...inside];
  });
}

/** Whether a place stands for many: it is inside a list, a loop or what an agent does. */
export function isMany(plan: Plan, place: string): boolean {
  const segments = place.split('/');
  return segments.some((_, index) => index > 0 && hasNumbers(plan, segments.slice(0, index).join('/')));
}

function hasNumbers(plan: Plan, place: string): boolean {
  const found = findInPlan(plan, place);
  return found !== undefined && (found.hasItems || found.hasIterations);
}

/** Undefined for a path that the plan has no task for, such as the case of a switch without what is in it. */
export function findInPlan(plan: Plan, path: string): PlanPlace | undefined {
  let tasks: readonly Task[] | undefined = plan.tasks;
  let here: PlanPlace | undefined;
  let place = '';
  for (const segment of path.split('/')) {
    if (here === undefined || tasks !== undefined) {
      if (segment === ':fallback' && place === '') {
        tasks = bodyOf({ id: 'plan', budget: plan.budget }, 'budget.onExceeded.fallback');
        place = segment;
        continue;
      }
      const task: Task | undefined = byId(tasks ?? []).get(segment);
      if (!task) return undefined;
      place = place === '' ? segment : `${place}/${segment}`;
      here = ofTask(task, place);
      tasks = undefined;
      continue;
    }
    const inside = step(here, segment);
    if (!inside) return undefined;
    if ('task' in inside) {
      here = inside;
      place = here.place;
    } else {
      tasks = inside.tasks;
      place = inside.place;
    }
  }
  return tasks === undefined ? here : undefined;
}

function step(here: PlanPlace, segment: string): PlanPlace | { tasks: readonly Task[]; place: string } | undefined {
  const { task, place } = here;
  if (/^:\d+$/.test(segment)) return here;
  if (/^\d+$/.test(segment)) {
    if (here.hasItems) return { ...here, role: 'item', hasItems: false };
    if (here.hasIterations) return { ...here, role: 'iteration', hasIterations: false };
    if (here.hasSteps) return { ...here, role: 'step', hasSteps: false };
    const tasks = bodyOf(task, `switch.cases.${segment}.tasks`);
    return tasks && { tasks, place: `${place}/${segment}` };
  }
  if (segment.startsWith(':')) {
    const bodies = {
      ':recover': 'onError.recover',
      ':fallback': 'budget.onExceeded.fallback',
      ':otherwise': 'switch.otherwise',
    };
    const name = bodies[segment as keyof typeof bodies];
    const tasks = name === undefined ? undefined : bodyOf(task, name);
    return tasks && { tasks, place: `${place}/${segment}` };
  }
  // What an agent calls stands in no plan; it may be another agent.
  if (here.role === 'step') return { ...ofTask({ id: segment }, `${place}/${segment}`), role: 'call', hasSteps: true };
  const inner = byId(task.tasks ?? []).get(segment);
  return inner && ofTask(inner, `${place}/${segment}`);
}

function ofTask(task: Task, place: string): PlanPlace {
  const { forEach, repeat, agent } = task;
  return { task, place, role: 'task', hasItems: !!forEach, hasIterations: !!repeat, hasSteps: !!agent };
}

function bodyOf(task: Task, path: string): readonly Task[] | undefined {
  return bodiesOf(task).find((body) => body.path === path)?.tasks;
}

const known = new WeakMap<readonly Task[], Map<string, Task>>();

function byId(tasks: readonly Task[]): Map<string, Task> {
  let found = known.get(tasks);
  if (!found) {
    found = new Map(tasks.map((task) => [task.id, task]));
    known.set(tasks, found);
  }
  return found;
}
