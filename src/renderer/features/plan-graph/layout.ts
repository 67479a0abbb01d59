import { referencedIds } from '../../../contract/draw-plan.ts';
import { placeInside } from '../../../contract/plan-place.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { arrange, type Layer, type Placed } from './arrange.ts';
import { t } from '../../../words/words.ts';

export type Size = { width: number; height: number };

/** What holds tasks inside a task: "Case 0", "After a failure". A group has one without words. */
export type Lane = { place: string; text: string; x: number; y: number } & Size;

/** A task in the picture of a plan; `x` and `y` are its upper left corner. */
export type GraphNode = Size & {
  /** Its place in the plan, as `findInPlan` gives it. */
  place: string;
  task: Task;
  x: number;
  y: number;
  /** Where others are drawn inside it, from its own corner. */
  lanes: Lane[];
};

/** Between two tasks of one list, by their places. */
export type GraphEdge = { from: string; to: string };

/** `waves`: the columns of the plan's own tasks, each of which waits for none of its own column or a later one. */
export type Graph = Size & { nodes: GraphNode[]; edges: GraphEdge[]; waves: Layer[]; isCut: boolean };

export const gap = { x: 56, y: 24 };
/** Half way down a step's head, so that lines between steps of any height are straight. */
const line = 26;
const inner = { side: 16, top: 52, bottom: 16, label: 24, between: 12 };

export type LayoutOptions = {
  /** Of a task without others inside. */
  sizeOf: (task: Task) => Size;
  /** Beyond so many tasks the rest is left out. */
  mostDrawn?: number;
};

type Room = { left: number; sizeOf: LayoutOptions['sizeOf'] };
type Block = Size & { nodes: GraphNode[]; edges: GraphEdge[] };

/** Tasks stand to the right of those they wait for; tasks inside a task stand in its box. */
export function layoutTasks(
  tasks: readonly Task[],
  { sizeOf, mostDrawn = Number.POSITIVE_INFINITY }: LayoutOptions,
): Graph {
  const room = { left: mostDrawn, sizeOf };
  return { ...layoutList(tasks, '', room), isCut: room.left < 0 };
}

/** One task with all inside it, at 0, 0. */
export function layoutTask(task: Task, place: string, sizeOf: LayoutOptions['sizeOf']): Block {
  return layoutOne(task, place, { left: Number.POSITIVE_INFINITY, sizeOf });
}

function layoutList(tasks: readonly Task[], around: string, room: Room): Block & Pick<Graph, 'waves'> {
  const drawn = tasks.slice(0, Math.max(1, room.left));
  room.left -= tasks.length;
  const before = dependencies(drawn);
  const blocks = new Map(drawn.map((task) => [task.id, layoutOne(task, inside(around, task.id), room)]));
  const placed = arrange(
    drawn.map(({ id }) => ({ id, ...sizeOfBlock(blocks.get(id)), line, before: before.get(id) ?? [] })),
    gap,
  );
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const { id } of drawn) {
    const { x, y } = placed.at.get(id) ?? origin;
    const block = blocks.get(id);
    if (!block) continue;
    nodes.push(...block.nodes.map((node) => ({ ...node, x: node.x + x, y: node.y + y })));
    edges.push(...block.edges);
  }
  for (const [id, others] of before) {
    for (const other of others) edges.push({ from: inside(around, other), to: inside(around, id) });
  }
  return { nodes, edges, waves: placed.layers, width: placed.width, height: placed.height };
}

const origin: Placed = { x: 0, y: 0 };

function sizeOfBlock(block: Block | undefined): Size {
  return { width: block?.width ?? 0, height: block?.height ?? 0 };
}

function layoutOne(task: Task, place: string, room: Room): Block {
  const bodies = bodiesOf(task);
  const size = room.sizeOf(task);
  const node: GraphNode = { place, task, x: 0, y: 0, ...size, lanes: [] };
  if (bodies.length === 0 || room.left <= 0) return { ...size, nodes: [node], edges: [] };
  const nodes: GraphNode[] = [node];
  const edges: GraphEdge[] = [];
  const hasLabels = bodies.length > 1 || bodies[0]?.path !== 'tasks';
  let y = Math.max(inner.top, size.height);
  let widest = size.width - 2 * inner.side;
  for (const body of bodies) {
    const lane = placeInside(place, body.path);
    const block = layoutList(body.tasks, lane, room);
    const top = y + (hasLabels ? inner.label : 0);
    nodes.push(...block.nodes.map((each) => ({ ...each, x: each.x + inner.side, y: each.y + top })));
    edges.push(...block.edges);
    node.lanes.push({
      ...{ place: lane, text: hasLabels ? bodyName(body.path) : '', x: inner.side, y },
      ...{ width: block.width, height: top + block.height - y },
    });
    y = top + block.height + inner.between;
    widest = Math.max(widest, block.width);
  }
  for (const lane of node.lanes) lane.width = widest;
  Object.assign(node, { width: widest + 2 * inner.side, height: y - inner.between + inner.bottom });
  return { width: node.width, height: node.height, nodes, edges };
}

function inside(around: string, id: string): string {
  return around === '' ? id : `${around}/${id}`;
}

export function bodyName(body: string): string {
  const [, number] = /^switch\.cases\.(\d+)/.exec(body) ?? [];
  if (number !== undefined) return t('Case {{value}}', { value: Number(number) + 1 });
  if (body === 'switch.otherwise') return t('Otherwise');
  if (body === 'onError.recover') return t('After a failure');
  return body === 'tasks' ? t('Steps') : t('Over its budget');
}

/** By task, those of the list that it waits for: named by `after`, or in an expression. */
export function dependencies(tasks: readonly Task[]): Map<string, string[]> {
  const ids = new Set(tasks.map(({ id }) => id));
  return new Map(
    tasks.map((task) => {
      const named = new Set([...(task.after ?? []), ...namedIn(task)]);
      return [task.id, [...named].filter((id) => ids.has(id) && id !== task.id)];
    }),
  );
}

const named = new WeakMap<Task, Set<string>>();

/** Kept: a task that changed is another one. */
export function namedIn(task: Task): Set<string> {
  let found = named.get(task);
  if (!found) {
    found = referencedIds(task);
    named.set(task, found);
  }
  return found;
}
