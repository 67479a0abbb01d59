import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { app, dialog, net, shell as system } from 'electron';
import { askPlace } from '../../contract/ask-place.ts';
import { t } from '../../words/words.ts';
import { toFailure } from '../base/errors.ts';
import { followEngine } from './engine-shell.ts';
import { setStartAtLogin } from './login-item.ts';
import { openMainWindow, showWindow } from './main-window.ts';
import type { NoticeAnswer } from '../../contract/notices.ts';
import type { OpenRequest } from './open-request.ts';
import { pageOrigin } from './page-protocol.ts';
import { createQuickWindow, type QuickWindow } from './quick-window.ts';
import { keysOfSchedules } from './hot-keys.ts';
import { createShell, type Shell } from './shell.ts';
import type { TrayChoice } from './shell-state.ts';
import { createKeepUp, type KeepUpParts } from './updates/keep-up.ts';
import type { ReleasePlace } from './updates/release-place.ts';
import { updateTarget } from './updates/update-target.ts';
import type { WindowEngine } from './window-engine.ts';

export type Windows = {
  show(place?: string): void;
  /** Shows what somebody opened with Heron; a plan file is laid out, and nothing of it runs. */
  open(request: OpenRequest | undefined): Promise<void>;
  end(): void;
};

const pageUrl = `${pageOrigin}/`;

/** The main window, the small one to ask, and what of Heron is outside of both. */
export async function openWindows(parts: {
  engine: WindowEngine;
  preload: string;
  icon: string;
  placeFile: string;
  isHidden: boolean;
  /** Speaks the language that was chosen, in the menu of the windows too. */
  speak: (choice: string) => Promise<void>;
}): Promise<Windows> {
  const { engine, preload, placeFile, isHidden } = parts;
  const { client, logger } = engine;
  let settings = await client.settings.get({});
  await parts.speak(settings.language);
  let isEnding = false;
  const pageEnded = (reason: string): void => engine.reportSilentEnd(`The page ended, and is loaded again (${reason})`);
  const main = await openMainWindow({ preload, pageUrl, pageOrigin, placeFile, isHidden, pageEnded });
  const show = (place?: string): void => {
    if (place === askPlace) return quick.toggle();
    if (!main.isDestroyed()) showWindow(main, pageUrl, place);
  };
  const quick = createQuickWindow({ preload, pageUrl, pageOrigin, showPlace: show, pageEnded });
  const look = (): void => keepUp?.look();
  const answers = answersOf(engine, { show, quick, look });
  const shell = createShell({ icon: parts.icon, window: main, ask: quick.toggle, ...answers });
  const keepUp = engine.releasePlace && createKeepUp(keepUpParts(engine, engine.releasePlace, shell));
  const obey = (next: typeof settings): void => {
    if (next.language !== settings.language) void parts.speak(next.language).then(() => following.refresh());
    settings = next;
    const { quickAskShortcut, startAtLogin } = next.window;
    heedAskKeys(engine, shell, quickAskShortcut);
    if (app.isPackaged) setStartAtLogin(loginParts(), startAtLogin);
    keepUp?.heed(next.updates === 'ask');
  };
  main.on('close', (event) => {
    // Whoever quits means it, whatever the settings say.
    if (isEnding || !settings.window.closeToTray) return quick.close();
    event.preventDefault();
    main.hide();
  });
  app.on('window-all-closed', () => app.quit());
  obey(settings);
  const heedHotKeys = hotKeysOf(engine, shell);
  heedHotKeys();
  const isWatched = (): boolean => !main.isDestroyed() && main.isFocused();
  const { lastSeq } = engine;
  const heeding = { isWatched, onSettings: obey, onSchedules: heedHotKeys };
  const following = followEngine({ client, shell, logger, lastSeq, ...heeding });
  return {
    show,
    open: async (request) => (request?.kind === 'plan' ? openPlan(client, request.path, show) : show(request?.place)),
    end() {
      isEnding = true;
      following.close();
      keepUp?.close();
      quick.close();
      shell.close();
    },
  };
}

/** The keys of the small window, as far as the system gives them. */
function heedAskKeys(
  { logger, reportRefusedKeys }: WindowEngine,
  shell: Pick<Shell, 'heedShortcut'>,
  keys: string,
): void {
  const isHeeded = shell.heedShortcut(keys);
  if (!isHeeded) logger.warn(`The keys ${keys} belong to another program`);
  reportRefusedKeys(isHeeded ? [] : [keys]);
}

/** Keys that start something are asked of the system, and asked again when they are others. */
function hotKeysOf({ client, logger }: WindowEngine, shell: Pick<Shell, 'heedHotKeys'>): () => void {
  const warn = (error: unknown): void => logger.warn('Keys that start something failed', toFailure(error));
  const heed = async (): Promise<void> => {
    const keys = keysOfSchedules(await client.schedules.list());
    const refused = shell.heedHotKeys(keys, (pressed) => void client.schedules.press({ keys: pressed }).catch(warn));
    for (const each of refused) logger.warn(`The keys ${each} belong to another program, and work in the window alone`);
  };
  return () => void heed().catch(warn);
}

/** What clicks outside of the windows do. */
function answersOf(
  { client, logger }: WindowEngine,
  { show, quick, look }: { show: Windows['show']; quick: QuickWindow; look: () => void },
) {
  const warn = (error: unknown): void =>
    logger.warn('What was asked for outside of the window failed', toFailure(error));
  return {
    choose(choice: TrayChoice): void {
      if (choice.do === 'show') show(choice.place);
      else if (choice.do === 'ask') quick.toggle();
      else if (choice.do === 'look') look();
      else if (choice.do === 'quit') app.quit();
      else if (choice.do === 'pause') client.settings.update({ paused: choice.paused }).catch(warn);
      else client.settings.update({ voice: { isOn: choice.isListening } }).catch(warn);
    },
    answer(given: NoticeAnswer): void {
      if ('open' in given) show(given.open);
      else client.permissions.answer({ answers: [given] }).catch(warn);
    },
  };
}

async function openPlan(client: WindowEngine['client'], path: string, show: Windows['show']): Promise<void> {
  try {
    const plan = JSON.parse(await readFile(path, 'utf8')) as unknown;
    const { id } = await client.plans.open({ name: basename(path), plan, baseFolder: dirname(path) });
    show(`#/plan/${id}`);
  } catch (error) {
    dialog.showErrorBox(t('This plan cannot be opened'), `${path}: ${toFailure(error).message}`);
  }
}

function loginParts(): Parameters<typeof setStartAtLogin>[0] {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return { platform: process.platform, app, program, configFolder: app.getPath('appData') };
}

function keepUpParts(
  { logger, updatesFolder }: WindowEngine,
  place: ReleasePlace,
  shell: Pick<Shell, 'showUpdate'>,
): KeepUpParts {
  return {
    place,
    logger,
    current: app.getVersion(),
    target: updateTarget(process.platform, process.arch, process.env['APPIMAGE'] !== undefined),
    folder: updatesFolder,
    program: process.env['APPIMAGE'],
    fetch: (address, { signal }) => net.fetch(address, { signal, credentials: 'omit' }),
    async ask(version) {
      const answers = ['later', 'skip', 'fetch'] as const;
      const { response } = await dialog.showMessageBox({
        ...{
          type: 'question',
          message: t('Heron {{version}} is there', { version }),
          defaultId: 0,
          cancelId: 0,
          noLink: true,
        },
        ...{ buttons: [t('Later'), t('Skip this version'), t('Fetch it')] },
        detail: t('It is checked against the signature of its release before it is used.'),
      });
      return answers[response] ?? 'later';
    },
    tell: (text) => void dialog.showMessageBox({ type: 'info', message: text }),
    show: (file) => system.showItemInFolder(file),
    onState: shell.showUpdate,
  };
}
