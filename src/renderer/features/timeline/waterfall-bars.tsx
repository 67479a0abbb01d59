import { type RefObject, useLayoutEffect, useRef } from 'react';
import { ticksOf } from './axis.ts';
import { type DrawnRow, drawRows } from './draw-bars.ts';
import type { Palette } from './palette.ts';
import type { View } from './use-view.ts';

interface WaterfallBarsProps {
  palette: Palette | undefined;
  rows: DrawnRow[];
  left: number;
  top: number;
  width: number;
  height: number;
  zero: number;
  now: number;
  view: View;
  playhead: number | undefined;
  barHeight: number;
}

/** One canvas for all bars that are drawn. It lies among the rows and scrolls with them. */
export function WaterfallBars(props: WaterfallBarsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useDrawing(canvas, props);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="pointer-events-none absolute"
      style={{ left: props.left, top: props.top, width: props.width, height: props.height }}
    />
  );
}

function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, props: WaterfallBarsProps): void {
  const { palette, rows, width, height, zero, now, view, playhead, barHeight } = props;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !palette || width <= 0 || height <= 0) return;
    const scale = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (context.canvas.width !== wide) context.canvas.width = wide;
    if (context.canvas.height !== high) context.canvas.height = high;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const ticks = ticksOf(view.shown, width).ticks.map(({ at }) => at);
    drawRows({ context, palette, width, height, zero, shown: view.shown, now, playhead, ticks, barHeight }, rows);
  });
}
