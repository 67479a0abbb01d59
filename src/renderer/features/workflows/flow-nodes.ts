import { type Node, Position } from '@xyflow/react';
import type { CanvasNote, CanvasPoint } from '../../../contract/canvas.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { WorkflowTrigger } from '../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { placeInside } from '../../../contract/plan-place.ts';
import { gap, type GraphNode, type Lane, namedIn } from '../plan-graph/layout.ts';
import type { Catalogue } from './catalogue.ts';
import { listOf, ownerOf } from './document/place.ts';
import { placeOfTrigger } from './document/triggers.ts';
import { foldedInto, type FrameNode, frameNodesOf } from './frames/frame-nodes.ts';
import { type FlowEdge, portIn, portOut } from './flow-edges.ts';
import { headHeight, type NodeRow, rowMiddle, rowsOf } from './node-rows.ts';
import { blockOf, positionsOf, sizeOfBlock } from './positions.ts';

export type StepNode = Node<{ place: string; task: Task; rows: NodeRow[]; lanes: Lane[] }, 'step' | 'box'>;
export type NoteNode = Node<{ note: CanvasNote }, 'note'>;
export type TriggerNode = Node<{ trigger: WorkflowTrigger }, 'trigger'>;
export type FlowNode = StepNode | NoteNode | TriggerNode | FrameNode;

const fieldPrefix = 'in:';

export function portOfField(field: string): string {
  return `${fieldPrefix}${field}`;
}

export function fieldOfPort(port: string | null | undefined): string | undefined {
  return port?.startsWith(fieldPrefix) ? port.slice(fieldPrefix.length) : undefined;
}

export function noteNodeId(id: string): string {
  return `note:${id}`;
}

export function noteOfNode(nodeId: string): string | undefined {
  return nodeId.startsWith('note:') ? nodeId.slice('note:'.length) : undefined;
}

/** Where a step goes that is to come after another: to its right, below what stands there already. */
export function pointAfter(document: WorkflowDocument, catalogue: Catalogue, place: string | undefined): CanvasPoint {
  const positions = positionsOf(document, catalogue);
  const boxes = document.tasks.flatMap((task) => {
    const at = positions.get(task.id);
    return at ? [{ id: task.id, ...at, ...sizeOfBlock(task, catalogue) }] : [];
  });
  const from = boxes.find(({ id }) => id === place);
  if (!from) return { x: 80, y: Math.max(80, ...boxes.map(({ y, height }) => y + height + gap.y)) };
  const at = { x: from.x + from.width + gap.x, y: from.y };
  const isTaken = (): boolean =>
    boxes.some(
      (box) => at.x < box.x + box.width && box.x < at.x + from.width && at.y < box.y + box.height && box.y < at.y + 80,
    );
  while (isTaken()) at.y += 80 + gap.y;
  return at;
}

const made = new WeakMap<GraphNode, StepNode>();

/** The same step gives the same node, so that only what changed is drawn again. */
export function nodesOf(document: WorkflowDocument, catalogue: Catalogue, selection: ReadonlySet<string>): FlowNode[] {
  const positions = positionsOf(document, catalogue);
  const folded = foldedInto(document);
  const shown = folded.size === 0 ? document.tasks : document.tasks.filter(({ id }) => !folded.has(id));
  const steps = shown.flatMap((task) => {
    const at = positions.get(task.id) ?? { x: 0, y: 0 };
    const block = blockOf(task, catalogue);
    const byPlace = new Map(block.nodes.map((node) => [node.place, node]));
    return block.nodes.map((node) => {
      const parent = node.place === task.id ? undefined : byPlace.get(ownerOf(listOf(node.place)));
      const position = parent ? { x: node.x - parent.x, y: node.y - parent.y } : at;
      return stepNode(node, position, parent?.place, selection.has(node.place), catalogue);
    });
  });
  const notes = (document.canvas?.notes ?? []).map((note) => noteNode(note, selection.has(noteNodeId(note.id))));
  const triggers = (document.triggers ?? []).map((trigger) =>
    triggerNode(trigger, selection.has(placeOfTrigger(trigger.id))),
  );
  return [...frameNodesOf(document, catalogue, selection), ...notes, ...triggers, ...steps];
}

export const triggerSize = { width: 248, height: 56 };

const madeTriggers = new WeakMap<WorkflowTrigger, TriggerNode>();

function triggerNode(trigger: WorkflowTrigger, selected: boolean): TriggerNode {
  const known = madeTriggers.get(trigger);
  if (known?.selected === selected) return known;
  const { id, x, y } = trigger;
  const middle = triggerSize.height / 2 - port.height / 2;
  const right = triggerSize.width - port.width / 2;
  const node: TriggerNode = {
    ...{ id: placeOfTrigger(id), type: 'trigger', position: { x, y }, selected, ...triggerSize },
    ...{ measured: triggerSize, data: { trigger } },
    handles: [{ id: portOut, type: 'source', position: Position.Right, x: right, y: middle, ...port }],
  };
  madeTriggers.set(trigger, node);
  return node;
}

const mostBeginnings = 20;

/** From each trigger to the steps that the workflow begins with. */
export function startEdgesOf({ tasks, triggers = [] }: WorkflowDocument): FlowEdge[] {
  if (triggers.length === 0) return [];
  const first = firstTasks(tasks).slice(0, mostBeginnings);
  return triggers.flatMap(({ id }) =>
    first.map((task) => ({
      ...edge(placeOfTrigger(id), task.id, portIn),
      ...{ className: 'starts', selectable: false, focusable: false, deletable: false },
    })),
  );
}

/** Those that wait for no other. */
function firstTasks(tasks: readonly Task[]): Task[] {
  const ids = new Set(tasks.map(({ id }) => id));
  return tasks.filter((task) => ![...(task.after ?? []), ...namedIn(task)].some((id) => id !== task.id && ids.has(id)));
}

/** One below the other, left of where the workflow begins. */
export function withTidyTriggers(document: WorkflowDocument, catalogue: Catalogue): WorkflowDocument {
  if (!document.triggers?.length) return document;
  const { triggers, ...rest } = document;
  const first = pointForTrigger(rest, catalogue);
  const tidied = triggers.map((trigger, index) => ({
    ...trigger,
    x: Math.round(first.x),
    y: Math.round(first.y) + index * (triggerSize.height + gap.y),
  }));
  return { ...document, triggers: tidied };
}

/** Where a trigger goes: left of where the workflow begins, below the others. */
export function pointForTrigger(document: WorkflowDocument, catalogue: Catalogue): CanvasPoint {
  const { triggers = [] } = document;
  const last = triggers.at(-1);
  if (last) return { x: last.x, y: Math.max(...triggers.map(({ y }) => y)) + triggerSize.height + gap.y };
  const positions = positionsOf(document, catalogue);
  const first = firstTasks(document.tasks).flatMap(({ id }) => positions.get(id) ?? [])[0];
  return first ? { x: first.x - triggerSize.width - gap.x, y: first.y } : { x: 80, y: 80 };
}

function stepNode(
  graph: GraphNode,
  position: CanvasPoint,
  parentId: string | undefined,
  selected: boolean,
  catalogue: Catalogue,
): StepNode {
  const known = made.get(graph);
  if (known?.position.x === position.x && known.position.y === position.y && known.selected === selected) return known;
  const { place, task, width, height, lanes } = graph;
  const rows = lanes.length > 0 ? [] : rowsOf(task, catalogue);
  const node: StepNode = {
    ...{ id: place, type: lanes.length > 0 ? 'box' : 'step', position, selected, width, height },
    ...(parentId === undefined ? {} : { parentId }),
    measured: { width, height },
    handles: handlesOf(width, rows),
    data: { place, task, rows, lanes },
    // What a finger or the arrow keys drag out of a box leaves it.
    expandParent: false,
  };
  made.set(graph, node);
  return node;
}

const port = { width: 10, height: 10 };

function handlesOf(width: number, rows: readonly NodeRow[]): NonNullable<Node['handles']> {
  const middle = headHeight / 2 - port.height / 2;
  return [
    { id: portIn, type: 'target', position: Position.Left, x: -port.width / 2, y: middle, ...port },
    { id: portOut, type: 'source', position: Position.Right, x: width - port.width / 2, y: middle, ...port },
    ...rows.flatMap(({ name, hasPort }, index) =>
      hasPort
        ? [
            {
              ...{ id: portOfField(name), type: 'target' as const, position: Position.Left, x: -port.width / 2 },
              ...{ y: rowMiddle(index) - port.height / 2, ...port },
            },
          ]
        : [],
    ),
  ];
}

function noteNode(note: CanvasNote, selected: boolean): NoteNode {
  const { id, x, y, width, height } = note;
  return {
    ...{ id: noteNodeId(id), type: 'note', position: { x, y }, selected, width, height, zIndex: -1 },
    ...{ measured: { width, height }, handles: [], data: { note } },
  };
}

/** One for each field that a value goes to, and one for the order where that is said or nothing else shows it. */
export function edgesOf({ tasks }: WorkflowDocument, catalogue: Catalogue): FlowEdge[] {
  const edges: FlowEdge[] = [];
  const collect = (list: readonly Task[], around: string): void => {
    const ids = new Set(list.map(({ id }) => id));
    const placeOf = (id: string): string => (around === '' ? id : `${around}/${id}`);
    for (const task of list) {
      edges.push(...edgesTo(task, ids, placeOf, catalogue));
      for (const body of bodiesOf(task)) collect(body.tasks, placeInside(placeOf(task.id), body.path));
    }
  };
  collect(tasks, '');
  return edges;
}

function edgesTo(
  task: Task,
  ids: ReadonlySet<string>,
  placeOf: (id: string) => string,
  catalogue: Catalogue,
): FlowEdge[] {
  const to = placeOf(task.id);
  const edges: FlowEdge[] = [];
  const rows = bodiesOf(task).length > 0 ? [] : rowsOf(task, catalogue);
  for (const id of new Set([...(task.after ?? []), ...namedIn(task)])) {
    if (!ids.has(id) || id === task.id) continue;
    const naming = new RegExp(`\\btasks\\.${id}\\b`);
    const fields = rows.filter(({ name, hasPort }) => hasPort && naming.test(JSON.stringify(task.input?.[name] ?? '')));
    const from = placeOf(id);
    for (const { name } of fields) edges.push(edge(from, to, portOfField(name)));
    if (fields.length === 0) edges.push(edge(from, to, portIn));
  }
  return edges;
}

function edge(from: string, to: string, targetHandle: string): FlowEdge {
  const id = `${from} ${to} ${targetHandle}`;
  return { id, source: from, target: to, sourceHandle: portOut, targetHandle, data: { from, to } };
}

/** The list that is drawn at a point: the innermost lane it lies in, if any; else the plan's own. */
export function listAt(
  document: WorkflowDocument,
  catalogue: Catalogue,
  point: CanvasPoint,
  without: string | undefined,
): string {
  const positions = positionsOf(document, catalogue);
  let found = '';
  for (const task of document.tasks) {
    const at = positions.get(task.id);
    if (!at) continue;
    for (const { place, x, y, lanes } of blockOf(task, catalogue).nodes) {
      if (without !== undefined && (place === without || place.startsWith(`${without}/`))) continue;
      for (const lane of lanes) {
        const left = at.x + x + lane.x;
        const top = at.y + y + lane.y;
        const isIn = point.x >= left && point.x <= left + lane.width && point.y >= top && point.y <= top + lane.height;
        // Those inside come after those around them.
        if (isIn) found = lane.place;
      }
    }
  }
  return found;
}
