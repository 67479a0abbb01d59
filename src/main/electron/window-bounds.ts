import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** In the screen's device-independent pixels. */
export type Rectangle = { x: number; y: number; width: number; height: number };
export type WindowPlace = { bounds: Rectangle; isMaximized: boolean };

export const smallestWindow = { width: 420, height: 480 };
const usualSize = { width: 1280, height: 860 };
/** So much of a window must be on a screen for a person to get hold of it. */
const leastVisible = { width: 120, height: 80 };

/** Where the window was at last, if that is still on a screen; else in the middle of the first. */
export function placeWindow(saved: WindowPlace | undefined, screens: readonly Rectangle[]): WindowPlace {
  if (saved && screens.some((screen) => isReachable(saved.bounds, screen))) return saved;
  const [screen] = screens;
  const width = Math.min(usualSize.width, screen?.width ?? usualSize.width);
  const height = Math.min(usualSize.height, screen?.height ?? usualSize.height);
  const x = Math.round((screen?.x ?? 0) + ((screen?.width ?? width) - width) / 2);
  const y = Math.round((screen?.y ?? 0) + ((screen?.height ?? height) - height) / 2);
  return { bounds: { x, y, width, height }, isMaximized: saved?.isMaximized ?? false };
}

const quickSize = { width: 640, height: 420 };

/** Where a hand in the middle of the screen looks: centred, a fifth from the top. */
export function quickBounds(screen: Rectangle): Rectangle {
  const width = Math.min(quickSize.width, screen.width);
  const height = Math.min(quickSize.height, screen.height);
  const x = Math.round(screen.x + (screen.width - width) / 2);
  return { x, y: screen.y + Math.min(Math.round(screen.height / 5), screen.height - height), width, height };
}

/** undefined where nothing readable was kept. */
export function readPlace(file: string): WindowPlace | undefined {
  try {
    const place = JSON.parse(readFileSync(file, 'utf8')) as WindowPlace;
    const { x, y, width, height } = place.bounds;
    const isWhole = [x, y, width, height].every(Number.isSafeInteger) && typeof place.isMaximized === 'boolean';
    return isWhole && width >= smallestWindow.width && height >= smallestWindow.height ? place : undefined;
  } catch {
    return undefined;
  }
}

export function writePlace(file: string, place: WindowPlace): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(place));
}

function isReachable(window: Rectangle, screen: Rectangle): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const height = Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y);
  // The title bar is at the top: a window that begins above the screen cannot be moved.
  return width >= leastVisible.width && height >= leastVisible.height && window.y >= screen.y;
}
