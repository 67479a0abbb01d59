import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright';
import { electronProgram, openElectronWindow } from './electron-window.ts';
import { type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';
import { pressEntry } from './press-entry.ts';

export { accessibilityFaults } from './accessibility.ts';

export const screens = join(import.meta.dirname, 'screens');

export type Look = { theme: 'light' | 'dark'; width: number; height: number };

/** A page on a Heron of its own: real engine, real browser. */
export type Window = {
  page: Page;
  folder: string;
  dataFolder: string;
  heron: RunningHeron;
  /** Ends Heron as `kill -9` does, and starts it again; the page stays. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

let browser: Promise<Browser> | undefined;

/** One browser for all windows of a test file. */
export function openBrowser(): Promise<Browser> {
  return (browser ??= launchBrowser([]));
}

/** A browser besides, with switches of its own; who launches it closes it. */
export function launchBrowser(args: string[]): Promise<Browser> {
  const executablePath = process.env['HERON_BROWSER'] ?? '/usr/bin/chromium';
  const isRoot = process.getuid?.() === 0;
  // A graphics processor is imitated otherwise, which costs more than drawing without one.
  return chromium.launch({ executablePath, args: ['--disable-gpu', ...(isRoot ? ['--no-sandbox'] : []), ...args] });
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

export async function openWindow(
  look: Look = { theme: 'light', width: 1280, height: 800 },
  environment: Record<string, string> = {},
  /** What is there once the page can be used. */
  begins = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' }),
  inBrowser: () => Promise<Browser> = openBrowser,
  /** What the system says of motion; most tests wait for none. */
  reducedMotion: 'reduce' | 'no-preference' = 'reduce',
): Promise<Window> {
  if (electronProgram !== undefined) return openElectronWindow(electronProgram, look, environment, begins);
  const place = temporaryFolder('window');
  const dataFolder = join(place.path, 'data');
  let heron = await serveHeron({ dataFolder, environment });
  const context: BrowserContext = await (
    await inBrowser()
  ).newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    reducedMotion,
  });
  const page = await context.newPage();
  const close = async (): Promise<void> => {
    await context.close();
    await heron.stop();
    place.remove();
  };
  try {
    await page.goto(heron.link);
    await begins(page).waitFor();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page,
    folder: place.path,
    dataFolder,
    get heron() {
      return heron;
    },
    restart: async () => {
      const { port } = new URL(heron.link);
      await heron.kill();
      heron = await serveHeron({ dataFolder, environment, port: Number(port) });
    },
    close,
  };
}

export async function say(page: Page, sentence: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(sentence);
  await page.keyboard.press('Enter');
}

export async function goTo(
  page: Page,
  screen:
    | 'Chat'
    | 'Inbox'
    | 'Timeline'
    | 'Workflows'
    | 'Schedules'
    | 'Memory'
    | 'Workers'
    | 'Background'
    | 'Dashboard'
    | 'Settings',
): Promise<void> {
  await pressEntry(page, 'Main', screen);
}

/** What Heron said in the open conversation. */
export function answers(page: Page): Locator {
  return page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Heron', exact: true }) });
}

/** What a person may want to look at afterwards. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`) });
}
