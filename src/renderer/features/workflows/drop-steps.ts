import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import type { Catalogue } from './catalogue.ts';
import { moveTask, withPositions } from './document/edit.ts';
import { frameAround, frameAt, framesOf, putInFrame } from './document/frames.ts';
import { changeNote } from './document/notes.ts';
import { listOf } from './document/place.ts';
import { triggerOfPlace, withTrigger } from './document/triggers.ts';
import { type FlowNode, listAt, noteOfNode } from './flow-nodes.ts';
import { positionsOf } from './positions.ts';
import { frameUnder } from './frames/frame-nodes.ts';
import { headHeight } from './node-rows.ts';

export type Dropped = { document: WorkflowDocument; places: string[] };

/**
 * What was dragged, where it was let go: the plan's own steps stand there, one that lies over a box goes into it, one that was
 * dragged out of its box is the plan's own. What is let go in its own box goes back to its place. A frame takes its steps along, and
 * one of its steps that is let go beside it leaves it.
 */
export function dropSteps(
  document: WorkflowDocument,
  points: ReadonlyMap<string, CanvasPoint>,
  nodes: ReadonlyMap<string, FlowNode>,
  catalogue: Catalogue,
): Dropped {
  let next = document;
  const places: string[] = [];
  const carried = new Set<string>();
  for (const [id, at] of points) {
    const frame = frameAt(document, id);
    const from = nodes.get(id)?.position;
    if (!frame || !from) continue;
    next = withPositions(next, shifted(document, catalogue, frame.steps, { x: at.x - from.x, y: at.y - from.y }));
    for (const step of frame.steps) carried.add(step);
  }
  for (const [id, at] of points) {
    const node = nodes.get(id);
    if (carried.has(id) || frameAt(document, id)) continue;
    const note = noteOfNode(id);
    if (note !== undefined) next = changeNote(next, note, { x: Math.round(at.x), y: Math.round(at.y) });
    const trigger = triggerOfPlace(id);
    if (trigger !== undefined) {
      next = withTrigger(next, trigger, (one) => ({ ...one, x: Math.round(at.x), y: Math.round(at.y) }));
    }
    if (!node || note !== undefined || trigger !== undefined) continue;
    const corner = absoluteOf(node, at, nodes);
    const middle = { x: corner.x + (node.width ?? 0) / 2, y: corner.y + headHeight / 2 };
    const list = listAt(next, catalogue, middle, id);
    if (list !== listOf(id)) {
      const moved = moveTask(next, id, list, corner);
      next = moved?.document ?? next;
      if (moved) places.push(moved.place);
    } else if (list === '') {
      next = withPositions(next, { [id]: at });
      const around = frameAround(document, id);
      const isWhole = around?.steps.every((step) => points.has(step)) ?? false;
      if (!isWhole && framesOf(document).length > 0) {
        next = putInFrame(next, [id], frameUnder(document, catalogue, middle)?.id);
      }
    }
  }
  return { document: next, places };
}

function shifted(
  document: WorkflowDocument,
  catalogue: Catalogue,
  steps: readonly string[],
  by: CanvasPoint,
): Record<string, CanvasPoint> {
  const positions = positionsOf(document, catalogue);
  const moved = steps.flatMap((id) => {
    const at = positions.get(id);
    return at ? [[id, { x: at.x + by.x, y: at.y + by.y }] as const] : [];
  });
  return Object.fromEntries(moved);
}

function absoluteOf(node: FlowNode, at: CanvasPoint, nodes: ReadonlyMap<string, FlowNode>): CanvasPoint {
  let { x, y } = at;
  for (let parent = nodes.get(node.parentId ?? ''); parent; parent = nodes.get(parent.parentId ?? '')) {
    x += parent.position.x;
    y += parent.position.y;
  }
  return { x, y };
}
