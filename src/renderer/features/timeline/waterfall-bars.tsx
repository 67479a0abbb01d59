import { memo, type RefObject, useLayoutEffect, useRef } from 'react';
import { ticksOf } from './axis.ts';
import { type DrawnRow, drawRows } from './draw-bars.ts';
import type { Palette } from './palette.ts';
import type { View } from './use-view.ts';
import { type RowWindow, stripRows } from './use-window.ts';

interface WaterfallBarsProps {
  palette: Palette | undefined;
  /** Those of the window, from its first on. */
  rows: DrawnRow[];
  drawn: RowWindow;
  rowHeight: number;
  left: number;
  width: number;
  zero: number;
  view: View;
  playhead: number | undefined;
  barHeight: number;
}

/** More than a tall screen has strips. */
const leastSlots = 32;

/**
 * The bars of the rows that are drawn, on a canvas for every few rows: it is drawn only when something on it is another. The lines of the
 * time below them and the place one has gone back to are elements, which move without a stroke being drawn.
 */
export function WaterfallBars(props: WaterfallBarsProps) {
  const { palette, rows, drawn, rowHeight, left, width, zero, view, playhead, barHeight } = props;
  const { from, to } = view.shown;
  const count = Math.ceil(rows.length / stripRows);
  const first = drawn.first / stripRows;
  const slots = Math.max(leastSlots, count);
  const box = { left, width, top: drawn.first * rowHeight, height: rows.length * rowHeight };
  const x = playhead === undefined ? undefined : Math.round(((playhead - from) / (to - from)) * width);
  return (
    <>
      <div aria-hidden className="pointer-events-none absolute overflow-hidden contain-strict" style={box}>
        <Lines {...{ from, to, width }} />
        {x !== undefined && (
          <div className="absolute inset-y-0 right-0 bg-surface/55" style={{ left: Math.max(0, x) }} />
        )}
      </div>
      {Array.from({ length: count }, (_, index) => (
        <Strip
          key={(first + index) % slots}
          rows={rows.slice(index * stripRows, (index + 1) * stripRows)}
          top={(drawn.first + index * stripRows) * rowHeight}
          {...{ palette, rowHeight, left, width, zero, from, to, barHeight }}
        />
      ))}
      {x !== undefined && x >= -1 && x <= width && (
        <div
          aria-hidden
          className="solid pointer-events-none absolute w-0.5 bg-accent"
          style={{ left: left + x - 1, top: box.top, height: box.height }}
        />
      )}
    </>
  );
}

/** Where the marks of the axis are. */
const Lines = memo(function Lines({ from, to, width }: { from: number; to: number; width: number }) {
  return ticksOf({ from, to }, width).ticks.map(({ at }) => (
    <div
      key={at}
      className="absolute inset-y-0 w-px bg-border"
      style={{ left: Math.round(((at - from) / (to - from)) * width) }}
    />
  ));
});

type StripProps = Pick<
  WaterfallBarsProps,
  'palette' | 'rows' | 'rowHeight' | 'left' | 'width' | 'zero' | 'barHeight'
> & {
  top: number;
  from: number;
  to: number;
};

const Strip = memo(function Strip(props: StripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useDrawing(canvas, props);
  const { left, top, width, rows, rowHeight } = props;
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="pointer-events-none absolute"
      style={{ left, top, width, height: rows.length * rowHeight }}
    />
  );
}, isSame);

const same = ['palette', 'top', 'left', 'width', 'rowHeight', 'zero', 'from', 'to', 'barHeight'] as const;

function isSame(before: StripProps, after: StripProps): boolean {
  return (
    same.every((name) => before[name] === after[name]) &&
    before.rows.length === after.rows.length &&
    after.rows.every((row, at) => isSameRow(row, before.rows[at]))
  );
}

function isSameRow(row: DrawnRow, before: DrawnRow | undefined): boolean {
  return row.task === before?.task && row.isAround === before?.isAround && row.until === before?.until;
}

function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, props: StripProps): void {
  const { palette, rows, rowHeight, width, zero, from, to, barHeight } = props;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    const height = rows.length * rowHeight;
    if (!context || !palette || width <= 0 || height <= 0) return;
    const scale = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (context.canvas.width !== wide) context.canvas.width = wide;
    if (context.canvas.height !== high) context.canvas.height = high;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    drawRows({ context, palette, width, height, zero, shown: { from, to }, barHeight }, rows);
  });
}
