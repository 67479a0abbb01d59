import type { BrowserWindowConstructorOptions } from 'electron';
import { smallestWindow, type Rectangle } from './window-bounds.ts';

/** The surface colour of each theme, painted until the page has loaded (src/renderer/app/theme.css). */
const surface = { light: '#f9fbfc', dark: '#141a1e' };

/** A window whose page is a web page and nothing more: sandboxed, isolated, without Node. */
export function windowOptions(parts: {
  preload: string;
  bounds: Rectangle;
  isDark: boolean;
}): BrowserWindowConstructorOptions {
  return {
    ...parts.bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Heron',
    show: false,
    backgroundColor: parts.isDark ? surface.dark : surface.light,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  };
}
