import { app, type BrowserWindow, globalShortcut, Menu, nativeImage, Notification, Tray } from 'electron';
import type { Settings } from '../../contract/settings.ts';
import { answerOf, type Notice, type NoticeAnswer } from '../../contract/notices.ts';
import type { UpdateState } from './updates/update-state.ts';
import { progressOf, type ShellState, stateText, type TrayChoice, trayItems } from './shell-state.ts';

/** What of Heron is outside of its windows: icon, menu, shortcut, notices. What they say is decided in plain functions. */
export type Shell = {
  show(state: Omit<ShellState, 'update'>): void;
  showUpdate(update: UpdateState | undefined): void;
  tell(notice: Notice): void;
  /** Resolves to whether the system gave the keys. */
  heedShortcut(shortcut: Settings['window']['quickAskShortcut']): boolean;
  /** Keys that start something, from whatever program is in front. Gives those that the system did not give. */
  heedHotKeys(keys: readonly string[], press: (keys: string) => void): string[];
  close(): void;
};

export function createShell(parts: {
  icon: string;
  window: BrowserWindow;
  choose: (choice: TrayChoice) => void;
  answer: (answer: NoticeAnswer) => void;
  ask: () => void;
}): Shell {
  const tray = new Tray(nativeImage.createFromPath(parts.icon).resize({ width: 18, height: 18 }));
  // A notice that nothing refers to is collected, and its buttons then do nothing.
  const told = new Set<Notification>();
  const heeded: { ask: string; hot: string[] } = { ask: '', hot: [] };
  let state: ShellState = { isPaused: false, running: [], waiting: 0 };
  const draw = (change: Partial<ShellState>): void => {
    state = { ...state, ...change };
    tray.setToolTip(stateText(state));
    tray.setContextMenu(menuOf(state, parts.choose));
    if (!parts.window.isDestroyed()) parts.window.setProgressBar(progressOf(state));
    app.setBadgeCount(state.waiting);
  };
  tray.on('click', () => parts.choose({ do: 'show' }));
  return {
    show: draw,
    showUpdate: (update) => draw({ update }),
    tell(notice) {
      if (!Notification.isSupported()) return;
      const { title, body } = notice;
      const actions = notice.actions.map(({ label }) => ({ type: 'button' as const, text: label }));
      const shown = new Notification({ title, body, actions });
      shown.on('click', () => parts.answer(answerOf(notice)));
      shown.on('action', ({ actionIndex }) => parts.answer(answerOf(notice, actionIndex)));
      shown.on('close', () => told.delete(shown));
      told.add(shown);
      shown.show();
    },
    heedShortcut(shortcut) {
      if (heeded.ask !== '') globalShortcut.unregister(heeded.ask);
      const isHeeded = shortcut === '' || globalShortcut.register(shortcut, parts.ask);
      heeded.ask = isHeeded ? shortcut : '';
      return isHeeded;
    },
    heedHotKeys(keys, press) {
      for (const each of heeded.hot) globalShortcut.unregister(each);
      heeded.hot = keys.filter((each) => each !== heeded.ask && globalShortcut.register(each, () => press(each)));
      return keys.filter((each) => !heeded.hot.includes(each));
    },
    close() {
      told.clear();
      globalShortcut.unregisterAll();
      tray.destroy();
    },
  };
}

function menuOf(state: ShellState, choose: (choice: TrayChoice) => void): Menu {
  return Menu.buildFromTemplate(
    trayItems(state).map((item) => {
      if (item === 'line') return { type: 'separator' as const };
      const { label, choice, isChecked } = item;
      return {
        label,
        enabled: choice !== undefined,
        ...(isChecked === undefined ? {} : { type: 'checkbox' as const, checked: isChecked }),
        ...(choice ? { click: () => choose(choice) } : {}),
      };
    }),
  );
}
