import { placeInside } from './plan-place.ts';
import type { Plan } from './plan.ts';
import { bodiesOf, type Task, whatOf } from './plan-task.ts';
import type { TaskProgress, TaskStatus } from './runs.ts';

/** How far tasks are, by their places in the plan: `pack`, `resize/copy`. */
export type DrawnStates = Readonly<Record<string, { status: TaskStatus; progress?: TaskProgress | undefined }>>;

const classes: Record<TaskStatus, string> = {
  waiting: 'fill:#eceff1,stroke:#90a4ae,color:#263238',
  running: 'fill:#e3f2fd,stroke:#1e88e5,color:#0d47a1',
  completed: 'fill:#e8f5e9,stroke:#43a047,color:#1b5e20',
  failed: 'fill:#ffebee,stroke:#e53935,color:#b71c1c',
  cancelled: 'fill:#eceff1,stroke:#546e7a,color:#263238,stroke-dasharray:4',
  skipped: 'fill:#fafafa,stroke:#bdbdbd,color:#616161,stroke-dasharray:4',
  blocked: 'fill:#fff8e1,stroke:#ffb300,color:#6d4c00',
  uncertain: 'fill:#fff3e0,stroke:#fb8c00,color:#e65100',
};

/** A plan as a Mermaid flowchart; with states, each task has the class of its status. */
export function drawPlan(plan: Plan, states?: DrawnStates): string {
  const lines = ['flowchart TD', ...listLines(plan.tasks, { node: '', place: '' }, states, '  ')];
  const { budget } = plan;
  if (budget) {
    for (const body of bodiesOf({ id: 'plan', budget })) {
      const around = { node: 'plan/plan_budget', place: ':fallback' };
      lines.push(...boxLines('plan_budget', nameOfBody(body.path), body.tasks, around, states, '  '));
    }
  }
  const used = new Set(Object.values(states ?? {}).map(({ status }) => status));
  for (const status of used) lines.push(`  classDef ${status} ${classes[status]}`);
  return `${lines.join('\n')}\n`;
}

/** Where a list is drawn, which tells its lists from each other, and where its tasks are in the plan. */
type Around = { node: string; place: string };

function listLines(tasks: readonly Task[], around: Around, states: DrawnStates | undefined, indent: string): string[] {
  const lines: string[] = [];
  const ids = new Set(tasks.map(({ id }) => id));
  for (const task of tasks) lines.push(...taskLines(task, around, states, indent));
  for (const task of tasks) {
    const to = nodeId(placeOf(around.node, task.id));
    const after = new Set(task.after);
    for (const id of after) if (ids.has(id)) lines.push(`${indent}${nodeId(placeOf(around.node, id))} --> ${to}`);
    for (const id of referencedIds(task)) {
      const isDrawn = !ids.has(id) || after.has(id) || id === task.id || insideIds(task).has(id);
      if (!isDrawn) lines.push(`${indent}${nodeId(placeOf(around.node, id))} -. value .-> ${to}`);
    }
  }
  return lines;
}

function taskLines(task: Task, around: Around, states: DrawnStates | undefined, indent: string): string[] {
  const [node, place] = [placeOf(around.node, task.id), placeOf(around.place, task.id)];
  const id = nodeId(node);
  const state = states?.[place];
  const label = labelOf(task, state?.progress);
  const lines: string[] = [];
  const bodies = bodiesOf(task);
  if (bodies.length === 0) lines.push(`${indent}${id}${shaped(task, label)}`);
  else {
    lines.push(`${indent}subgraph ${id}[${label}]`);
    const [only] = bodies;
    if (only && bodies.length === 1 && only.path === 'tasks') {
      lines.push(...listLines(only.tasks, { node, place }, states, `${indent}  `));
    } else {
      if (task.tasks === undefined) lines.push(`${indent}  ${id}_itself${shaped(task, quoted(whatOf(task)))}`);
      for (const [index, body] of bodies.entries()) {
        // The lists of one task may use the same ids, so each list draws below a node of its own.
        const within = { node: `${node}/${id}_${index}`, place: placeInside(place, body.path) };
        lines.push(...boxLines(`${id}_${index}`, nameOfBody(body.path), body.tasks, within, states, `${indent}  `));
        if (task.tasks === undefined) lines.push(`${indent}  ${id}_itself -. ${arrowOf(body.path)} .-> ${id}_${index}`);
      }
    }
    lines.push(`${indent}end`);
  }
  if (state) lines.push(`${indent}class ${id} ${state.status}`);
  return lines;
}

function boxLines(
  id: string,
  name: string,
  tasks: readonly Task[],
  around: Around,
  states: DrawnStates | undefined,
  indent: string,
): string[] {
  const lines = listLines(tasks, around, states, `${indent}  `);
  return [`${indent}subgraph ${id}[${quoted(name)}]`, ...lines, `${indent}end`];
}

function nameOfBody(path: string): string {
  const [, number] = /^switch\.cases\.(\d+)/.exec(path) ?? [];
  if (number !== undefined) return `case ${number}`;
  if (path === 'switch.otherwise') return 'otherwise';
  if (path === 'onError.recover') return 'after a failure';
  return path === 'tasks' ? 'tasks' : 'over its budget';
}

function arrowOf(path: string): string {
  return path.startsWith('switch.') ? 'chooses' : 'else';
}

function shaped(task: Task, label: string): string {
  if (task.switch) return `{${label}}`;
  if (task.wait) return `([${label}])`;
  if (task.agent) return `{{${label}}}`;
  if (task.value !== undefined) return `>${label}]`;
  return task.template ? `[[${label}]]` : `[${label}]`;
}

function labelOf(task: Task, progress: TaskProgress | undefined): string {
  const { forEach, repeat, when } = task;
  const notes = [
    whatOf(task),
    ...(when === undefined ? [] : [`when ${when}`]),
    ...(forEach ? [`for each ${forEach.as ?? 'item'}`] : []),
    ...(repeat ? [`repeat, at most ${repeat.max} times`] : []),
    ...(progress ? [`${progress.done} of ${progress.total ?? '?'}`] : []),
  ];
  return quoted(task.title ?? task.id, ...notes);
}

const longestLine = 60;

/** What means something in Mermaid, or in the page it becomes, is written as its number. */
function quoted(...lines: string[]): string {
  const short = lines.map((line) => {
    const flat = line.replaceAll(/\s+/g, ' ').trim();
    const letters = Array.from(flat);
    return (letters.length > longestLine ? `${letters.slice(0, longestLine - 1).join('')}…` : flat).replaceAll(
      /["#<>&`\\;{}[\]()|%]/g,
      (sign) => `#${sign.codePointAt(0) ?? 32};`,
    );
  });
  return `"${short.join('<br/>')}"`;
}

function placeOf(around: string, id: string): string {
  return around ? `${around}/${id}` : id;
}

/** Never a word of Mermaid's own, such as `end`. */
function nodeId(place: string): string {
  return `t_${place.replaceAll('/', '__')}`;
}

const expressionFields = new Set(['when', 'until', 'while', 'where']);

/** Ids that the task's expressions, or those inside it, name. */
export function referencedIds(task: Task): Set<string> {
  const found = new Set<string>();
  const pending: [string, unknown][] = Object.entries(task);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [name, value] = next;
    if (typeof value === 'string') {
      const parts = expressionFields.has(name) ? [value] : (value.match(/\{\{[\s\S]*?\}\}/g) ?? []);
      for (const part of parts) for (const [, id = ''] of part.matchAll(/\btasks\.([a-z]\w*)/g)) found.add(id);
    } else if (typeof value === 'object' && value !== null) {
      pending.push(
        ...(Array.isArray(value) ? value.map((each): [string, unknown] => [name, each]) : Object.entries(value)),
      );
    }
  }
  return found;
}

function insideIds(task: Task): Set<string> {
  const lists: Task[][] = bodiesOf(task).map(({ tasks }) => tasks);
  const ids = new Set<string>();
  for (let list = lists.pop(); list; list = lists.pop()) {
    for (const each of list) {
      ids.add(each.id);
      lists.push(...bodiesOf(each).map(({ tasks }) => tasks));
    }
  }
  return ids;
}
