import type { TimelineTask } from '../../../contract/timeline.ts';
import type { Stretch } from './axis.ts';
import { spanText } from './axis.ts';
import { type Bar, type BarKind, barsOf } from './bars.ts';
import type { Palette } from './palette.ts';

/** A row as the canvas draws it; `y` is the middle of its bar. */
export type DrawnRow = { y: number; task: TimelineTask | undefined; isAround: boolean };

export type Drawing = {
  context: CanvasRenderingContext2D;
  palette: Palette;
  width: number;
  height: number;
  /** Milliseconds since 1970 at which the run's time begins. */
  zero: number;
  shown: Stretch;
  now: number;
  /** Where the person has gone back to. */
  playhead: number | undefined;
  ticks: readonly number[];
  barHeight: number;
};

export function drawRows(drawing: Drawing, rows: readonly DrawnRow[]): void {
  const { context, width, height, palette, ticks } = drawing;
  context.clearRect(0, 0, width, height);
  context.fillStyle = palette.grid;
  for (const at of ticks) context.fillRect(Math.round(xOf(drawing, at)), 0, 1, height);
  drawVeil(drawing);
  context.font = `11px ${palette.font}`;
  context.textBaseline = 'middle';
  for (const row of rows) if (row.task) drawTask(drawing, row, row.task);
  drawPlayhead(drawing);
}

function xOf({ shown, width }: Pick<Drawing, 'shown' | 'width'>, at: number): number {
  return ((at - shown.from) / (shown.to - shown.from)) * width;
}

function drawTask(drawing: Drawing, { y, isAround }: DrawnRow, task: TimelineTask): void {
  const until = drawing.playhead === undefined ? drawing.now : drawing.zero + drawing.playhead;
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

/** What is yet to come, for who has gone back. */
function drawVeil(drawing: Drawing): void {
  const { context, palette, playhead, height, width } = drawing;
  if (playhead === undefined) return;
  const x = Math.max(0, Math.round(xOf(drawing, playhead)));
  context.fillStyle = palette.veil;
  context.fillRect(x, 0, width - x, height);
}

function drawPlayhead(drawing: Drawing): void {
  const { context, palette, playhead, height } = drawing;
  if (playhead === undefined) return;
  context.fillStyle = palette.playhead;
  context.fillRect(Math.round(xOf(drawing, playhead)) - 1, 0, 2, height);
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
