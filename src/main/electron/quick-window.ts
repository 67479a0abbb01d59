import { BrowserWindow, nativeTheme, screen } from 'electron';
import { t } from '../../words/words.ts';
import { quickBounds } from './window-bounds.ts';
import { windowOptions } from './window-options.ts';
import { reloadWhenGone, restrictContents } from './window-security.ts';

export type QuickWindow = {
  /** To the front, or away. */
  toggle(): void;
  close(): void;
};

/** The small window to ask something from wherever one is. It is made when first wanted, and hidden after that. */
export function createQuickWindow(parts: {
  preload: string;
  pageUrl: string;
  pageOrigin: string;
  showPlace: (place: string) => void;
  pageEnded: (reason: string) => void;
}): QuickWindow {
  let window: BrowserWindow | undefined;
  let isEnding = false;

  function open(): BrowserWindow {
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const { preload, pageOrigin } = parts;
    const options = windowOptions({ preload, bounds: quickBounds(workArea), isDark: nativeTheme.shouldUseDarkColors });
    const made = new BrowserWindow({ ...options, ...quickLook, title: t('Ask Heron') });
    restrictContents(made.webContents, pageOrigin, parts.showPlace);
    reloadWhenGone(made.webContents, { now: Date.now, told: parts.pageEnded });
    made.once('ready-to-show', () => made.show());
    made.on('close', (event) => {
      if (isEnding) return;
      event.preventDefault();
      made.hide();
    });
    void made.loadURL(`${parts.pageUrl}?quick`);
    return made;
  }

  return {
    toggle() {
      if (!window || window.isDestroyed()) window = open();
      else if (window.isVisible() && window.isFocused()) window.hide();
      else {
        window.setBounds(quickBounds(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea));
        window.show();
        window.focus();
      }
    },
    close() {
      isEnding = true;
      window?.destroy();
    },
  };
}

const quickLook = {
  minWidth: 360,
  minHeight: 240,
  skipTaskbar: true,
  alwaysOnTop: true,
  maximizable: false,
  minimizable: false,
  fullscreenable: false,
} as const;
