import type { NodeChange } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import { useBuilderParts } from './builder-context.ts';
import { dropSteps } from './drop-steps.ts';
import type { FlowNode } from './flow-nodes.ts';

/** While something is dragged it is drawn where the pointer has it; when it is let go, the document says so. */
export function useDragging(nodes: FlowNode[]) {
  const { builder, catalogue } = useBuilderParts();
  const [moved, setMoved] = useState<ReadonlyMap<string, CanvasPoint>>(new Map());
  const shown = useMemo(() => (moved.size === 0 ? nodes : withMoved(nodes, moved)), [nodes, moved]);
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);

  function letGo(points: ReadonlyMap<string, CanvasPoint>): void {
    setMoved(new Map());
    let places: string[] = [];
    builder.edit((document) => {
      const dropped = dropSteps(document, points, byId, catalogue);
      places = dropped.places;
      return dropped.document;
    });
    if (places.length > 0) builder.select(places);
  }

  function select(changes: NodeChange<FlowNode>[]): void {
    const choices = changes.filter((each) => each.type === 'select');
    if (choices.length === 0) return;
    const chosen = new Set(builder.state.getState().selection);
    for (const { id, selected } of choices) {
      if (selected) chosen.add(id);
      else chosen.delete(id);
    }
    builder.select([...chosen]);
  }

  const change = (changes: NodeChange<FlowNode>[]): void => {
    select(changes);
    const points = new Map(moved);
    let isOver = false;
    for (const each of changes) {
      if (each.type !== 'position' || !each.position) continue;
      points.set(each.id, each.position);
      // The arrow keys move at once.
      isOver ||= each.dragging !== true;
    }
    if (isOver) letGo(points);
    else if (points.size > 0) setMoved(points);
  };
  return { shown, change };
}

/** A frame is drawn with its steps: they go with it, and it goes where all of them go. */
function withMoved(nodes: readonly FlowNode[], moved: ReadonlyMap<string, CanvasPoint>): FlowNode[] {
  if (!nodes.some(({ type }) => type === 'frame')) return nodes.map((node) => withPosition(node, moved.get(node.id)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const byOf = (id: string): CanvasPoint | undefined => {
    const [from, to] = [byId.get(id)?.position, moved.get(id)];
    return from && to && { x: to.x - from.x, y: to.y - from.y };
  };
  const carried = new Map<string, CanvasPoint>();
  for (const node of nodes) {
    if (node.type !== 'frame') continue;
    const { steps } = node.data.frame;
    const own = byOf(node.id);
    if (own) for (const step of steps) carried.set(step, own);
    const together = byOf(steps[0] ?? '');
    if (!own && together && steps.every((step) => moved.has(step))) carried.set(node.id, together);
  }
  return nodes.map((node) => {
    const by = carried.get(node.id);
    return withPosition(node, by ? { x: node.position.x + by.x, y: node.position.y + by.y } : moved.get(node.id));
  });
}

function withPosition(node: FlowNode, position: CanvasPoint | undefined): FlowNode {
  return position ? { ...node, position } : node;
}
