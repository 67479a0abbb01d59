import { type Node, Position } from '@xyflow/react';
import type { CanvasFrame, CanvasPoint } from '../../../../contract/canvas.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import type { Catalogue } from '../catalogue.ts';
import { framesOf, placeOfFrame } from '../document/frames.ts';
import { type FlowEdge, portIn, portOut } from '../flow-edges.ts';
import { positionsOf, sizeOfBlock } from '../positions.ts';
import { frameRoom } from './frame-room.ts';

export type FrameNode = Node<{ frame: CanvasFrame }, 'frame'>;
export type Box = CanvasPoint & { width: number; height: number };

export const foldedSize = { width: 248, height: 56 };

export function boxAround(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(({ x }) => x)) - frameRoom.side;
  const top = Math.min(...boxes.map(({ y }) => y)) - frameRoom.top;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + frameRoom.side;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + frameRoom.bottom;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where each frame is drawn, the first one at the back. */
export function frameBoxes(document: WorkflowDocument, catalogue: Catalogue): { frame: CanvasFrame; box: Box }[] {
  if (framesOf(document).length === 0) return [];
  const positions = positionsOf(document, catalogue);
  const tasks = new Map(document.tasks.map((task) => [task.id, task]));
  return framesOf(document).flatMap((frame) => {
    const members = frame.steps.flatMap((id) => {
      const [task, at] = [tasks.get(id), positions.get(id)];
      return task && at ? [{ ...at, ...sizeOfBlock(task, catalogue) }] : [];
    });
    if (members.length === 0) return [];
    const box = boxAround(members);
    return [{ frame, box: frame.isFolded ? { ...box, ...foldedSize } : box }];
  });
}

/** The open frame that is drawn at a point, the one in front of others. */
export function frameUnder(
  document: WorkflowDocument,
  catalogue: Catalogue,
  { x, y }: CanvasPoint,
): CanvasFrame | undefined {
  const found = frameBoxes(document, catalogue).findLast(
    ({ frame, box }) =>
      !frame.isFolded && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
  );
  return found?.frame;
}

const made = new WeakMap<CanvasFrame, FrameNode>();

/** The same frame gives the same node. */
export function frameNodesOf(
  document: WorkflowDocument,
  catalogue: Catalogue,
  selection: ReadonlySet<string>,
): FrameNode[] {
  return frameBoxes(document, catalogue).map(({ frame, box: { x, y, width, height } }) => {
    const selected = selection.has(placeOfFrame(frame.id));
    const known = made.get(frame);
    const isSame =
      known?.position.x === x && known.position.y === y && known.width === width && known.height === height;
    if (isSame && known.selected === selected) return known;
    const node: FrameNode = {
      ...{ id: placeOfFrame(frame.id), type: 'frame', position: { x, y }, selected, width, height },
      ...{ measured: { width, height }, data: { frame }, handles: frame.isFolded ? foldedHandles() : [] },
      // What is drawn in an open one is pressed through it; it is taken by its head.
      ...(frame.isFolded ? {} : { zIndex: -2, dragHandle: '.frame-head', style: { pointerEvents: 'none' } }),
    };
    made.set(frame, node);
    return node;
  });
}

const port = { width: 10, height: 10 };

function foldedHandles(): NonNullable<Node['handles']> {
  const y = foldedSize.height / 2 - port.height / 2;
  return [
    { id: portIn, type: 'target', position: Position.Left, x: -port.width / 2, y, ...port },
    { id: portOut, type: 'source', position: Position.Right, x: foldedSize.width - port.width / 2, y, ...port },
  ];
}

/** By each step that a folded frame hides, the frame's place. */
export function foldedInto(document: WorkflowDocument): ReadonlyMap<string, string> {
  return new Map(
    framesOf(document).flatMap(({ id, steps, isFolded }) =>
      isFolded ? steps.map((step) => [step, placeOfFrame(id)] as const) : [],
    ),
  );
}

/** Lines that lead to what is hidden lead to its frame; those that are all inside are not drawn. */
export function withFolded(edges: FlowEdge[], folded: ReadonlyMap<string, string>): FlowEdge[] {
  if (folded.size === 0) return edges;
  const drawn = new Map<string, FlowEdge>();
  for (const edge of edges) {
    const [source, target] = [shownAt(edge.source, folded), shownAt(edge.target, folded)];
    if (source === edge.source && target === edge.target) drawn.set(edge.id, edge);
    else if (source !== target) {
      const targetHandle = target === edge.target ? (edge.targetHandle ?? portIn) : portIn;
      const id = `${source} ${target} ${targetHandle}`;
      drawn.set(id, { ...edge, id, source, target, targetHandle, selectable: false, focusable: false });
    }
  }
  return [...drawn.values()];
}

function shownAt(place: string, folded: ReadonlyMap<string, string>): string {
  return folded.get(place.split('/', 1)[0] ?? '') ?? place;
}
