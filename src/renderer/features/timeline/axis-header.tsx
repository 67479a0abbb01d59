import { type PointerEvent, useRef } from 'react';
import { ticksOf } from './axis.ts';
import { useAxisWheel } from './use-axis-wheel.ts';
import { useSize } from '../../ui/use-size.ts';
import type { View } from './use-view.ts';
import { t } from '../../../words/words.ts';

interface AxisHeaderProps {
  view: View;
  left: number;
  right: number;
  playhead: number | undefined;
}

/** The time above the bars. Dragged, it moves. */
export function AxisHeader({ view, left, right, playhead }: AxisHeaderProps) {
  const place = useRef<HTMLDivElement>(null);
  const dragged = useRef<number>(undefined);
  const size = useSize(place);
  const width = Math.max(0, size.width - left - right);
  useAxisWheel(place, view, left, width);
  const { shown } = view;
  const xOf = (at: number): number => left + ((at - shown.from) / (shown.to - shown.from)) * width;
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (dragged.current === undefined || width === 0) return;
    view.pan((dragged.current - event.clientX) / width);
    dragged.current = event.clientX;
  };
  return (
    <div
      ref={place}
      aria-hidden
      className="relative h-6 shrink-0 cursor-grab touch-none overflow-hidden border-b bg-sunken/60 text-2xs text-muted tabular-nums select-none active:cursor-grabbing"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = event.clientX;
      }}
      onPointerMove={drag}
      onPointerUp={() => (dragged.current = undefined)}
      onPointerCancel={() => (dragged.current = undefined)}
    >
      {left > 100 && <span className="absolute top-1 left-4 font-medium">{t('Step')}</span>}
      {ticksOf(shown, width).ticks.map(({ at, label }) => (
        <span key={at} className="absolute top-1 border-l pl-1 whitespace-nowrap" style={{ left: xOf(at) }}>
          {label}
        </span>
      ))}
      {playhead !== undefined && playhead >= shown.from && playhead <= shown.to && (
        <span
          className="solid absolute bottom-0 h-2 w-2 -translate-x-1/2 rounded-full bg-accent"
          style={{ left: xOf(playhead) }}
        />
      )}
    </div>
  );
}
