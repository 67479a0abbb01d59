import type { Edge, Node } from '@xyflow/react';
import { lazy, type MouseEvent as ReactMouseEvent, Suspense, useState } from 'react';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import { useBuilderParts } from './builder-context.ts';
import type { CanvasMenuActions, OpenedMenu, Over } from './canvas-menu-parts.ts';
import type { FlowEdge } from './flow-edges.ts';

/** It comes with the first press of the right button. */
const CanvasMenu = lazy(async () => {
  const { CanvasMenu: menu } = await import('./canvas-menu.tsx');
  return { default: menu };
});

/** Handlers for the canvas, and the menu while it is open. */
export function useCanvasMenu(
  { actions, onAddAt, onInsert, onRun }: CanvasMenuActions,
  toCanvas: (at: CanvasPoint) => CanvasPoint,
) {
  const { builder } = useBuilderParts();
  const [opened, setOpened] = useState<OpenedMenu>();
  const open = (event: MouseEvent | ReactMouseEvent, over: Over): void => {
    event.preventDefault();
    setOpened({ at: { x: event.clientX, y: event.clientY }, over });
  };
  const chosen = (): readonly string[] => builder.state.getState().selection;
  const handlers = {
    onPaneContextMenu: (event: MouseEvent | ReactMouseEvent) =>
      open(event, { kind: 'pane', point: toCanvas({ x: event.clientX, y: event.clientY }) }),
    onNodeContextMenu: (event: ReactMouseEvent, node: Node) => {
      // In a text, its own menu is wanted.
      if (event.target instanceof HTMLTextAreaElement) return;
      if (!chosen().includes(node.id)) builder.select([node.id]);
      open(event, { kind: 'places', places: chosen() });
    },
    onSelectionContextMenu: (event: ReactMouseEvent) => open(event, { kind: 'places', places: chosen() }),
    onEdgeContextMenu: (event: ReactMouseEvent, edge: Edge) => {
      if (edge.selectable === false) event.preventDefault();
      else open(event, { kind: 'edge', edge: edge as FlowEdge });
    },
  };
  const menu = opened && (
    <Suspense>
      <CanvasMenu
        key={`${opened.at.x} ${opened.at.y}`}
        {...{ opened, actions, onAddAt, onInsert, onRun }}
        onClose={() => setOpened(undefined)}
      />
    </Suspense>
  );
  return { handlers, menu };
}
