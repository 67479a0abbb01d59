import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Locator, type Page } from 'playwright';
import { environmentOf, type RunningHeron, temporaryFolder } from './heron.ts';

const root = join(import.meta.dirname, '../..');

/** Electron's program, where the flows of the browser are to be done in the app (electron.test.ts). */
export const electronProgram = process.env['HERON_ELECTRON'];

/** As window.ts has it. */
type AppWindow = {
  page: Page;
  folder: string;
  dataFolder: string;
  heron: RunningHeron;
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** The same window as `openWindow`'s, in the app. It has no address, and is not started again. */
export async function openElectronWindow(
  executablePath: string,
  look: { theme: 'light' | 'dark'; width: number; height: number },
  environment: Record<string, string>,
  begins: (page: Page) => Locator,
): Promise<AppWindow> {
  const place = temporaryFolder('electron-window');
  const dataFolder = join(place.path, 'data');
  mkdirSync(dataFolder, { recursive: true });
  const shown = Object.fromEntries(
    ['DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XAUTHORITY'].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    ),
  ) as Record<string, string>;
  const env = environmentOf({ dataFolder, environment: { ...shown, ...environment } }) as Record<string, string>;
  const app = await _electron.launch({ executablePath, args: [root], env });
  const child = app.process();
  const close = async (): Promise<void> => {
    await app.close();
    place.remove();
  };
  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const heron: RunningHeron = {
    get link(): string {
      throw new Error('The app has no address: this test is one of the browser');
    },
    process: child,
    stop: () => app.close(),
    kill,
  };
  try {
    const page = await app.firstWindow();
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' });
    await begins(page).waitFor();
    const restart = (): Promise<void> => Promise.reject(new Error('In the app the page ends with its engine'));
    return { page, folder: place.path, dataFolder, heron, restart, close };
  } catch (error) {
    await close();
    throw error;
  }
}
