import { referencedIds } from '../../../contract/draw-plan.ts';
import type { Plan } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';

/** A task in the picture of a plan; `x` and `y` are its upper left corner. */
export type GraphNode = {
  /** Its place in the plan, as `findInPlan` gives it. */
  place: string;
  task: Task;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Others are drawn inside it. */
  isAround: boolean;
  /** What holds the tasks inside besides a group: "case 0", "after a failure". */
  labels: { text: string; x: number; y: number }[];
};

export type GraphEdge = { from: { x: number; y: number }; to: { x: number; y: number }; key: string };

export type Graph = { nodes: GraphNode[]; edges: GraphEdge[]; width: number; height: number; isCut: boolean };

const box = { width: 208, height: 52 };
const gap = { x: 28, y: 34 };
const inner = { side: 14, top: 50, bottom: 14, label: 20 };

/** Beyond so many tasks a picture helps nobody; the tree has them all. */
const mostDrawn = 600;

type Block = { width: number; height: number; nodes: GraphNode[]; edges: GraphEdge[] };

/** Tasks stand below those they wait for; tasks inside a task stand in its box. */
export function layoutPlan(plan: Plan): Graph {
  const room = { left: mostDrawn };
  const block = layoutTasks(plan.tasks, '', room);
  return { ...block, isCut: room.left < 0 };
}

function layoutTasks(tasks: readonly Task[], around: string, room: { left: number }): Block {
  const drawn = tasks.slice(0, Math.max(1, room.left));
  room.left -= tasks.length;
  const before = dependencies(drawn);
  const layers = layersOf(drawn, before);
  const blocks = new Map(
    drawn.map((task) => [task.id, layoutTask(task, around === '' ? task.id : `${around}/${task.id}`, room)]),
  );
  const widths = layers.map((layer) =>
    layer.reduce((sum, { id }) => sum + (blocks.get(id)?.width ?? 0) + gap.x, -gap.x),
  );
  const width = Math.max(0, ...widths);
  const placed = new Map<string, GraphNode>();
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  let y = 0;
  for (const [index, layer] of layers.entries()) {
    let x = (width - (widths[index] ?? 0)) / 2;
    let tallest = 0;
    for (const { id } of layer) {
      const block = blocks.get(id);
      const [own, ...rest] = moved(block?.nodes ?? [], x, y);
      if (!block || !own) continue;
      placed.set(id, own);
      nodes.push(own, ...rest);
      edges.push(...movedEdges(block.edges, x, y));
      x += block.width + gap.x;
      tallest = Math.max(tallest, block.height);
    }
    y += tallest + gap.y;
  }
  for (const [id, others] of before)
    for (const other of others) edges.push(...edgeBetween(placed.get(other), placed.get(id)));
  return { nodes, edges, width, height: Math.max(0, y - gap.y) };
}

function layoutTask(task: Task, place: string, room: { left: number }): Block {
  const bodies = bodiesOf(task);
  const node: GraphNode = { place, task, x: 0, y: 0, ...box, isAround: false, labels: [] };
  if (bodies.length === 0 || room.left <= 0) return { ...box, nodes: [node], edges: [] };
  let x = inner.side;
  let tallest = 0;
  const nodes: GraphNode[] = [node];
  const edges: GraphEdge[] = [];
  const hasLabels = bodies.length > 1 || bodies[0]?.path !== 'tasks';
  const top = inner.top + (hasLabels ? inner.label : 0);
  for (const body of bodies) {
    const block = layoutTasks(body.tasks, placeInside(place, body.path), room);
    if (hasLabels) node.labels.push({ text: bodyName(body.path), x, y: inner.top });
    nodes.push(...moved(block.nodes, x, top));
    edges.push(...movedEdges(block.edges, x, top));
    x += block.width + gap.x;
    tallest = Math.max(tallest, block.height);
  }
  Object.assign(node, {
    isAround: true,
    width: Math.max(box.width, x - gap.x + inner.side),
    height: top + tallest + inner.bottom,
  });
  return { width: node.width, height: node.height, nodes, edges };
}

function placeInside(place: string, body: string): string {
  const [, number] = /^switch\.cases\.(\d+)/.exec(body) ?? [];
  if (number !== undefined) return `${place}/${number}`;
  if (body === 'switch.otherwise') return `${place}/:otherwise`;
  if (body === 'onError.recover') return `${place}/:recover`;
  return body === 'tasks' ? place : `${place}/:fallback`;
}

function bodyName(body: string): string {
  const [, number] = /^switch\.cases\.(\d+)/.exec(body) ?? [];
  if (number !== undefined) return `Case ${number}`;
  if (body === 'switch.otherwise') return 'Otherwise';
  if (body === 'onError.recover') return 'After a failure';
  return body === 'tasks' ? 'Steps' : 'Over its budget';
}

function dependencies(tasks: readonly Task[]): Map<string, string[]> {
  const ids = new Set(tasks.map(({ id }) => id));
  return new Map(
    tasks.map((task) => {
      const named = new Set([...(task.after ?? []), ...referencedIds(task)]);
      return [task.id, [...named].filter((id) => ids.has(id) && id !== task.id)];
    }),
  );
}

/** Each task one layer below the last of those it waits for. A cycle, which no valid plan has, ends where it was begun. */
function layersOf(tasks: readonly Task[], before: ReadonlyMap<string, string[]>): Task[][] {
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    depths.set(id, 0);
    const depth = Math.max(-1, ...(before.get(id) ?? []).map(depthOf)) + 1;
    depths.set(id, depth);
    return depth;
  };
  const layers: Task[][] = [];
  for (const task of tasks) (layers[depthOf(task.id)] ??= []).push(task);
  return layers.map((layer) => layer ?? []);
}

function moved(nodes: readonly GraphNode[], x: number, y: number): GraphNode[] {
  return nodes.map((node) => ({ ...node, x: node.x + x, y: node.y + y }));
}

function movedEdges(edges: readonly GraphEdge[], x: number, y: number): GraphEdge[] {
  return edges.map(({ from, to, key }) => ({
    key,
    from: { x: from.x + x, y: from.y + y },
    to: { x: to.x + x, y: to.y + y },
  }));
}

function edgeBetween(from: GraphNode | undefined, to: GraphNode | undefined): GraphEdge[] {
  if (!from || !to) return [];
  return [
    {
      key: `${from.place} ${to.place}`,
      from: { x: from.x + from.width / 2, y: from.y + from.height },
      to: { x: to.x + to.width / 2, y: to.y },
    },
  ];
}
