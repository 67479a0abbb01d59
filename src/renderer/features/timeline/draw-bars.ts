import type { TimelineTask } from '../../../contract/timeline.ts';
import type { Stretch } from './axis.ts';
import { spanText } from './axis.ts';
import { type Bar, type BarKind, barsOf } from './bars.ts';
import type { Palette } from './palette.ts';

/** A row as the canvas draws it; `y` is the middle of its bar, `until` the time its open stretches end at. */
export type DrawnRow = { y: number; task: TimelineTask | undefined; isAround: boolean; until: number };

export type Drawing = {
  context: CanvasRenderingContext2D;
  palette: Palette;
  width: number;
  height: number;
  /** Milliseconds since 1970 at which the run's time begins. */
  zero: number;
  shown: Stretch;
  barHeight: number;
};

/** The moment a task's bars are drawn at; the same one for all moments at which they look alike. */
export function drawnUntil(task: TimelineTask | undefined, until: number): number {
  if (!task) return 0;
  const { startedAt, endedAt, phases } = task;
  const begins = [startedAt ?? endedAt ?? Infinity, ...phases.map(({ from }) => from)];
  const first = Math.min(...begins);
  if (until < first) return first - 1;
  const last = Math.max(endedAt ?? Infinity, ...phases.map(({ to, from }) => to ?? endedAt ?? Math.max(from, until)));
  // At its end a stretch still counts as open.
  return Math.min(until, last + 1);
}

export function drawRows(drawing: Drawing, rows: readonly DrawnRow[]): void {
  const { context, width, height, palette } = drawing;
  context.clearRect(0, 0, width, height);
  context.font = `11px ${palette.font}`;
  context.textBaseline = 'middle';
  for (const row of rows) if (row.task) drawTask(drawing, row, row.task);
}

function xOf({ shown, width }: Pick<Drawing, 'shown' | 'width'>, at: number): number {
  return ((at - shown.from) / (shown.to - shown.from)) * width;
}

function drawTask(drawing: Drawing, { y, isAround, until }: DrawnRow, task: TimelineTask): void {
  const bars = barsOf(task, until);
  let end = -Infinity;
  for (const bar of bars) end = Math.max(end, drawBar(drawing, y, bar, isAround && bar.phase === undefined));
  const last = bars[0];
  if (!last || end < -40 || end > drawing.width) return;
  drawLength(drawing, y, task, { end, until });
}

/** Gives where it ends, in pixels. */
function drawBar(drawing: Drawing, y: number, bar: Bar, isAround: boolean): number {
  const { context, palette, width, zero, barHeight } = drawing;
  const from = xOf(drawing, bar.from - zero);
  const to = xOf(drawing, bar.to - zero);
  const left = Math.max(-8, from);
  const right = Math.min(width + 8, Math.max(to, from + 3));
  if (right < 0 || left > width) return to;
  const height = isAround ? Math.max(4, Math.round(barHeight / 3)) : thin.has(bar.kind) ? 4 : barHeight;
  const look = palette.bars[bar.kind];
  context.fillStyle = look.fill;
  box(context, left, y - height / 2, right - left, height, isAround ? 1 : 3);
  context.fill();
  if (look.pattern && height > 4) {
    context.fillStyle = look.pattern;
    context.fill();
  }
  if (look.line) {
    context.strokeStyle = look.line;
    context.lineWidth = 1;
    context.setLineDash(look.isDashed ? [3, 2] : []);
    context.stroke();
    context.setLineDash([]);
  }
  if (isAround) drawCaps(drawing, y, { left: from, right: to, colour: look.fill });
  if (bar.kind === 'failed' && !isAround) drawCross(context, Math.max(to, from + 3), y, look.sign);
  return Math.max(to, from + 3);
}

const thin = new Set<BarKind>(['retrying']);

/** A task around others is drawn like a bracket over them. */
function drawCaps(
  { context, width, barHeight }: Drawing,
  y: number,
  { left, right, colour }: { left: number; right: number; colour: string },
): void {
  context.fillStyle = colour;
  for (const x of [left, right - 2]) if (x >= -2 && x <= width) context.fillRect(x, y - 2, 2, barHeight / 2 + 2);
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + 3, y - 3);
  context.lineTo(x + 9, y + 3);
  context.moveTo(x + 9, y - 3);
  context.lineTo(x + 3, y + 3);
  context.stroke();
}

/** As wide as the longest length is; where there is none after the bar, it stands before it. */
const labelRoom = 52;

function drawLength(
  drawing: Drawing,
  y: number,
  task: TimelineTask,
  { end, until }: { end: number; until: number },
): void {
  const { context, palette, width, zero } = drawing;
  const { startedAt, endedAt } = task;
  const first = Math.min(startedAt ?? Infinity, task.phases[0]?.from ?? Infinity);
  if (first === Infinity) return;
  const text = spanText(Math.max(0, Math.min(endedAt ?? until, until) - first));
  const isFailed = task.status === 'failed' && endedAt !== undefined && endedAt <= until;
  const x = end + (isFailed ? 14 : 6);
  const start = xOf(drawing, first - zero);
  context.fillStyle = palette.muted;
  if (x + labelRoom <= width) context.fillText(text, x, y + 0.5);
  else if (start > labelRoom) {
    context.textAlign = 'right';
    context.fillText(text, start - 6, y + 0.5);
    context.textAlign = 'left';
  }
}

function box(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2));
}
