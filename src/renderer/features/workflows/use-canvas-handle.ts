import { useReactFlow } from '@xyflow/react';
import { type RefObject, useCallback, useImperativeHandle } from 'react';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import { useBuilderParts } from './builder-context.ts';
import { listAt } from './flow-nodes.ts';
import { wholeView } from './show-at-first.ts';

export type CanvasHandle = {
  /** A point of the window on the canvas, and the list that is drawn there; undefined where it is not over it. */
  pointAt: (x: number, y: number) => { point: CanvasPoint; list: string } | undefined;
  /** Puts a step into the middle. */
  reveal: (place: string) => void;
  /** Moves the canvas where a step is not all in sight. */
  show: (place: string) => void;
  /** All of it. */
  fit: () => void;
};

const margin = 16;
const durationMs = 160;

export function useCanvasHandle(
  handle: RefObject<CanvasHandle | null>,
  region: RefObject<HTMLDivElement | null>,
): void {
  const { builder, catalogue } = useBuilderParts();
  const flow = useReactFlow();
  const pointAt = useCallback(
    (x: number, y: number) => {
      const box = region.current?.getBoundingClientRect();
      if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
      const point = flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
      return { point, list: listAt(builder.document(), catalogue, point, undefined) };
    },
    [region, builder, catalogue, flow],
  );
  const reveal = useCallback(
    (place: string) => void flow.fitView({ nodes: [{ id: place }], maxZoom: 1, padding: 0.4, duration: durationMs }),
    [flow],
  );
  const show = useCallback(
    (place: string) => {
      const node = flow.getInternalNode(place);
      const box = region.current?.getBoundingClientRect();
      if (!node || !box || box.width === 0) return;
      const { x, y } = node.internals.positionAbsolute;
      const start = flow.flowToScreenPosition({ x, y });
      const end = flow.flowToScreenPosition({ x: x + (node.width ?? 0), y: y + (node.height ?? 0) });
      const viewport = flow.getViewport();
      const dx = outside(start.x, end.x, box.left + margin, box.right - margin);
      const dy = outside(start.y, end.y, box.top + margin, box.bottom - margin);
      if (dx === 0 && dy === 0) return;
      void flow.setViewport({ ...viewport, x: viewport.x + dx, y: viewport.y + dy }, { duration: durationMs });
    },
    [region, flow],
  );
  const fit = useCallback(() => void flow.fitView({ ...wholeView, duration: durationMs }), [flow]);
  useImperativeHandle(handle, () => ({ pointAt, reveal, show, fit }), [pointAt, reveal, show, fit]);
}

/** How far something must be moved to lie between two edges; what is too large lies at the first. */
function outside(start: number, end: number, first: number, last: number): number {
  if (start < first || end - start > last - first) return first - start;
  return end > last ? last - end : 0;
}
