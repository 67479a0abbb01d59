import {
  type PointerEvent,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { TimelineTask } from '../../../contract/timeline.ts';
import { classNames } from '../../ui/class-names.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { BarTip, type Tip } from './bar-tip.tsx';
import { barAt, barsOf, stepAt } from './bars.ts';
import { type DrawnRow, drawnUntil } from './draw-bars.ts';
import type { TitleOf } from './row-titles.ts';
import type { RowSource, TreeRow } from './tree.ts';
import { useAxisWheel } from './use-axis-wheel.ts';
import type { Palette } from './palette.ts';
import { usePalette } from './use-palette.ts';
import { useSize } from '../../ui/use-size.ts';
import { type TreeActions, useTreeKeys } from './use-tree-keys.ts';
import type { View } from './use-view.ts';
import { type RowWindow, stripRows, useWindow } from './use-window.ts';
import { WaterfallBars } from './waterfall-bars.tsx';
import { WaterfallRow } from './waterfall-row.tsx';

export type RowsHandle = { reveal: (place: number) => void; focus: () => void };

interface WaterfallRowsProps extends TreeActions {
  label: string;
  source: RowSource;
  taskOf: (path: string) => TimelineTask | undefined;
  titleOf: TitleOf;
  onShow: (paths: string[]) => void;
  view: View;
  zero: number;
  now: number;
  playhead: number | undefined;
  labelWidth: number;
  selectedKey: string | undefined;
  handle: RefObject<RowsHandle | null>;
}

const flat = { rowHeight: 32, barHeight: 14, barTop: 16 };
/** On a phone the bars lie under the words. */
const stacked = { rowHeight: 48, barHeight: 10, barTop: 38 };

/** So tall a page can be; what is beyond is found by searching. */
const tallest = 33_000_000;

export function WaterfallRows(props: WaterfallRowsProps) {
  const { source, view } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const isStacked = useIsStacked();
  const sizes = isStacked ? stacked : flat;
  const { rowHeight } = sizes;
  const size = useSize(scroller);
  const count = Math.min(source.count, Math.floor(tallest / rowHeight));
  const { drawn, scrollToRow } = useWindow({ scroller, count, rowHeight, height: size.height });
  const left = isStacked ? 12 : props.labelWidth;
  const width = Math.max(0, size.width - left - (isStacked ? 12 : 0));
  useAxisWheel(scroller, view, left, width);
  const keys = useTreeKeys({ ...props, count, scrollToRow, rowHeight, scroller });
  const { activate, active } = keys;
  const place = active === undefined ? -1 : props.placeOf(active);
  const isActiveDrawn = place >= drawn.first && place < drawn.last;
  useImperativeHandle(props.handle, () => ({ reveal: activate, focus: () => scroller.current?.focus() }));
  // Here, not further in: what is inside is laid out before there is a place to read the colours from.
  const palette = usePalette(scroller);
  const hover = useTip({ ...props, left, width, rowHeight, count });
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={isActiveDrawn ? `${id}${active}` : undefined}
      onKeyDown={keys.handleKeys}
      onClick={keys.handleClick}
      onDoubleClick={keys.handleDoubleClick}
      onPointerMove={hover.follow}
      onPointerLeave={hover.leave}
      onScroll={hover.leave}
      className={classNames(
        'relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]',
        active === undefined ? 'focus-visible:-outline-offset-2' : 'outline-none',
      )}
    >
      <div role="none" className="relative" style={{ height: count * rowHeight }}>
        <DrawnRows {...props} {...{ id, drawn, sizes, palette, left, width, isStacked, active }} />
      </div>
      {hover.tip && <BarTip tip={hover.tip} zero={props.zero} />}
    </div>
  );
}

type DrawnRowsProps = WaterfallRowsProps & {
  id: string;
  drawn: RowWindow;
  sizes: typeof flat;
  left: number;
  width: number;
  isStacked: boolean;
  active: string | undefined;
  palette: Palette | undefined;
};

/** More than a tall screen has rows, so that the places stay the same at the ends of a list. */
const leastSlots = 128;

/** The words of the rows that are drawn, and their bars. */
function DrawnRows(props: DrawnRowsProps) {
  const { id, drawn, sizes, palette, left, width, isStacked, active, source, titleOf, view, zero, playhead } = props;
  const { rowHeight, barHeight, barTop } = sizes;
  const rows = useShownRows(source, drawn, props.onShow);
  const at = playhead === undefined ? undefined : zero + playhead;
  const until = at ?? props.now;
  // Rows that come into sight take the places of those that left it: to change a row is cheaper than to make one.
  const slots = Math.max(leastSlots, drawn.last - drawn.first);
  const bars: DrawnRow[] = rows.map((row, index) => {
    const task = row.part === undefined ? props.taskOf(row.path) : undefined;
    const isAround = task?.done !== undefined || props.hasInside(row);
    return { y: (index % stripRows) * rowHeight + barTop, task, isAround, until: drawnUntil(task, until) };
  });
  return (
    <>
      {rows.map((row, index) => (
        <WaterfallRow
          key={(drawn.first + index) % slots}
          id={`${id}${row.key}`}
          rowKey={row.key}
          part={row.part}
          depth={row.depth}
          index={row.index}
          count={row.count}
          title={titleOf(row)}
          task={bars[index]?.task}
          {...stateOf(bars[index]?.task, at)}
          top={(drawn.first + index) * rowHeight}
          height={rowHeight}
          labelWidth={props.labelWidth}
          isStacked={isStacked}
          isOpenable={props.hasInside(row)}
          isOpen={props.isOpen(row)}
          isSelected={row.key === props.selectedKey}
          isActive={row.key === active}
        />
      ))}
      <WaterfallBars {...{ palette, left, width, zero, view, playhead, drawn, rowHeight, barHeight }} rows={bars} />
    </>
  );
}

/** `at`: where the person has gone back to, in milliseconds since 1970. What was counted is told of the state it belongs to. */
function stateOf(task: TimelineTask | undefined, at: number | undefined): { step: StepState; hasCounts: boolean } {
  const step = stepAt(task, at);
  return { step, hasCounts: at === undefined || step === task?.status };
}

export function useIsStacked(): boolean {
  return useMedia('(width < 40rem)');
}

/** The rows that are drawn; what they show is asked for. */
function useShownRows(source: RowSource, { first, last }: RowWindow, onShow: (paths: string[]) => void): TreeRow[] {
  const rows = useMemo(() => {
    const length = Math.max(0, Math.min(last, source.count) - first);
    return Array.from({ length }, (_, index) => source.rowAt(first + index));
  }, [source, first, last]);
  useEffect(() => onShow(rows.filter(({ part }) => part === undefined).map(({ path }) => path)), [rows, onShow]);
  return rows;
}

type TipParts = Pick<WaterfallRowsProps, 'source' | 'taskOf' | 'titleOf' | 'view' | 'zero' | 'now' | 'playhead'> & {
  left: number;
  width: number;
  rowHeight: number;
  count: number;
};

function useTip({ source, taskOf, titleOf, view, zero, now, playhead, left, width, rowHeight, count }: TipParts) {
  const [tip, setTip] = useState<Tip>();
  return {
    tip,
    leave: () => setTip(undefined),
    follow: (event: PointerEvent<HTMLDivElement>) => {
      const box = event.currentTarget.getBoundingClientRect();
      const place = Math.floor((event.clientY - box.top + event.currentTarget.scrollTop) / rowHeight);
      const x = event.clientX - box.left - left;
      if (event.pointerType === 'touch' || x < 0 || place < 0 || place >= count) return setTip(undefined);
      const row = source.rowAt(place);
      const task = taskOf(row.path);
      const perPixel = (view.shown.to - view.shown.from) / Math.max(1, width);
      const until = playhead === undefined ? now : zero + playhead;
      const bar = task && barAt(barsOf(task, until), zero + view.shown.from + x * perPixel, perPixel * 4);
      setTip(bar && task ? { x: event.clientX, y: event.clientY, bar, task, title: titleOf(row).title } : undefined);
    },
  };
}
