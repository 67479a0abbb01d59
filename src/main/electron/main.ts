import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, protocol, session } from 'electron';
import { dataFolder } from '../base/paths.ts';
import { toFailure } from '../base/errors.ts';
import { openMainWindow, showWindow } from './main-window.ts';
import { menuTemplate } from './menu-template.ts';
import { servePagePorts } from './page-ports.ts';
import { answerPageRequest, pageOrigin, pageScheme } from './page-protocol.ts';
import type { WindowEngine } from './window-engine.ts';
import { restrictSession } from './window-security.ts';

// The window's own files lie with the data, so that two data folders are two programs, each with its single instance.
const folder = dataFolder(process.env);
const windowFolder = join(folder, 'window');
mkdirSync(windowFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', windowFolder);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  let window: BrowserWindow | undefined;
  const show = (): void => {
    if (window && !window.isDestroyed()) showWindow(window);
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(async () => {
      window = await open(show);
    })
    .catch((error: unknown) => {
      dialog.showErrorBox('Heron cannot start', toFailure(error).message);
      app.exit(1);
    });
}

async function open(show: () => void): Promise<BrowserWindow> {
  const built = join(app.getAppPath(), 'out');
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)));
  restrictSession(session.defaultSession, pageOrigin);
  const { startEngine } = await import('./window-engine.ts');
  const engine = await startEngine(folder, show);
  protocol.handle(pageScheme, (request) => answerPageRequest(join(built, 'renderer'), request, engine.blobs));
  endOnCrash(engine);
  closeBeforeQuitting(engine);
  servePagePorts(engine.rpc, pageOrigin);
  return openMainWindow({
    preload: join(built, 'preload', 'preload.cjs'),
    placeFile: join(windowFolder, 'place.json'),
    pageUrl: `${pageOrigin}/`,
    pageOrigin,
  });
}

/** As the command line does: what is known of it is kept, and nothing goes on in a state nobody knows. */
function endOnCrash(engine: WindowEngine): void {
  const end = (error: unknown): void => {
    const file = engine.reportCrash(error);
    dialog.showErrorBox(
      'Heron ended because of an error in itself',
      file === undefined
        ? 'Nothing about it could be kept.'
        : `What is known of it is in ${file}. Runs go on at the next start.`,
    );
    app.exit(70);
  };
  process.once('uncaughtException', end);
  process.once('unhandledRejection', end);
}

function closeBeforeQuitting(engine: WindowEngine): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
