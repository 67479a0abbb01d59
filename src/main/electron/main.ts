import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, crashReporter, dialog, Menu, protocol, session, shell } from 'electron';
import { t } from '../../words/words.ts';
import { dumpFolder } from '../base/crash-report.ts';
import { dataFolder, dataPaths } from '../base/paths.ts';
import { beginStart } from '../base/start-marker.ts';
import { toFailure } from '../base/errors.ts';
import { crashQuestion } from './crash-question.ts';
import { goBackIfWanted } from './go-back.ts';
import { hiddenArgument } from './login-item.ts';
import { menuTemplate } from './menu-template.ts';
import { openRequestOf, type OpenRequest, requestOfArguments } from './open-request.ts';
import { servePagePorts } from './page-ports.ts';
import { answerPageRequest, pageOrigin, pageScheme } from './page-protocol.ts';
import { createScreens } from './screens.ts';
import type { WindowEngine } from './window-engine.ts';
import { speakOutside, speakRemembered } from './shell-language.ts';
import { restrictSession } from './window-security.ts';
import type { Windows } from './windows.ts';

// The window's own files lie with the data, so that two data folders are two programs, each with its single instance.
const folder = dataFolder(process.env);
const windowFolder = join(folder, 'window');
mkdirSync(windowFolder, { recursive: true, mode: 0o700 });
const languageFile = join(windowFolder, 'language');
app.setPath('userData', windowFolder);
// What native code leaves behind when it crashes stays beside the crash reports, and is sent nowhere.
app.setPath('crashDumps', join(dataPaths(folder).crashes, dumpFolder));
crashReporter.start({ uploadToServer: false });
app.enableSandbox();
// Windows shows notices only of a program that has the name of its shortcut, which is `appId` in electron-builder.yml.
if (process.platform === 'win32') app.setAppUserModelId('app.heron.desktop');
// Under Wayland keys reach a program that is not in front only through the desktop's portal.
if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  let windows: Windows | undefined;
  let early = requestOfArguments(process.argv, process.cwd());
  const request = (wanted: OpenRequest | undefined): void => {
    if (windows) void windows.open(wanted);
    else early = wanted ?? early;
  };
  app.on('second-instance', (_event, args, cwd) => request(requestOfArguments(args, cwd)));
  app.on('activate', () => request(undefined));
  // macOS hands over what is opened this way, also before the app is ready.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    request(openRequestOf(link, '/'));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    request(openRequestOf(path, '/'));
  });
  app
    .whenReady()
    .then(async () => {
      await speakRemembered(app.getLocale(), languageFile);
      const begun = beginStart(dataPaths(folder).starts, app.getVersion());
      if (!(await mayGoOn(begun.failedBefore))) return app.exit(0);
      windows = await open().catch((error: unknown) => {
        if (toFailure(error).code === 'conflict') begun.forget();
        throw error;
      });
      begun.done();
      if (early) await windows.open(early);
    })
    .catch((error: unknown) => {
      dialog.showErrorBox(t('Heron cannot start'), toFailure(error).message);
      app.exit(1);
    });
}

function mayGoOn(failedBefore: number): Promise<boolean> {
  return goBackIfWanted({
    dataFolder: folder,
    version: app.getVersion(),
    program: process.env['APPIMAGE'],
    failedBefore,
    async ask({ message, detail, buttons }) {
      const labels = buttons.map(({ label }) => label);
      const { response } = await dialog.showMessageBox({
        ...{ type: 'question', message, detail, buttons: labels },
        ...{ defaultId: 0, cancelId: 0, noLink: true },
      });
      return buttons[response]?.choice ?? 'try-again';
    },
    startAgain: (program) => app.relaunch({ execPath: program }),
  });
}

async function open(): Promise<Windows> {
  const built = join(app.getAppPath(), 'out');
  restrictSession(session.defaultSession, pageOrigin);
  if (app.isPackaged) app.setAsDefaultProtocolClient(pageScheme);
  const screens = createScreens(session.defaultSession, pageOrigin);
  const { startEngine } = await import('./window-engine.ts');
  const { promise: opened, resolve: tellOpened } = Promise.withResolvers<Windows>();
  const engine = await startEngine(folder, (place) => void opened.then((windows) => windows.show(place)), screens);
  protocol.handle(pageScheme, (request) => answerPageRequest(join(built, 'renderer'), request, engine.blobs));
  endOnCrash(engine);
  servePagePorts(engine.rpc, pageOrigin);
  const { openWindows } = await import('./windows.ts');
  const windows = await openWindows({
    engine,
    preload: join(built, 'preload', 'preload.cjs'),
    icon: join(built, 'renderer', 'icon.png'),
    placeFile: join(windowFolder, 'place.json'),
    isHidden: process.argv.includes(hiddenArgument),
    speak,
  });
  tellOpened(windows);
  closeBeforeQuitting(engine, windows);
  return windows;
}

async function speak(choice: string): Promise<void> {
  await speakOutside(choice, app.getLocale(), languageFile);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged, app.name)));
}

/** As the command line does: what is known of it is kept, and nothing goes on in a state nobody knows. */
function endOnCrash(engine: WindowEngine): void {
  const end = (error: unknown): void => {
    const file = engine.reportCrash(error);
    const { message, detail, buttons } = crashQuestion(file);
    const response = dialog.showMessageBoxSync({
      ...{ type: 'error', message, detail, buttons: buttons.map(({ label }) => label) },
      ...{ defaultId: 0, cancelId: buttons.length - 1, noLink: true },
    });
    const choice = buttons[response]?.choice;
    if (choice === 'start-again') app.relaunch();
    if (choice === 'show-report' && file !== undefined) shell.showItemInFolder(file);
    app.exit(70);
  };
  // A page is told of by its window.
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed')
      engine.reportSilentEnd(`A process of the window ended: ${type} (${reason})`);
  });
  process.once('uncaughtException', end);
  process.once('unhandledRejection', end);
}

function closeBeforeQuitting(engine: WindowEngine, windows: Windows): void {
  let isClosed = false;
  app.on('before-quit', () => windows.end());
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
