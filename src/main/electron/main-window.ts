import { BrowserWindow, nativeTheme, screen } from 'electron';
import { placeWindow, readPlace, writePlace } from './window-bounds.ts';
import { windowOptions } from './window-options.ts';
import { reloadWhenGone, restrictContents } from './window-security.ts';

/** Opens the window where it was at last, and remembers where it is when it closes. */
export async function openMainWindow(parts: {
  preload: string;
  placeFile: string;
  pageUrl: string;
  pageOrigin: string;
  /** Started at login it waits behind its icon. */
  isHidden: boolean;
  pageEnded: (reason: string) => void;
}): Promise<BrowserWindow> {
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const { bounds, isMaximized } = placeWindow(readPlace(parts.placeFile), screens);
  const window = new BrowserWindow(
    windowOptions({ preload: parts.preload, bounds, isDark: nativeTheme.shouldUseDarkColors }),
  );
  restrictContents(window.webContents, parts.pageOrigin);
  reloadWhenGone(window.webContents, { now: Date.now, told: parts.pageEnded });
  window.on('close', () => {
    writePlace(parts.placeFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    if (!parts.isHidden) window.show();
  });
  await window.loadURL(parts.pageUrl);
  return window;
}

/** In front, at a place in the page where one is wanted: the page stays as it is and goes there. */
export function showWindow(window: BrowserWindow, pageUrl: string, place?: string): void {
  if (place !== undefined) void window.loadURL(`${pageUrl}${place}`);
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
