import type { Node } from '@xyflow/react';
import type { CanvasPoint } from '../../../../contract/canvas.ts';
import type { FieldChange } from '../../../../contract/compare-plans.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import type { Catalogue } from '../catalogue.ts';
import { withPositions } from '../document/edit.ts';
import { edgesOf, nodesOf, type StepNode } from '../flow-nodes.ts';
import { type FlowEdge, portIn } from '../flow-edges.ts';
import { positionsOf, sizeOfBlock } from '../positions.ts';
import { type Comparison, type Mark, markOf } from './merged.ts';

export type ComparedNode = Node<
  StepNode['data'] & { mark: Mark | undefined; fields: readonly FieldChange[] },
  'compared'
>;

/** The comparison as React Flow takes it; nothing in it can be moved. */
export function drawComparison(
  { document, steps }: Comparison,
  catalogue: Catalogue,
  edgesBefore: readonly FlowEdge[],
  edgesAfter: readonly FlowEdge[],
): { nodes: ComparedNode[]; edges: FlowEdge[] } {
  const marks = new Map(steps.map(({ place, mark }) => [place, mark]));
  const fields = new Map(steps.map((step) => [step.place, step.fields]));
  const placed = withRoom(withoutFrames(document), catalogue, marks);
  const nodes = nodesOf(placed, catalogue, new Set()).flatMap((node): ComparedNode[] => {
    if (node.type !== 'step' && node.type !== 'box') return [];
    const { place, task } = node.data;
    const mark = markOf(marks, place);
    const ariaLabel = `${task.title ?? task.id}${mark ? `, ${mark}` : ''}`;
    const data = { ...node.data, mark, fields: fields.get(place) ?? [] };
    return [{ ...node, type: 'compared', selectable: false, draggable: false, ariaLabel, data }];
  });
  const [old, now] = [idsOf(edgesBefore), idsOf(edgesAfter)];
  const drawn = new Map([...edgesOf(placed, catalogue), ...edgesBefore].map((edge) => [edge.id, edge]));
  const places = new Set(nodes.map(({ id }) => id));
  const edges = [...drawn.values()]
    .filter(({ source, target }) => places.has(source) && places.has(target))
    .map((edge) => ({
      ...edge,
      className: !now.has(edge.id) ? 'edge-removed' : old.has(edge.id) ? '' : 'edge-added',
    }));
  return { nodes, edges: edges.map((edge) => withPort(edge, nodes)) };
}

/** Nothing that was changed is folded away. */
function withoutFrames(document: WorkflowDocument): WorkflowDocument {
  if (!document.canvas?.frames) return document;
  const { frames: _, ...canvas } = document.canvas;
  return { ...document, canvas };
}

function idsOf(edges: readonly FlowEdge[]): Set<string> {
  return new Set(edges.map(({ id }) => id));
}

/** A line that led to a field which is no longer shown leads to the step. */
function withPort(edge: FlowEdge, nodes: readonly ComparedNode[]): FlowEdge {
  const target = nodes.find(({ id }) => id === edge.target);
  const isThere = target?.handles?.some(({ id }) => id === edge.targetHandle);
  return isThere ? edge : { ...edge, targetHandle: portIn };
}

/** What is gone may have made room for something else: then it stands below that. */
function withRoom(document: WorkflowDocument, catalogue: Catalogue, marks: ReadonlyMap<string, Mark>) {
  if (!document.canvas?.positions) return document;
  const positions = positionsOf(document, catalogue);
  const boxes = document.tasks.map((task) => ({ id: task.id, ...sizeOfBlock(task, catalogue) }));
  const moved: Record<string, CanvasPoint> = {};
  const at = (id: string): CanvasPoint => moved[id] ?? positions.get(id) ?? { x: 0, y: 0 };
  for (const box of boxes) {
    if (marks.get(box.id) !== 'removed') continue;
    const others = boxes.filter(({ id }) => id !== box.id);
    const overlapping = () => others.find((other) => isOver(at(box.id), box, at(other.id), other));
    for (let other = overlapping(); other; other = overlapping()) {
      moved[box.id] = { x: at(box.id).x, y: at(other.id).y + other.height + 24 };
    }
  }
  return Object.keys(moved).length === 0 ? document : withPositions(document, moved);
}

type Size = { width: number; height: number };

function isOver(a: CanvasPoint, one: Size, b: CanvasPoint, other: Size): boolean {
  return a.x < b.x + other.width && b.x < a.x + one.width && a.y < b.y + other.height && b.y < a.y + one.height;
}
