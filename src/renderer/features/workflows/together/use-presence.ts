import { useReactFlow } from '@xyflow/react';
import { type PointerEvent, useCallback, useEffect, useRef } from 'react';
import type { CanvasPoint } from '../../../../contract/canvas.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { ownName } from './own-name.ts';

/** Milliseconds between two words about where the pointer is. */
const pauseMs = 60;
const mostSelected = 100;

/** Says to the others what is chosen here and where the pointer is. For the element that the canvas is in. */
export function usePresence() {
  const { builder } = useBuilderParts();
  const { screenToFlowPosition } = useReactFlow();
  const selection = useBuilderState((state) => state.selection);
  const isAlone = useBuilderState(({ people }) => people.length === 0);
  const cursor = useRef<CanvasPoint | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const say = useCallback((): void => {
    timer.current = undefined;
    const at = cursor.current;
    builder.present({ name: ownName(), selection: selection.slice(0, mostSelected), ...(at ? { cursor: at } : {}) });
  }, [builder, selection]);
  useEffect(() => say(), [say]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const move = (point: CanvasPoint | undefined): void => {
    cursor.current = point && { x: Math.round(point.x), y: Math.round(point.y) };
    if (!isAlone) timer.current ??= setTimeout(say, pauseMs);
  };
  return {
    onPointerMove: ({ clientX, clientY }: PointerEvent) =>
      move(screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false })),
    onPointerLeave: () => move(undefined),
  };
}
