import { type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Stretch } from './axis.ts';
import type { Palette } from './palette.ts';
import { type RunActivity, totals } from './use-activity.ts';
import { usePalette } from './use-palette.ts';
import { useSize } from '../../ui/use-size.ts';
import type { View } from './use-view.ts';
import { t } from '../../../words/words.ts';

interface OverviewStripProps {
  activity: RunActivity | undefined;
  view: View;
  playhead: number | undefined;
  left: number;
  right: number;
}

const height = 40;

/** The whole run at a glance: how much went on when, what failed, and which part is shown below. Dragging chooses a part. */
export function OverviewStrip({ activity, view, playhead, left, right }: OverviewStripProps) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette(place);
  const { width } = useSize(place);
  const brush = useBrush(view, width);
  const counts = useMemo(() => activity && totals(activity.places), [activity]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !palette || !activity || !counts || width === 0) return;
    const scale = window.devicePixelRatio || 1;
    context.canvas.width = Math.round(width * scale);
    context.canvas.height = Math.round(height * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const share = (activity.to - activity.from) / view.whole.to;
    drawCounts(context, palette, counts, width * Math.min(1, share));
  }, [activity, counts, palette, view.whole.to, width]);
  const xOf = (at: number): number => (at / view.whole.to) * width;
  const shown = brush.choosing ?? view.shown;
  return (
    <div
      ref={place}
      aria-hidden
      title={t('Drag to choose a part; double-click for all of it')}
      className="relative shrink-0 cursor-crosshair touch-none overflow-hidden bg-sunken/60 select-none"
      style={{ height, marginLeft: left, marginRight: right }}
      onDoubleClick={view.fit}
      {...brush.handlers}
    >
      <canvas ref={canvas} className="absolute inset-0" style={{ width, height }} />
      {(!view.isWhole || brush.choosing) && (
        <>
          <div className="absolute inset-y-0 left-0 bg-surface/70" style={{ width: Math.max(0, xOf(shown.from)) }} />
          <div className="absolute inset-y-0 right-0 bg-surface/70" style={{ left: xOf(shown.to) }} />
          <div
            className="absolute inset-y-0 border-x-2 border-accent"
            style={{ left: xOf(shown.from), width: Math.max(3, xOf(shown.to) - xOf(shown.from)) }}
          />
        </>
      )}
      {playhead !== undefined && (
        <div className="solid absolute inset-y-0 w-0.5 bg-accent" style={{ left: xOf(playhead) - 1 }} />
      )}
    </div>
  );
}

function drawCounts(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { begun, ended, failed }: { begun: number[]; ended: number[]; failed: number[] },
  width: number,
): void {
  context.clearRect(0, 0, width * 2, height);
  const going = runningOf(begun, ended);
  const most = Math.max(1, ...going);
  const each = width / Math.max(1, going.length);
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(3, (count / most) * (height - 10)));
  for (const [index, count] of going.entries()) {
    const x = Math.round(index * each);
    context.fillStyle = palette.busy;
    context.fillRect(x, height - tall(count), Math.round((index + 1) * each) - x, tall(count));
    const wrong = failed[index] ?? 0;
    if (wrong === 0) continue;
    context.fillStyle = palette.bars.failed.fill;
    context.fillRect(x, height - Math.max(4, tall(wrong)), Math.max(2, each), Math.max(4, tall(wrong)));
    context.fillRect(x, 1, Math.max(3, each), 4);
  }
}

/** How many went on in each part: those that had begun and had not ended before it. */
function runningOf(begun: number[], ended: number[]): number[] {
  let now = 0;
  return begun.map((count, index) => {
    now += count;
    const busy = now;
    now -= ended[index] ?? 0;
    return busy;
  });
}

function useBrush(view: View, width: number) {
  const [choosing, setChoosing] = useState<Stretch>();
  const start = useRef<number>(undefined);
  const atOf = (event: PointerEvent<HTMLDivElement>): number => {
    const { left } = event.currentTarget.getBoundingClientRect();
    return (Math.min(width, Math.max(0, event.clientX - left)) / Math.max(1, width)) * view.whole.to;
  };
  const end = (): void => {
    start.current = undefined;
    setChoosing(undefined);
  };
  return {
    choosing,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = atOf(event);
      },
      onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
        if (start.current === undefined) return;
        const at = atOf(event);
        setChoosing({ from: Math.min(start.current, at), to: Math.max(start.current, at) });
      },
      onPointerUp: () => {
        const isLarge = choosing && ((choosing.to - choosing.from) / view.whole.to) * width > 4;
        if (choosing && isLarge) view.show(choosing);
        end();
      },
      onPointerCancel: end,
    },
  };
}
