import type { EyesSettings, HiddenWindow, Region } from '../../../contract/eyes.ts';
import type { Surface } from './view.ts';
import { t } from '../../../words/words.ts';

export type Hidden = { isKnown: boolean; windows: HiddenWindow[]; aspect?: number | undefined };

export type Shot = { surface: Surface; title: string; width: number; height: number };

/** What is blacked out of a picture, or why it is not to be used at all. */
export type Covers = { regions: Region[] } | { refusal: string };

/** One part in fifty: screens of other sizes together have another shape. */
const sameShape = 0.02;

/** What is on the lists in Settings is never seen: it is covered where its place is known, and else nothing is shown. */
export function coversOf(shot: Shot, settings: EyesSettings, hidden: Hidden): Covers {
  if (shot.surface === 'camera') return { regions: [] };
  const { hiddenRegions, hiddenWindows } = settings;
  if (shot.surface !== 'monitor') {
    const listed = hiddenWindows.find((text) => shot.title.toLowerCase().includes(text.toLowerCase()));
    if (listed === undefined) return { regions: hiddenRegions };
    return { refusal: `“${shot.title}” is a window that is never to be seen (“${listed}” is on the list).` };
  }
  if (!hidden.isKnown) {
    return {
      refusal: t(
        'This system does not tell which windows are open, and some are never to be seen. Show a window instead of the whole screen.',
      ),
    };
  }
  const isWhole = hidden.aspect !== undefined && Math.abs(shot.width / shot.height / hidden.aspect - 1) <= sameShape;
  const anywhere = hidden.windows.find(({ place }) => !place || !isWhole);
  if (anywhere) {
    return {
      refusal: `“${anywhere.title}” is open and is never to be seen. Close it, or show another window instead of the whole screen.`,
    };
  }
  return { regions: [...hiddenRegions, ...hidden.windows.flatMap(({ place }) => place ?? [])] };
}

/** Paints over parts of a picture; nothing of what was there is left in it. */
export function coverUp(canvas: HTMLCanvasElement, regions: readonly Region[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = '#000';
  for (const region of regions) {
    const { left, top, width, height } = pointsOf(region, canvas);
    context.fillRect(left, top, width, height);
  }
}

/** A part of a picture as one of its own. */
export function cutOut(canvas: HTMLCanvasElement, region: Region): HTMLCanvasElement {
  const { left, top, width, height } = pointsOf(region, canvas);
  const part = document.createElement('canvas');
  [part.width, part.height] = [width, height];
  part.getContext('2d')?.drawImage(canvas, left, top, width, height, 0, 0, width, height);
  return part;
}

/** Whole points, rather one more than one too few. */
export function pointsOf(
  { x, y, width, height }: Region,
  size: { width: number; height: number },
): { left: number; top: number; width: number; height: number } {
  const [left, top] = [Math.floor(x * size.width), Math.floor(y * size.height)];
  const [right, bottom] = [Math.ceil((x + width) * size.width), Math.ceil((y + height) * size.height)];
  return {
    left,
    top,
    width: Math.max(1, Math.min(size.width, right) - left),
    height: Math.max(1, Math.min(size.height, bottom) - top),
  };
}
