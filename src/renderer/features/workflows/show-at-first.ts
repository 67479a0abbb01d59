import { getViewportForBounds, type ReactFlowInstance } from '@xyflow/react';
import type { FlowNode } from './flow-nodes.ts';
import type { FlowEdge } from './flow-edges.ts';

/** How all of a workflow is shown. */
export const wholeView = { maxZoom: 1, padding: 0.15 };

/** Smaller than this nobody reads a step. */
const readableZoom = 0.3;
const beginning = { zoom: 0.75, margin: 48 };

/** What is seen when a workflow is opened: all of it, or, where that would be too small to read, its beginning. */
export async function showAtFirst(
  flow: ReactFlowInstance<FlowNode, FlowEdge>,
  region: HTMLElement | null,
): Promise<void> {
  const nodes = flow.getNodes();
  const first = nodes
    .filter(({ parentId }) => parentId === undefined)
    .toSorted((a, b) => a.position.x - b.position.x)[0];
  if (!region || !first) return;
  const { clientWidth, clientHeight } = region;
  const bounds = flow.getNodesBounds(nodes);
  const whole = getViewportForBounds(bounds, clientWidth, clientHeight, 0, wholeView.maxZoom, wholeView.padding);
  if (whole.zoom >= readableZoom) return void (await flow.fitView(wholeView));
  const { zoom, margin } = beginning;
  const { x, y } = first.position;
  await flow.setViewport({
    zoom,
    x: margin - x * zoom,
    y: clientHeight / 2 - (y + (first.height ?? 0) / 2) * zoom,
  });
}
